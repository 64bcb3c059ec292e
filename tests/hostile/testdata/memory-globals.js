// Memory: properties of the global object, declared and assigned.
for (let i = 0; ; i++) {
  globalThis['g' + i] = { i };
  (0, eval)(`var v${i} = ${i}; function f${i}() {}`);
}
