// Built-ins: groupBy and Map of hostile keys, all with the same hash or none.
for (let i = 0; ; i++) {
  Map.groupBy(Array.from({ length: 50_000 }, (_, k) => k * 4294967296), k => k);
  Object.groupBy('abc'.repeat(10_000), k => ({ toString: () => k + i }));
}
