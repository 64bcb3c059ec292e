// Memory: types of WebAssembly, of which V8 keeps a list for all isolates.
const number = n => n < 128 ? [n] : [n & 127 | 128, ...number(n >> 7)];
const count = 20000, params = 12;
let next = globalThis.start ?? 0;
for (;;) {
  const types = new Uint8Array(count * (params + 3));
  for (let i = 0, at = 0; i < count; i++, next++) {
    types[at++] = 96; types[at++] = params;
    for (let p = 0, x = next; p < params; p++, x >>= 2) types[at++] = 127 - (x & 3);
    types[at++] = 0;
  }
  const head = [...number(count)];
  const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, ...number(head.length + types.length), ...head, ...types]);
  new WebAssembly.Module(bytes);
}
