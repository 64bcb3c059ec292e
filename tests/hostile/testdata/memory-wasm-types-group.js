// Memory: types of WebAssembly, as many as V8 has room for in one recursive group.
const number = n => n < 128 ? [n] : [n & 127 | 128, ...number(n >> 7)];
const count = 900000, bits = 31;
const first = [95, bits]; // a struct that tells this group from others
for (let i = 0, x = globalThis.start ?? 0; i < bits; i++, x >>>= 1) first.push(127 - (x & 1), 0);
const group = new Uint8Array(first.length + 2 * count);
group.set(first);
for (let i = first.length; i < group.length; i += 2) group[i] = 95;
const head = [1, 78, ...number(count + 1)];
const header = [0, 97, 115, 109, 1, 0, 0, 0, 1, ...number(head.length + group.length), ...head];
const bytes = new Uint8Array(header.length + group.length);
bytes.set(header);
bytes.set(group, header.length);
new WebAssembly.Module(bytes);
