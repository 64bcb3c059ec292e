// Built-ins: indexOf, lastIndexOf and includes over 16 MB that do not hold it.
const a = new Uint8Array(16 << 20);
for (;;) a.indexOf(7) + a.lastIndexOf(7) + a.includes(7);
