// Regular expressions: a search through half a billion characters that are a rope until then.
/[^a]b+/.test('a'.repeat(2 ** 29 - 24));
