// Blocking: Atomics.wait for moments, again and again, in a finally.
const a = new BigInt64Array(new SharedArrayBuffer(8));
for (;;) {
  try {
    Atomics.wait(a, 0, 0n, 0.01);
  } finally {
    Atomics.wait(a, 0, 0n, 1e9);
  }
}
