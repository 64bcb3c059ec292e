// Rejections: as many as fit, none handled, with reasons that are traps.
for (let i = 0; i < 50_000; i++) Promise.reject(new Proxy(new Error('x' + i), { get() { throw new Error('trap'); } }));
Promise.reject({ get stack() { for (;;); }, toString() { for (;;); } });
