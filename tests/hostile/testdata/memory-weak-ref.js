// Memory: WeakRefs, each of which keeps its target to the end of the job.
const refs = [];
for (let i = 0; ; i++) {
  const r = new WeakRef({ i, data: new Array(100) });
  if (i % 3 === 0) refs.push(r);
}
