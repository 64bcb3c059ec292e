// Built-ins: JSON of a depth that must not use up the stack, parsed and written.
// slow: JSON.parse reads to the end of the text before it looks up.
const deep = '['.repeat(5e6);
try {
  JSON.parse(deep);
} catch (e) {}
let o = {};
for (let i = 0; i < 1e5; i++) o = { o };
try {
  JSON.stringify(o);
} catch (e) {
  if (!(e instanceof RangeError)) throw e;
}
for (;;) {
  try {
    JSON.parse(deep);
  } catch (e) {}
}
