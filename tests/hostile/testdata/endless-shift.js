// Endless: shift on an object that says it has 2**53 - 1 elements moves each of them.
// uninterruptible: Builtins_GenericArrayShift calls no JavaScript.
Array.prototype.shift.call({ length: 2 ** 53 - 1 });
