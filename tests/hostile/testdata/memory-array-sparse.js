// Memory: an array in dictionary mode, with holes of a million elements.
const sparse = [];
for (let i = 0; ; i++) sparse[(i * 1_000_003) % 4294967295] = i;
