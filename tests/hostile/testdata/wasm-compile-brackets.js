// WebAssembly: a function of a million nested blocks, and one of a million calls.
const leb = n => { const b = []; do { b.push((n & 127) | (n > 127 ? 128 : 0)); n >>>= 7; } while (n); return b; };
for (const [open, close, n] of [[[2, 64], [11], 1_000_000], [[16, 0], [], 1_000_000], [[65, 1, 4, 64], [11], 300_000]]) {
  const code = new Uint8Array(1 + n * (open.length + close.length) + 1);
  for (let i = 0; i < n; i++) {
    code.set(open, 1 + i * open.length);
    code.set(close, 1 + n * open.length + i * close.length);
  }
  code[code.length - 1] = 11;
  const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10];
  const body = [1, ...leb(code.length)];
  const bytes = new Uint8Array([...head, ...leb(body.length + code.length), ...body, ...code]);
  try {
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
  } catch (e) {
    if (!(e instanceof Error)) throw e;
  }
}
