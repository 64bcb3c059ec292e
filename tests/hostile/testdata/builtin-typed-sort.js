// Built-ins: sort of a typed array, without and with a comparator that keeps changing its mind.
const a = new Float64Array(1 << 20).map(Math.random);
for (;;) {
  a.sort();
  a.reverse();
  a.sort(() => Math.random() - 0.5);
}
