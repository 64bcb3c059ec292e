setInterval?.(() => console.log('x'.repeat(1e6)), 0)
export function loop() { for (;;) console.log('x'.repeat(1e6)) }
export const save = () => 'x'.repeat(1e7)
