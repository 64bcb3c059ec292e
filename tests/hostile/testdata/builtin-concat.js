// Built-ins: String.prototype.concat and padEnd up to the longest string, then compare.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
let a = 'a', b = 'a';
try {
  for (;;) {
    a = a.concat(a, a);
    b = b.padEnd(a.length, 'a');
  }
} catch (e) {}
for (;;) a === b.concat('');
