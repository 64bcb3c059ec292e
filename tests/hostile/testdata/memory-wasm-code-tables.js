// Machine code of WebAssembly: the jump tables of modules with many functions.
const number = n => n < 128 ? [n] : [n & 127 | 128, ...number(n >> 7)];
const functions = 400000;
const section = (id, content, repeated) => {
  const all = new Uint8Array(content.length + repeated.length * functions);
  all.set(content);
  for (let i = 0; i < functions; i++) all.set(repeated, content.length + repeated.length * i);
  return [[id, ...number(all.length)], all];
};
const parts = [[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0],
  ...section(3, number(functions), [0]), ...section(10, number(functions), [2, 0, 11])];
const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
let at = 0;
for (const p of parts) { bytes.set(p, at); at += p.length; }
for (const keep = [];;) keep.push(new WebAssembly.Module(bytes));
