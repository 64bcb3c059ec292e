// Memory: registrations in a FinalizationRegistry, with tokens, and callbacks that register again.
const registry = new FinalizationRegistry(held => registry.register({}, [held, held]));
for (let i = 0; ; i++) registry.register({}, { i }, {});
