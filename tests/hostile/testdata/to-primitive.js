// Engine paths: Symbol.toPrimitive that never returns, as a key, a length and an index.
const o = { [Symbol.toPrimitive]() { for (;;); } };
try {
  new Array(5).fill(1, o);
} catch (e) {
  ({})[o];
} finally {
  'x'.repeat(o);
}
