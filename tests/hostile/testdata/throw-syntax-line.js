// Thrown: a syntax error in a line as long as the source may be.
eval('a '.repeat(60_000));
