// Endless: validation of WebAssembly, in which V8's threads and this one work on the same module.
// uninterruptible: the loop looks for a termination every few thousand rounds.
const functions = 20000;
const leb = n => [n & 127 | 128, n >> 7 & 127 | 128, n >> 14 & 127 | 128, n >> 21 & 127 | 128, n >> 28 & 15];
const body = [5, 0, 65, 1, 26, 11]; // i32.const 1, drop
const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, ...leb(5 + functions), ...leb(functions)];
const bytes = new Uint8Array(head.length + functions + 11 + body.length * functions);
bytes.set(head);
let at = head.length + functions;
bytes.set([10, ...leb(5 + body.length * functions), ...leb(functions)], at);
at += 11;
for (let i = 0; i < functions; i++, at += body.length) bytes.set(body, at);
for (;;) WebAssembly.validate(bytes);
