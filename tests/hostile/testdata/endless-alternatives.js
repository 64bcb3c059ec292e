// Endless: a regular expression of a million alternatives.
// uninterruptible: RegExpDisjunction rationalizes them in C++.
new RegExp('a|'.repeat(1e6) + 'b').test('c');
