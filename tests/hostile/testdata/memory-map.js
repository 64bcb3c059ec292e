// Memory: a Map that doubles its table until it is too large.
const map = new Map();
for (let i = 0; ; i++) map.set(i, i);
