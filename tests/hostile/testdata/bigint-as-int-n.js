// BigInt: asIntN and shifts of a width that no number has.
let refused = 0;
for (;;) {
  for (const f of [() => BigInt.asUintN(2 ** 53 - 1, -1n), () => 1n << (1n << 62n), () => -1n >> (1n << 40n), () => BigInt(Number.MAX_VALUE) ** 900n]) {
    try {
      f();
    } catch (e) {
      refused++;
    }
  }
}
