// Endless: the names of a hundred million characters, with a collection for each handful of them once memory is short.
// uninterruptible: KeyAccumulator adds them one by one in C++.
Object.keys('x'.repeat(1e8)).length;
