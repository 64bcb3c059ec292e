// Endless: lastIndexOf of a long text in a longer one compares a million characters at each of 29 million places.
// uninterruptible: String::LastIndexOf is one loop in C++.
'x'.repeat(3e7).lastIndexOf('x'.repeat(1e6) + 'y');
