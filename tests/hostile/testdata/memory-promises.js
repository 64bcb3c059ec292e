// Memory: promises that wait for each other and never settle.
let p = new Promise(() => {});
const all = [];
for (;;) {
  all.push(p.then(x => x), Promise.race([p, p]), Promise.allSettled([p]));
}
