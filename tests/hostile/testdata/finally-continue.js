// Control: a finally that takes every way out back.
outer: for (;;) {
  for (;;) {
    try {
      throw 1;
    } catch (e) {
      break outer;
    } finally {
      continue outer;
    }
  }
}
