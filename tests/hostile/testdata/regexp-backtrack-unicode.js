// Regular expressions: exponential backtracking with look-behind, back references, case folding and unicode sets.
/^(?:(?<=(\w*))\1?(\p{L}|[[a-z]&&[aeiou]])+)+\u{1F600}$/iv.test('aA'.repeat(40));
