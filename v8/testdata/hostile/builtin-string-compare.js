// Built-ins: comparing and searching ropes that differ in the last character.
const a = 'a'.repeat(5e6) + 'b';
const b = 'a'.repeat(5e6) + 'c';
for (;;) a < b || b.indexOf(a) >= 0 || b.lastIndexOf(a) >= 0 || b.includes('aaaaaaab') || a.localeCompare(b);
