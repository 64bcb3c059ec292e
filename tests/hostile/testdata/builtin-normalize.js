// Built-ins: normalize, localeCompare and case mapping of long texts, in ICU.
const s = 'a\u0301\u0130\ufb01'.repeat(200_000);
for (;;) {
  s.normalize('NFD').localeCompare(s.normalize('NFKC'));
  s.toLocaleUpperCase('tr').toLocaleLowerCase('lt');
}
