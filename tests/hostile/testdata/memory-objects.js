// Memory: small objects without end.
const all = [];
for (;;) all.push({ a: 1, b: {} });
