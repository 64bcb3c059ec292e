// Memory: JSON.parse makes much of little text.
const text = '[' + '[{}],'.repeat(500_000) + '0]';
const all = [];
for (;;) all.push(JSON.parse(text));
