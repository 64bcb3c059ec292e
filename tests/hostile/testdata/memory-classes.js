// Memory: classes and hidden classes, a new shape for every object.
const all = [];
for (let i = 0; ; i++) {
  const C = class { #secret = i; static { this['s' + i] = i; } get secret() { return this.#secret; } };
  const o = new C();
  for (let k = 0; k < 20; k++) o['p' + i + k] = k;
  all.push(o);
}
