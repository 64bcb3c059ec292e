// Microtasks: then-ables whose then is a getter that makes more of them.
const make = () => ({ get then() { return (resolve) => { resolve(make()); resolve(make()); }; } });
Promise.all([make(), make()]);
Promise.resolve(new Proxy({}, { get: (t, k) => k === 'then' ? r => r(make()) : undefined }));
