// A list whose million strings ICU copies, in small blocks
new Intl.ListFormat('en').format(new Array(1e6).fill('x'.repeat(100)));
