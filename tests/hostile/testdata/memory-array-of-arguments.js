// Memory: sort copies what it sorts, of an array that grows under it.
const a = Array.from({ length: 1000 }, (_, i) => -i);
for (;;) a.sort((x, y) => { a.push(a.slice(0, 100)); return x - y; });
