// Regular expressions: five thousand captures, each match an array of them all.
const r = new RegExp('()'.repeat(5_000) + '.', 'g');
const all = [];
for (;;) all.push([...'x'.repeat(1000).matchAll(r)]);
