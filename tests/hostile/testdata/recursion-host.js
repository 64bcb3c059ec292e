// Recursion: JavaScript to Go to JavaScript, to the end of either stack, again and again.
for (;;) {
  try {
    (function f() { host(f); })();
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
  }
}
