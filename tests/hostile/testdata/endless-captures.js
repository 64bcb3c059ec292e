// Endless: a match that says it has 4 billion captures; handles by malloc.
// uninterruptible: Runtime_RegExpReplaceRT collects them in C++.
RegExp.prototype[Symbol.replace].call({ flags: '', exec: () => ({ length: 2 ** 32 - 1, index: 0, 0: '' }) }, 'x', () => '');
