// Garbage: nearly all that the limit allows is in use, and the rest is garbage again and again.
globalThis.buffers = Array.from({ length: 14 }, () => new ArrayBuffer(1 << 20));
globalThis.ring = new Array(100000).fill(null);
for (let i = 0; ; i++) ring[i % ring.length] = new Array(10).fill(i);
