// Refusals: WebAssembly memories, asked for again and again; each collects the garbage of a heap that has much in use.
globalThis.live = Array.from({ length: 300000 }, (_, i) => ({ i }));
const resizable = new ArrayBuffer(1, { maxByteLength: 2 ** 30 });
const memory = new WebAssembly.Memory({ initial: 1 });
const all = [];
for (;;) {
  try {
    all.push(new WebAssembly.Memory({ initial: 1000 }));
  } catch {}
}
