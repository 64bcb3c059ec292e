// Iterators: what never says done, given to everything that collects.
const endless = { [Symbol.iterator]: () => ({ next: () => ({ value: [1, 1], done: false }), return() { for (;;); } }) };
for (const f of [() => { const [a, b] = endless; }, () => new Map(endless), () => new Set(endless), () => [...endless], () => Array.from(endless), () => Object.fromEntries(endless), () => new Uint8Array(endless), () => Promise.all(endless)]) {
  f();
}
