// Memory: ropes of half a billion two-byte characters, made flat in one go.
let s = '\u1234'.repeat(2 ** 29 - 24);
s.charCodeAt(1e8) + s.toLowerCase().length;
