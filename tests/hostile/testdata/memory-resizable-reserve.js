// Memory: address space, reserved by buffers of length 0 that may grow to gigabytes.
const all = [];
let refused = 0;
for (let i = 0; i < 100_000 && refused < 1000; i++) {
  try {
    all.push(new ArrayBuffer(0, { maxByteLength: 2 ** 32 }));
  } catch (e) {
    refused++;
  }
}
all.length;
