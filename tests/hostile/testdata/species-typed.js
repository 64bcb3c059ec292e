// Species: typed arrays and buffers whose species returns something else, shrunk meanwhile.
class B extends ArrayBuffer { static get [Symbol.species]() { return function (n) { return new ArrayBuffer(n + 1, { maxByteLength: n + 4096 }); }; } }
class T extends Uint8Array { static get [Symbol.species]() { return function (n) { const b = new ArrayBuffer(n, { maxByteLength: n * 2 }); setTimeout0(() => b.resize(0)); return new Uint8Array(b); }; } }
const setTimeout0 = f => Promise.resolve().then(f);
for (;;) {
  const b = new ArrayBuffer(1 << 16, { maxByteLength: 1 << 20 });
  const t = new Uint8Array(b);
  try {
    new T(1000).slice(1).map(x => x);
    new B(100).slice(3);
    t.map(() => { b.resize(0); return 1; });
    t.set({ length: 10, get 0() { b.resize(1 << 20); return 1; } });
    t.sort(() => { b.resize(1); return 0; });
    t.fill({ valueOf() { b.resize(10); return 3; } });
  } catch (e) {
    if (!(e instanceof TypeError || e instanceof RangeError)) throw e;
  }
}
