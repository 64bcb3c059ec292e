// Memory: Array.from of a length that nothing has to back.
Array.from({ length: 2 ** 32 - 2 }, (_, i) => ({ i }));
