// Built-ins: fill of an object that says it has 2**53 - 1 elements.
Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 1);
