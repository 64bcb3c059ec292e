// Memory: Intl objects, which are ICU's: their memory is malloc's and not the heap's.
const all = [];
const locales = ['de', 'en-US', 'ar-EG-u-nu-arab', 'zh-Hans-CN', 'ja-JP-u-ca-japanese', 'hi-IN'];
for (let i = 0; ; i++) {
  const l = locales[i % locales.length];
  all.push(new Intl.DateTimeFormat(l, { dateStyle: 'full', timeStyle: 'full' }),
    new Intl.NumberFormat(l, { style: 'currency', currency: 'EUR' }),
    new Intl.Collator(l), new Intl.Segmenter(l), new Intl.PluralRules(l));
}
