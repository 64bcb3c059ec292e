// Garbage: WeakRefs, WeakMaps and WeakSets of short-lived keys, which every collection must look through.
const map = new WeakMap(), set = new WeakSet();
let keep = [];
for (let i = 0; ; i++) {
  const k = { r: new WeakRef(keep) };
  map.set(k, k.r);
  set.add(k);
  keep.push(k);
  if (keep.length > 20_000) keep = keep.slice(15_000);
}
