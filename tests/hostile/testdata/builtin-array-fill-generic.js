// Built-ins: fill of an object that says it has 2**53 - 1 elements.
// slow: fill goes on, with a collection every few elements, until memory is truly out.
Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 1);
