// Memory: memory.grow in a loop inside WebAssembly, then a store to every page.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1,
  7, 9, 2, 1, 102, 0, 0, 1, 109, 2, 0, 10, 14, 1, 12, 0, 3, 64, 65, 1, 64, 0, 26, 12, 0, 11, 11]);
new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
