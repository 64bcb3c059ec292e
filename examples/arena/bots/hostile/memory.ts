const kept = []
export function loop() { for (;;) kept.push(new Uint8Array(1 << 20).fill(1), 'x'.repeat(1e5).split('')) }
