// Endless: reverse makes names of indices, in the table of internalized strings.
// uninterruptible: Builtins_ArrayPrototypeReverse calls no JavaScript.
Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
