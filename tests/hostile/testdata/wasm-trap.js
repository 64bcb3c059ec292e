// WebAssembly: traps, which V8 may want a signal handler for: a load out of bounds, again and again.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1,
  7, 5, 1, 1, 102, 0, 0, 10, 12, 1, 10, 0, 65, 252, 255, 255, 127, 40, 2, 0, 11]);
const f = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f;
for (;;) {
  try {
    f();
  } catch (e) {
    if (!(e instanceof WebAssembly.RuntimeError)) throw e;
  }
}
