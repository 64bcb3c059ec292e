// BigInt: powers that take longer than the world will last.
(2n ** (2n ** 29n)) % 7n + 3n ** (10n ** 8n);
