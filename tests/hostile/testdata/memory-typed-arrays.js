// Memory: typed arrays of a few bytes each, on the heap and beside it.
const all = [];
for (let i = 0; ; i++) all.push(new Float64Array(i % 20), new Uint8Array(65 + i % 20));
