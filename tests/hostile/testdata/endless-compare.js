// Endless: localeCompare of texts that differ in the order of combining marks.
// uninterruptible: ICU has no interrupt check.
const n = 200_000;
('a' + '\u0301\u0316'.repeat(n)).localeCompare('a' + '\u0316\u0301'.repeat(n));
