// Source: eval and Function of megabytes; the parser takes forty times the text.
let refused = 0;
for (const text of ['1;'.repeat(5e6), '[' + '1,'.repeat(2e6) + ']', 'a+'.repeat(1e6) + '1', '"' + 'x'.repeat(1e7) + '"']) {
  for (const run of [eval, t => new Function(t), t => Reflect.construct(Function, ['a', t])]) {
    try {
      run(text);
    } catch (e) {
      refused++;
    }
  }
}
for (;;) {
  try {
    (0, eval)('x' + '+1'.repeat(60_000));
  } catch (e) {}
}
