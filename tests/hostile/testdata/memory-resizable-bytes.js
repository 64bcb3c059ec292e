// Memory: resizable buffers of a byte, which take a page each.
globalThis.all = [];
for (;;) {
  const b = new ArrayBuffer(1, { maxByteLength: 4096 });
  new Uint8Array(b)[0] = 1;
  all.push(b);
}
