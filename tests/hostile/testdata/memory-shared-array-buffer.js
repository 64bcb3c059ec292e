// Memory: SharedArrayBuffers, which no allocator call of the isolate frees.
const all = [];
for (;;) {
  try {
    const b = new SharedArrayBuffer(1 << 20);
    new Uint8Array(b).fill(1);
    all.push(b);
  } catch (e) {
    all.push({});
  }
}
