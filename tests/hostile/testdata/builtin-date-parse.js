// Built-ins: Date and toLocaleString, the slowest of Intl's, in a loop.
for (let i = 0; ; i++) {
  new Date(i * 1e9).toLocaleString('fa-IR-u-ca-islamic', { timeZone: 'Asia/Kathmandu', dateStyle: 'full' });
  (i * 1.1).toLocaleString('ar-EG');
  Date.parse('x'.repeat(10_000));
}
