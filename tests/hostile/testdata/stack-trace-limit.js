// Engine paths: Error.stackTraceLimit without limit, and recursion to the end of the stack.
Error.stackTraceLimit = Infinity;
for (let i = 0; ; i++) {
  try {
    (function f() { f(); })();
  } catch (e) {
    e.stack.length;
    if (i === 3) throw e;
  }
}
