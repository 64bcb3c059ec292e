// Engine paths: Object.prototype and Array.prototype polluted with setters and getters.
for (const k of ['get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'then', 'constructor', 'length', 'next', 'done', 'index', 'raw', 'toJSON', 'message', 'stack', 'cause', 'name', 'maxByteLength', 'initial', 'maximum', 'element', 'locale', 'calendar', 'timeZone']) {
  try {
    Object.defineProperty(Object.prototype, k, { __proto__: null, get() { return this === Object.prototype ? undefined : host(() => k); }, set(v) {}, configurable: true });
  } catch (e) {}
}
for (let i = 0; i < 200; i++) Object.defineProperty(Array.prototype, i, { __proto__: null, get() { return [i]; }, set(v) { this.x = v; }, configurable: true });
for (;;) {
  for (const f of [() => [1, 2].map(x => x), () => JSON.parse('[{"a":[1]}]'), () => 'a-b'.split('-'), () => /a/.exec('a'), () => new Intl.DateTimeFormat(), () => Promise.resolve({}), () => Object.defineProperty({}, 'x', {}), () => { throw {}; }, () => new Error('x', {})]) {
    try {
      f();
    } catch (e) {}
  }
}
