// Engine paths: captureStackTrace on everything, frozen, proxied and in a loop.
const targets = [{}, Object.freeze({}), new Proxy({}, { defineProperty() { throw 1; } }), globalThis, function () {}, [], new Error()];
for (let i = 0; ; i++) {
  try {
    Error.captureStackTrace(targets[i % targets.length], targets[4]);
    targets[i % targets.length].stack;
  } catch (e) {}
}
