// Memory: growable SharedArrayBuffers, grown page by page.
const all = [];
for (;;) {
  try {
    const b = new SharedArrayBuffer(0, { maxByteLength: 1 << 26 });
    for (let n = 1 << 16; n <= 1 << 22; n *= 2) {
      b.grow(n);
      new Uint8Array(b).fill(1);
    }
    all.push(b);
  } catch (e) {
    all.push({});
  }
}
