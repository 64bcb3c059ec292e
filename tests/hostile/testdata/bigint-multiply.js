// BigInt: multiplying and dividing numbers of megabytes.
let a = (1n << 20_000_000n) - 1n;
for (;;) a = (a * a) / (a - 3n) % a + a;
