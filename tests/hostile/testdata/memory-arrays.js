// Memory: arrays of doubles, filled by a built-in inside the loop that V8 unrolls.
const all = [];
for (;;) all.push(new Array(1000).fill(1.5));
