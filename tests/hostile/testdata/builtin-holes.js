// Built-ins: arrays of nothing but holes, which are looked up in prototypes one by one.
// slow: the array of 115 MB is made in one step.
const a = new Array(3e7);
for (;;) {
  a.indexOf(1);
  a.forEach(() => {});
  a.every(() => true);
  a.reduceRight((x, y) => x, 0);
}
