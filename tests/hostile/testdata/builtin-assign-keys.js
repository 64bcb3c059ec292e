// Built-ins: keys, entries, assign and spread of an object with many names.
const o = {};
for (let i = 0; i < 50_000; i++) o['k' + i] = i;
for (;;) {
  Object.entries(Object.assign({}, o, { ...o })).length;
  Object.getOwnPropertyDescriptors(o);
  Object.fromEntries(Object.keys(o).map(k => [k, k]));
}
