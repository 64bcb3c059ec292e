// Built-ins: generic array methods on an object of length 10 million without elements.
const o = { length: 1e7 };
const p = Array.prototype;
for (;;) {
  p.indexOf.call(o, 1);
  p.lastIndexOf.call(o, 1);
  p.includes.call(o, 1);
  p.reverse.call(o);
  p.forEach.call(o, () => {});
}
