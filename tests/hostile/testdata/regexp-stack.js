// Regular expressions: a backtracking stack of megabytes.
for (;;) /(?:a|ab|b)*?(?:a|b)*c/.test('ab'.repeat(3e6));
