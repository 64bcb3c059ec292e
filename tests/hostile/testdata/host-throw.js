// A host call that throws, of everything that can be thrown, with hostile text.
const things = [undefined, null, 1, 'x', 1n, Symbol(), {}, new Proxy({}, { get() { for (;;); } }),
  Object.assign(new Error(), { message: { toString() { throw 1; } }, stack: 7, cause: new Proxy({}, {}) }), Promise.reject()];
for (let i = 0; ; i++) {
  try {
    host(() => { throw things[i % things.length]; });
  } catch (e) {
    if (i > 20_000 && typeof e === 'number') throw things[8];
  }
}
