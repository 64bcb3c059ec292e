// Built-ins: replaceAll on a text of megabytes, with a text and with a function.
const s = 'ab'.repeat(1 << 20);
for (;;) {
  s.replaceAll('a', 'b');
  s.replaceAll('b', () => 'c');
  s.replace(/a/g, '$&$`'.slice(0, 2));
}
