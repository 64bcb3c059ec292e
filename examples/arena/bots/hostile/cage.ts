// One allocation that V8 can't survive.
export function loop() { 'ab'.repeat(2 ** 27).split('') }
