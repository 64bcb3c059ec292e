// Engine paths: ten thousand frames in the error that the host gets, each with a name of 10 MB.
Error.stackTraceLimit = Infinity;
const f = n => { if (n > 0) f(n - 1); else throw new Error('deep'); };
Object.defineProperty(f, 'name', { value: 'n'.repeat(1e7) });
f(5000);
