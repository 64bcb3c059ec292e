// BigInt: parsing ten million digits.
for (;;) BigInt('7'.repeat(1e7));
