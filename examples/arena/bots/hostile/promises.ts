export async function loop() {
  const again = () => Promise.resolve().then(again)
  await Promise.all(Array.from({ length: 1000 }, again))
}
