// Addresses: buffers of no bytes that may become as large as the sandbox.
globalThis.all = [];
for (const size of [2 ** 33 - 1, 2 ** 32, 2 ** 30, 2 ** 28, 2 ** 26, 2 ** 24, 2 ** 22, 2 ** 20, 2 ** 18, 2 ** 16]) {
  for (let refused = 0; refused < 3; ) {
    try {
      all.push(new ArrayBuffer(0, { maxByteLength: size }));
    } catch {
      refused++;
    }
  }
}
