// Getters: every operator calls one, and each of them loops.
const o = {
  [Symbol.toPrimitive]() { return this.valueOf(); },
  get valueOf() { return () => o.x; },
  get x() { for (let i = 0; i < 1e6; i++); return () => 1; },
};
for (;;) {
  try {
    +o + `${o}` + (o < o) + (o == 1) + new Date(o) + [1][o];
  } catch (e) {}
}
