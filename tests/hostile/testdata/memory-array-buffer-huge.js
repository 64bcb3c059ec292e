// Memory: ArrayBuffers of gigabytes, asked for again and again.
let refused = 0;
for (let i = 0; i < 10_000; i++) {
  for (const size of [2 ** 31, 2 ** 32, 2 ** 33, 2 ** 35, 2 ** 53 - 1]) {
    try {
      new Uint8Array(new ArrayBuffer(size)).fill(1);
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
      refused++;
    }
  }
}
refused;
