// Memory of V8's threads: the same, in modules that are compiled asynchronously.
const functions = 8, depth = 900000;
const leb = n => [n & 127 | 128, n >> 7 & 127 | 128, n >> 14 & 127 | 128, n >> 21 & 127 | 128, n >> 28 & 15];
const size = 1 + 3 * depth + 1, code = 5 + functions * (5 + size);
const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 1 + functions, functions, ...Array(functions).fill(0),
  10, ...leb(code), ...leb(functions)];
const bytes = new Uint8Array(head.length + functions * (5 + size));
bytes.set(head);
for (let i = 0, at = head.length; i < functions; i++) {
  bytes.set([...leb(size), 0], at);
  at += 6;
  for (const end = at + 2 * depth; at < end; at += 2) bytes.set([2, 64], at); // block
  bytes.fill(11, at, at + depth + 1); // end
  at += depth + 1;
}
for (let i = 0; i < 4; i++) WebAssembly.compile(bytes).catch(() => {});
