// Memory: async functions and async generators that wait for ever.
const never = new Promise(() => {});
const all = [];
async function wait(n) { const local = new Array(50).fill(n); await never; return local; }
async function* wait2() { for (;;) yield await never; }
for (let i = 0; ; i++) all.push(wait(i), wait2().next());
