// Tasks: FinalizationRegistry callbacks that loop, and make more garbage to call them for.
const registry = new FinalizationRegistry(() => { for (;;) registry.register({}, 1); });
for (let i = 0; i < 1e5; i++) registry.register(new Array(100), i);
