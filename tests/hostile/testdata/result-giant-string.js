// Result: a rope of half a billion characters, which the host asks for.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
'\u1234'.repeat(2 ** 29 - 24);
