// Mappings of the kernel: two for each resizable buffer that is less than it may become.
globalThis.all = [];
for (;;) all.push(new ArrayBuffer(1, { maxByteLength: 1 << 18 }));
