// Source: a function that is large, hot and never the same for the optimizing compilers.
for (let i = 0; ; i++) {
  const f = Function('o', 'let s = 0; for (let i = 0; i < 200; i++) {' +
    Array.from({ length: 300 }, (_, k) => `s += o.p${k % 30} * ${i + k}; if (s > ${k}) s -= o.q;`).join('') + '} return s');
  for (let k = 0; k < 300; k++) f({ ['p' + k % 30]: k, q: k % 2 ? 1 : 'x' });
}
