// Generators: delegation without end, with a finally that yields.
function* forever() {
  for (;;) {
    try {
      yield* [1, 2, 3];
      yield* forever.call();
    } finally {
      yield 1;
    }
  }
}
for (const x of forever()) if (x === 4) break;
