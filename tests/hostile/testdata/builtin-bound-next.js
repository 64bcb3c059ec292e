// Built-ins: iterators whose next is a bound built-in, so that no JavaScript is in the loop.
const endless = () => ({ [Symbol.iterator]: () => ({ next: Object.bind(null, { value: [1, 2] }) }) });
const next = Object.bind(null, { value: 1 });
Iterator.prototype.drop.call({ next }, Infinity).next();
Iterator.prototype.every.call({ next }, Boolean);
for (const x of endless());
new Map(endless());
