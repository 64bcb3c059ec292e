// Memory: slices and transfers of buffers, garbage as fast as the machine can copy.
let b = new ArrayBuffer(8 << 20);
for (;;) {
  try {
    b.slice(0);
    b = b.transfer(b.byteLength + 1);
  } catch (e) {
    b = new ArrayBuffer(8 << 20);
  }
}
