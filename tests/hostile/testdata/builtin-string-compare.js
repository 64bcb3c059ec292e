// Built-ins: comparing and searching ropes that differ in the last character.
// slow: it takes a pass over 5 million characters for each place.
const a = 'a'.repeat(5e6) + 'b';
const b = 'a'.repeat(5e6) + 'c';
for (;;) a < b || b.indexOf(a) >= 0 || b.lastIndexOf(a) >= 0 || b.includes('aaaaaaab') || a.localeCompare(b);
