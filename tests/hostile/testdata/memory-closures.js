// Memory: closures that hold the contexts of closures.
let last = () => 0;
for (;;) {
  const before = last;
  last = () => before;
}
