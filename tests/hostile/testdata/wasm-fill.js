// WebAssembly: memory.fill of 16 MB in a loop.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 0, 128, 2,
  7, 5, 1, 1, 102, 0, 0, 10, 21, 1, 19, 0, 3, 64, 65, 0, 65, 0, 65, 128, 128, 128, 8, 252, 11, 0, 12, 0, 11, 11]);
new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
