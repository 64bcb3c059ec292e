// Machine code of WebAssembly: a few bytes are a hundred of it.
const number = n => n < 128 ? [n] : [n & 127 | 128, ...number(n >> 7)];
const operations = 20000, functions = 60;
const many = new Uint8Array(4 + 3 * operations + 1);
many.set([0, 32, 0]);
for (let at = 3; at < many.length - 2; at += 3) many.set([32, 1, 0x81], at);
many.fill(0x81); many.set([0, 32, 0]);
for (let i = 0; i < operations; i++) many.set([32, 1, 0x81], 3 + 3 * i);
many[3 + 3 * operations] = 11;
const body = b => [[...number(b.length)], b];
const section = (id, ...parts) => {
  const size = parts.reduce((sum, p) => sum + p.length, 0);
  return [[id, ...number(size)], ...parts];
};
const length = 4 + 3 * operations;
const code = many.subarray(0, length);
const entry = [0, ...Array.from({length: functions}, (_, i) => [66, 9, 66, 3, 16, ...number(i), 26]).flat(), 11];
const parts = [[0, 97, 115, 109, 1, 0, 0, 0],
  ...section(1, [2, 96, 2, 126, 126, 1, 126, 96, 0, 0]),
  ...section(3, number(functions + 1), Array(functions).fill(0), [1]),
  ...section(7, [1, 1, 102, 0, ...number(functions)]),
  ...section(10, number(functions + 1), ...Array(functions).fill(0).flatMap(() => body(code)), ...body(entry))];
const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
let at = 0;
for (const p of parts) { bytes.set(p, at); at += p.length; }
for (const keep = [];;) {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  instance.exports.f();
  keep.push(instance);
}
