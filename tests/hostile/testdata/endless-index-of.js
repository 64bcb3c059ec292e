// Endless: indexOf on an object that says it has 2**53 - 1 elements.
// uninterruptible: Runtime_ArrayIndexOf looks up one element after the other and never asks for interrupts.
Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);
