// Iterators of Intl.Segmenter, each of which holds 8 KB of ICU's
globalThis.all = [];
const text = 'w '.repeat(2000), segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
for (;;) {
  const segments = segmenter.segment(text);
  all.push(segments, segments[Symbol.iterator]());
}
