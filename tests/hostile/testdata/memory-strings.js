// Memory: flat strings, each of its own text.
const all = [];
for (let i = 0; ; i++) all.push(JSON.stringify('text ' + i + 'x'.repeat(1000)));
