// Endless: sort of an array of 4 billion holes.
// uninterruptible: Builtins_ArrayTimSort walks them all first.
new Array(2 ** 32 - 1).sort();
