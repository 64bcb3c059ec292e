// Proxy: a chain of a hundred thousand.
let p = {};
for (let i = 0; i < 1e5; i++) p = new Proxy(p, {});
for (;;) {
  for (const f of [() => p.x, () => { p.x = 1; }, () => 'x' in p, () => Object.keys(p), () => Object.getPrototypeOf(p), () => Array.isArray(p), () => typeof p]) {
    try {
      f();
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
    }
  }
}
