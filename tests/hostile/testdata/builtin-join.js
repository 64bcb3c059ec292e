// Built-ins: join of many references to one long string, nested.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
const a = new Array(5000).fill('x'.repeat(100_000));
for (;;) {
  try {
    [a, [a, [a]]].join('----').length;
  } catch (e) {
    a.length = 4000;
  }
}
