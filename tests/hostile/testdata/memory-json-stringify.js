// Memory: JSON.stringify of an object that holds the same one a hundred times, seven deep.
let o = { text: 'x'.repeat(100) };
for (let i = 0; i < 7; i++) o = new Array(100).fill(o);
JSON.stringify(o).length;
