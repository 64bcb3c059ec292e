// Built-ins: sort without a comparator makes strings of all there is, each time.
const a = Array.from({ length: 300_000 }, (_, i) => ({ toString: () => 'x' + i }));
for (;;) a.sort();
