// BigInt: a literal as long as the source limit lets it be, and longer.
for (let n = 1000; ; n = n * 2 % 1e8 + 1) {
  try {
    eval('1'.repeat(n) + 'n');
  } catch (e) {
    if (!(e instanceof EvalError || e instanceof SyntaxError)) throw e;
  }
}
