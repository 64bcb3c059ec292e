// Recursion: to the end of the stack, caught and begun again at every level.
(function f() {
  try {
    f();
  } catch (e) {
    f();
  }
})();
