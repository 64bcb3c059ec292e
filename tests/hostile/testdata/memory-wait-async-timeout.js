// Waiters with a time limit, whose C++ lists are made under a lock
const cell = new Int32Array(new SharedArrayBuffer(8));
for (;;) Atomics.waitAsync(cell, 0, 0, 1e6);
