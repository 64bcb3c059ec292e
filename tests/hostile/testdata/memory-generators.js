// Memory: generators, suspended with their locals.
function* hold(n) {
  const local = new Array(50).fill(n);
  yield* [1, yield n, ...local];
}
const all = [];
for (let i = 0; ; i++) {
  const g = hold(i);
  g.next();
  all.push(g);
}
