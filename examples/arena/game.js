// Runs in a player's sandbox, between the arena and the player's program.
import { terrain } from './arena.js'
import * as player from './player.ts'

let intents

class Creep {
  constructor(seen) { Object.assign(this, seen) }
  move(to) { intents.push({ creep: this.id, do: 'move', to }) }
  harvest(source) { intents.push({ creep: this.id, do: 'harvest', target: source.id }) }
  deliver() { intents.push({ creep: this.id, do: 'deliver' }) }
  attack(creep) { intents.push({ creep: this.id, do: 'attack', target: creep.id }) }
}

export async function start(map, saved) {
  Object.assign(terrain, map)
  if (saved !== undefined) await player.load?.(saved)
}

export async function tick(view, cpu) {
  intents = []
  const game = {
    ...view,
    cpu,
    creeps: view.creeps.map(creep => new Creep(creep)),
    spawn() { intents.push({ creep: 0, do: 'spawn' }) },
  }
  await player.loop(game)
  return intents
}

export async function save() {
  return await player.save?.()
}
