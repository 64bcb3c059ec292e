// Result: a rope of half a billion characters, which the host asks for.
'\u1234'.repeat(2 ** 29 - 24);
