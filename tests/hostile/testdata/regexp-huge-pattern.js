// Regular expressions: patterns that expand into huge programs.
let refused = 0;
for (let i = 0; ; i++) {
  try {
    new RegExp('(?:' + '(x|y{1,100}|z*){50}'.repeat(200) + '|' + i + '){20}').exec('xyz'.repeat(100));
  } catch (e) {
    refused++;
  }
}
