// Memory: resizable buffers, which reserve their largest size and come from pages, not the allocator.
const all = [];
for (;;) {
  try {
    const b = new ArrayBuffer(1 << 16, { maxByteLength: 1 << 26 });
    b.resize(1 << 22);
    new Uint8Array(b).fill(1);
    all.push(b);
  } catch (e) {
    all.push({});
  }
}
