// Built-ins: sort with a comparator that grows, shrinks and freezes the array.
const a = Array.from({ length: 100_000 }, (_, i) => i);
for (;;) {
  a.sort((x, y) => {
    a.length = Math.random() * 1e6 | 0;
    a[a.length] = {};
    return x > y ? -1 : 1;
  });
}
