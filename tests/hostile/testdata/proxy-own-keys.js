// Proxy: ownKeys that answers with a million names, which must be checked against the target.
const names = Array.from({ length: 200_000 }, (_, i) => 'k' + i);
const p = new Proxy({}, { ownKeys: () => names, getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: p }) });
for (;;) ({ ...p });
