// Memory: names that are looked up and not kept grow the process's table of internalized strings.
const o = {};
for (let i = 0; ; i++) o['name ' + i] === o[i * 1e10];
