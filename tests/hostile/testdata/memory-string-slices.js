// Memory: short slices that keep their long parents alive.
const all = [];
for (let i = 0; ; i++) all.push(('x' + i).repeat(20_000).replace('x', 'y').slice(0, 20));
