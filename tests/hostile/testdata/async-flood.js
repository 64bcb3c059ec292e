// Microtasks: async functions and async generators that call each other.
const f = async () => { await f2(); return f(); };
const f2 = async () => { for await (const x of g()) if (x > 1000) return x; };
async function* g() { for (let i = 0; ; i++) yield i; }
for (let i = 0; i < 100; i++) f();
