// Memory: functions of ever new source text, compiled code and all.
const all = [];
for (let i = 0; ; i++) {
  const f = new Function('a', `return a + ${i} + [${i}, "${i}"].length`);
  f(i);
  all.push(f);
}
