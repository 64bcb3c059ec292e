// Promises: species, resolve functions called a thousand times, and all of a million.
class P extends Promise {
  constructor(f) { super((a, b) => { f(x => { for (let i = 0; i < 100; i++) a(x); }, b); }); }
  static get [Symbol.species]() { return class extends P {}; }
}
let p = P.resolve(1);
for (;;) p = P.all(new Array(1000).fill(p.then(() => 1).finally(() => {})));
