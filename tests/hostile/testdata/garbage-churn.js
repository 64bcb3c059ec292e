// Garbage: almost all of the budget in use, so that collections never end and free nothing.
const keep = [];
for (let i = 0; i < 22; i++) keep.push(new Array(120_000).fill(i + 0.5));
for (let i = 0; ; i++) keep[i % 22][i % 1000] = { i, t: 'x'.repeat(100) + i };
