// Built-ins: set operations with a set that only says it is one.
const odd = { size: 2 ** 53, has: Boolean, keys: () => ({ next: Object.bind(null, { value: 1 }) }) };
for (const method of ['isSubsetOf', 'isDisjointFrom', 'difference', 'intersection', 'isSupersetOf', 'union']) {
  try {
    new Set([1, 2, 3])[method](odd);
  } catch (e) {
    if (!(e instanceof RangeError || e instanceof TypeError)) throw e;
  }
}
