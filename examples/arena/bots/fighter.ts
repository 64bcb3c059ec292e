import { near, towards } from './arena.js'

// Mines with one creep, and sends the others at whoever is in sight.
export function loop(game) {
  game.spawn()
  const [miner, ...soldiers] = game.creeps
  const standing = [game.base, ...game.bases, ...game.sources, ...game.creeps, ...game.others]
  const go = (creep, goal) => {
    const step = towards(creep, goal, standing.filter(cell => cell !== goal && cell !== creep))
    if (step) creep.move(step)
  }
  const source = game.sources[0]
  if (miner && source) {
    const goal = miner.energy >= 50 ? game.base : source
    if (!near(miner, goal)) go(miner, goal)
    else if (goal === source) miner.harvest(source)
    else miner.deliver()
  }
  for (const soldier of soldiers) {
    const enemy = game.others.find(other => near(soldier, other)) ?? game.others[0]
    if (!enemy) continue
    if (near(soldier, enemy)) soldier.attack(enemy)
    else go(soldier, enemy)
  }
}
