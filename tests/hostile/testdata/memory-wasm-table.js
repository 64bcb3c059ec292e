// Memory: WebAssembly tables of ten million entries.
const all = [];
for (;;) {
  try {
    const t = new WebAssembly.Table({ initial: 1e6, element: 'externref' });
    t.grow(9e6, {});
    all.push(t);
  } catch (e) {
    all.push({});
  }
}
