// Endless: normalize sorts ten million combining marks by insertion.
// uninterruptible: ICU has no interrupt check.
('a' + '\u0301\u0316'.repeat(5e6)).normalize('NFD').length;
