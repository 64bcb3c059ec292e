// Memory: WebAssembly memories, grown from JavaScript.
const all = [];
for (;;) {
  try {
    const m = new WebAssembly.Memory({ initial: 16, maximum: 1024 });
    m.grow(16);
    new Uint8Array(m.buffer).fill(1);
    all.push(m);
  } catch (e) {
    all.push({});
  }
}
