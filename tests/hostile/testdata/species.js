// Species: concat, map and slice make what the array's constructor says.
class A extends Array {
  static get [Symbol.species]() { return function (n) { return new Proxy(new A(n), { set(t, k, v) { t[k] = v; t.length += 1000; return true; }, defineProperty(t, k, d) { return Reflect.defineProperty(t, k, d); } }); }; }
}
const a = new A();
for (let i = 0; i < 1000; i++) a.push(i);
for (;;) a.concat(a.map(x => x)).slice().filter(() => true).flat();
