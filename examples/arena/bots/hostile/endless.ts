export function loop() { for (;;); }
