// Mappings of the kernel: growable SharedArrayBuffers, shrunk buffers, and WebAssembly memories between them.
globalThis.all = [];
for (;;) {
  try {
    all.push(new SharedArrayBuffer(1, { maxByteLength: 1 << 16 }));
    const b = new ArrayBuffer(8192, { maxByteLength: 1 << 16 });
    new Uint8Array(b).fill(1);
    b.resize(0);
    all.push(b, b.transfer());
    all.push(new WebAssembly.Memory({ initial: 0, maximum: 2, shared: true }));
  } catch {}
}
