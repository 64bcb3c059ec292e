// Memory: spreading a rope of 300 million characters; true out of memory in C++ code.
[...'.'.repeat(3e8)].length;
