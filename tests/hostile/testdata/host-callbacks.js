// Host calls by the million, with arguments that are anything at all.
const args = new Array(5000).fill({});
for (let i = 0; ; i++) host(() => 1, ...args.slice(0, i % 5000), 'x'.repeat(i % 1000), Symbol(), 10n ** 20n);
