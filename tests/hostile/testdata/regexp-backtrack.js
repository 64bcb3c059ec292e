// Regular expressions: exponential backtracking.
/^(a+)+$/.test('a'.repeat(50) + 'b');
