// Endless: replace with a text that grows what it is in, near the limit.
// uninterruptible: V8 builds the result in C++ while collections free nothing.
'ab'.repeat(1e7).replace(/a/g, 'ccc').length;
