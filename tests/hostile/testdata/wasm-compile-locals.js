// WebAssembly: a function of 50,000 locals and a thousand branches, each of which merges them all.
// slow: the compiler is not interrupted.
const leb = n => { const b = []; do { b.push((n & 127) | (n > 127 ? 128 : 0)); n >>>= 7; } while (n); return b; };
const section = (id, body) => [id, ...leb(body.length), ...body];
const code = [1, ...leb(50_000), 127];
for (let i = 0; i < 1000; i++) code.push(2, 64, 65, 0, 13, 0, 11);
code.push(11);
const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0];
for (const b of section(10, [1, ...leb(code.length), ...code])) bytes.push(b);
new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.f();
