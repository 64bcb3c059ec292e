// Memory: Atomics.waitAsync, whose waiters are V8's and not the heap's.
const cell = new Int32Array(new SharedArrayBuffer(4));
const all = [];
for (;;) all.push(Atomics.waitAsync(cell, 0, 0, 1e9).value);
