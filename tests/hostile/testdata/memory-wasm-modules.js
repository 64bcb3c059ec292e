// Memory: WebAssembly modules and instances, code space included.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
  7, 5, 1, 1, 102, 0, 0, 10, 4, 1, 2, 0, 11, 0, 6, 1, 120, 0, 0, 0, 0]);
const all = [];
for (let i = 0; ; i++) {
  bytes.set([i, i >> 8, i >> 16, i >> 24], bytes.length - 4);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  instance.exports.f();
  all.push(instance);
}
