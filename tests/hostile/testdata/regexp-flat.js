// Regular expressions: a search through half a billion characters that are a rope until then.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
/[^a]b+/.test('a'.repeat(2 ** 29 - 24));
