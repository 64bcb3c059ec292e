// Patches what the arena's own code uses, and wants what is not its own.
const push = Array.prototype.push
Array.prototype.push = function (...intents) {
  for (let creep = 0; creep < 1000; creep++) push.call(this, { creep, do: 'move', to: 'north' }, { creep: -1, do: {}, to: [] })
  return push.apply(this, intents)
}
Object.assign = target => target
Object.prototype.then = undefined
export function loop(game) { game.spawn(); game.creeps.length = 1e6; game.creeps.forEach(c => c?.move?.('north')) }
export const save = () => new Proxy({}, { get() { for (;;); } })
