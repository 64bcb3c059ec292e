// Thrown: an object with a constructor name of megabytes, and a proxy around it.
const C = Object.defineProperty(class {}, 'name', { value: 'C'.repeat(2 ** 28) });
throw Math.random() < 0.5 ? new C() : new Proxy(new C(), {});
