// Proxy: a prototype chain that leads back to the proxy, by its own traps.
const p = new Proxy({}, { getPrototypeOf() { return p; }, get(t, k, r) { return Reflect.get(Object.create(p), k, r); }, has(t, k) { return k in Object.create(p); } });
for (;;) {
  for (const f of [() => p.x, () => 'y' in p, () => ({}) instanceof Object.assign(() => {}, { prototype: p }), () => Object.prototype.isPrototypeOf.call({}, p)]) {
    try {
      f();
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
    }
  }
}
