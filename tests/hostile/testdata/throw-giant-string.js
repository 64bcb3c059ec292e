// Thrown: a string of half a billion characters, three bytes each in UTF-8.
throw '\uffff'.repeat(2 ** 29 - 24);
