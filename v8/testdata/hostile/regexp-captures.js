// Regular expressions: thirty thousand captures, each match an array of them all.
const r = new RegExp('()'.repeat(30_000) + '.', 'g');
const all = [];
for (;;) all.push([...'x'.repeat(1000).matchAll(r)]);
