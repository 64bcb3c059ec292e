// Regular expressions: a thousand sets of all emoji sequences.
new RegExp('[\\p{RGI_Emoji}]'.repeat(1000), 'v').test('b');
