// Memory: BigInts of a million bits and more.
const all = [];
for (let i = 1n; ; i++) all.push(1n << (1_000_000n + i));
