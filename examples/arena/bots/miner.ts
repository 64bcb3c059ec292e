import { near, towards } from './arena.js'

interface Cell { x: number; y: number }
interface Source extends Cell { id: number; energy: number }
interface Creep extends Cell {
  id: number; energy: number; hits: number
  move(to: string): void; harvest(source: Source): void; deliver(): void; attack(creep: Creep): void
}
interface Game {
  tick: number; base: Cell & { energy: number }; creeps: Creep[]; others: Creep[]; bases: Cell[]; sources: Source[]
  cpu: { limit: number; bucket: number }
  spawn(): void
}

// Globals live for as long as the program does, and what save gives outlives it.
let trips = 0
const full = new Set<number>()

export function load(saved: { trips: number; full: Set<number> }) {
  trips = saved.trips
  for (const id of saved.full) full.add(id)
}

export const save = () => ({ trips, full })

export function loop(game: Game) {
  if (game.base.energy >= 100 && game.creeps.length < 4) game.spawn()
  const standing: Cell[] = [game.base, ...game.bases, ...game.sources, ...game.creeps, ...game.others]
  for (const creep of game.creeps) {
    if (creep.energy >= 50) full.add(creep.id)
    if (creep.energy === 0) full.delete(creep.id)
    const source = game.sources[creep.id % game.sources.length]
    const goal = full.has(creep.id) || !source ? game.base : source
    if (!near(creep, goal)) {
      const step = towards(creep, goal, standing.filter(cell => cell !== goal && cell !== creep))
      if (step) creep.move(step)
    } else if (goal === game.base) {
      if (creep.energy > 0) trips++
      creep.deliver()
    } else {
      creep.harvest(source)
    }
  }
  if (game.tick % 100 === 0) console.log(`${trips} trips so far`)
}
