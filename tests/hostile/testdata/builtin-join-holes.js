// Built-ins: join of an array that has nothing but length.
const a = [];
a.length = 2 ** 28;
for (;;) a.join('').length;
