// WebAssembly: asynchronous compilation, started by the thousand and never awaited.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
  7, 5, 1, 1, 102, 0, 0, 10, 4, 1, 2, 0, 11]);
for (let i = 0; i < 2000; i++) {
  WebAssembly.compile(bytes);
  WebAssembly.instantiate(bytes).then(() => WebAssembly.validate(bytes));
  WebAssembly.compile(bytes.slice(0, i % 27)).catch(() => {});
}
for (;;) WebAssembly.validate(bytes);
