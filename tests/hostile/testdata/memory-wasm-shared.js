// Memory: shared WebAssembly memories, with the largest maximum there is.
const all = [];
for (;;) {
  try {
    const m = new WebAssembly.Memory({ initial: 8, maximum: 65536, shared: true });
    m.grow(8);
    new Uint8Array(m.buffer).fill(1);
    all.push(m);
  } catch (e) {
    all.push({});
  }
}
