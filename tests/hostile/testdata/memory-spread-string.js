// Memory: spreading a rope of 300 million characters; true out of memory in C++ code.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
[...'.'.repeat(3e8)].length;
