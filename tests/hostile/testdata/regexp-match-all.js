// Regular expressions: a global match of every character.
const s = 'ab'.repeat(4e6);
for (;;) s.match(/./g).length;
