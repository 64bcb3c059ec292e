// Control: labelled loops, hot enough for every compiler.
a: for (let i = 0; ; i++) {
  b: for (let k = 0; ; k++) {
    c: do {
      if (k > 100) continue a;
      if (k % 3) continue b;
      break c;
    } while (i);
  }
}
