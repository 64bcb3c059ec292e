// Built-ins: flat(Infinity) of arrays in arrays in arrays.
let a = [1];
for (let i = 0; i < 20; i++) a = [a, a, a];
a.flat(Infinity).length;
