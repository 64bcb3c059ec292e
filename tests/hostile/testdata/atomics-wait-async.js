// Blocking: Atomics.waitAsync with time-outs that call for more, through the platform's tasks.
const a = new Int32Array(new SharedArrayBuffer(4));
(function again() {
  for (let i = 0; i < 3; i++) Atomics.waitAsync(a, 0, 0, 0.001).value.then(again);
})();
for (let i = 0; i < 1e6; i++) Atomics.notify(a, 0);
