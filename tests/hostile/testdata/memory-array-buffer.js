// Memory: ArrayBuffers, outside the heap.
const all = [];
for (;;) {
  try {
    all.push(new Uint8Array(new ArrayBuffer(1 << 20)).fill(1));
  } catch (e) {
    all.push(new ArrayBuffer(8));
  }
}
