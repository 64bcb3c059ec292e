// Memory: ropes of half a billion two-byte characters, made flat in one go.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
let s = '\u1234'.repeat(2 ** 29 - 24);
s.charCodeAt(1e8) + s.toLowerCase().length;
