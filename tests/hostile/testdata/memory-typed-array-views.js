// Memory: views of one buffer, each tracked by the buffer's length.
const b = new ArrayBuffer(1024, { maxByteLength: 1 << 20 });
const all = [];
for (;;) all.push(new Uint8Array(b), new DataView(b, 8), new Int16Array(b).subarray(4));
