// Memory: arrays that reserve room for elements that they do not have.
const all = [];
for (;;) {
  const a = new Array(1 << 20);
  a[0] = 1;
  all.push(a);
}
