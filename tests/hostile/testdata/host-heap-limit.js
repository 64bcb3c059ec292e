// Memory below a host call: the limit is reached in nested JavaScript, which tries to go on.
function eat() {
  const all = [];
  for (;;) all.push({});
}
for (;;) {
  try {
    host(() => { try { host(eat); } finally { eat(); } });
  } catch (e) {
  } finally {
    host(eat);
  }
}
