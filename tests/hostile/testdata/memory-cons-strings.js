// Memory: ropes, which cost little until something makes them flat.
const all = [];
let s = 'a';
for (let i = 0; ; i++) {
  s += i;
  all.push(s + s);
}
