// Built-ins: Intl over long texts and huge lists of locales.
const many = new Array(2000).fill('de-DE-u-co-phonebk');
const text = 'word '.repeat(50_000);
for (;;) {
  Intl.getCanonicalLocales(many);
  for (const s of new Intl.Segmenter('th', { granularity: 'word' }).segment(text)) s.segment;
  new Intl.ListFormat('en').format(many);
  new Intl.NumberFormat('en', { minimumFractionDigits: 20 }).format(10n ** 3000n);
}
