// Recursion: through built-ins that use much stack for each call.
const ways = [
  f => [1].map(f), f => JSON.stringify({ toJSON: f }), f => 'a'.replace(/a/, f), f => [2, 1].sort(f),
  f => Reflect.apply(f, null, []), f => new (class { constructor() { f(); } })(), f => `${{ toString: f }}`,
  f => new Proxy({}, { get: f }).x, f => [...{ [Symbol.iterator]: f }], f => Array.from([1], f), f => eval('f()'),
  f => new Intl.NumberFormat({ get length() { return f(); } }), f => ({ get x() { return f(); } }).x,
];
for (;;) {
  for (const way of ways) {
    try {
      (function f() { way(f); return 1; })();
    } catch (e) {
      if (!(e instanceof RangeError || e instanceof TypeError)) throw e;
    }
  }
}
