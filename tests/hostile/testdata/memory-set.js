// Memory: Sets in Sets.
let outer = new Set();
for (;;) {
  const inner = new Set([outer, {}, Symbol()]);
  outer.add(inner);
  if (outer.size > 1000) outer = inner;
}
