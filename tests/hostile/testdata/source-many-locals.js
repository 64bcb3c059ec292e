// Source: functions with more variables, parameters and cases than the compiler likes.
const names = Array.from({ length: 15_000 }, (_, i) => 'v' + i);
for (let i = 0; ; i++) {
  try {
    Function(`let ${names.slice(0, 15_000)}; return () => ${i} + [${names.slice(0, 1000)}].length`)()();
    Function(...names.slice(0, 5000), 'return arguments.length')(1);
    Function('x', 'switch (x) {' + names.slice(0, 3000).map((n, k) => `case ${k}: x += ${k};`).join('') + '}')(3);
  } catch (e) {
    if (!(e instanceof SyntaxError || e instanceof RangeError || e instanceof EvalError)) throw e;
  }
}
