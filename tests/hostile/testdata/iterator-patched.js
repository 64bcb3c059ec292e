// Iterators: the engine's own protocol, replaced under it.
let depth = 0;
Array.prototype[Symbol.iterator] = function* () { for (;;) yield [...'ab', depth++]; };
Object.getPrototypeOf([].values()).next = () => ({ done: false, value: Array.prototype });
const [...all] = [1, 2, 3];
Math.max(...[1, 2]);
new Map([[1, 2]]);
