// Memory: ephemerons that keep each other alive, in a chain and in one table.
const map = new WeakMap();
const root = {};
for (let key = root; ;) {
  const next = { payload: new Array(16).fill(0) };
  map.set(key, next);
  key = next;
}
