// Built-ins: escape and unescape by code that walks a rope.
const s = '\u20ac%'.repeat(300_000);
for (;;) {
  const e = encodeURIComponent(s);
  decodeURIComponent(e).length + escape(s).length + unescape(e).length;
}
