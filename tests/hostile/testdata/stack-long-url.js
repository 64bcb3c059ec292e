// Engine paths: frames whose script has a name of 1 MB, by sourceURL.
Error.stackTraceLimit = Infinity;
const f = eval('(function f(n) { if (n > 0) f(n - 1); else throw new Error("deep"); })\n//# sourceURL=' + 'u'.repeat(1e6));
f(5000);
