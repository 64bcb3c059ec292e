// BigInt: decimal digits of a number of 30 million bits.
((1n << 30_000_000n) - 1n).toString(10).length;
