// Endless: a WebAssembly function that tail-calls itself, in code outside the range of JavaScript's.
// uninterruptible: a tail call has no interrupt check, and the function has no loop.
const bytes = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, // (i32) -> i32
  3, 2, 1, 0,
  7, 5, 1, 1, 102, 0, 0, // export "f"
  10, 8, 1, 6, 0, 0x20, 0, 0x12, 0, 0x0b, // local.get 0, return_call 0
]);
new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f(1);
