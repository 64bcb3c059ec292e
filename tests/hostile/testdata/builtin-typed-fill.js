// Built-ins: fill, reverse, copyWithin and set of 16 MB, again and again.
const a = new Uint8Array(16 << 20);
for (;;) {
  a.fill(1).reverse();
  a.copyWithin(1, 0);
  a.set(a.subarray(1), 0);
}
