// Regular expressions: groups in groups, deeper than the parser's stack.
for (let n = 1000; ; n *= 2) {
  try {
    new RegExp('('.repeat(n) + 'a' + ')'.repeat(n)).exec('a');
  } catch (e) {
    if (n > 1e6) n = 1000;
  }
}
