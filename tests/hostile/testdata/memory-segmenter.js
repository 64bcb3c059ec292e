// Memory: segmenting a long text; each iterator keeps a copy of it in ICU's form.
const text = 'the quick brown fox '.repeat(200_000);
const all = [];
for (;;) {
  const it = new Intl.Segmenter('en', { granularity: 'word' }).segment(text)[Symbol.iterator]();
  it.next();
  all.push(it);
}
