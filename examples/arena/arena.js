// What a player's program may import: import { towards } from './arena.js'

const steps = { north: [0, -1], south: [0, 1], east: [1, 0], west: [-1, 0] }

/** The map. `cells` has a row after the other, '#' is a wall. */
export const terrain = { width: 0, height: 0, cells: '' }

export const isWall = (x, y) =>
  x < 0 || y < 0 || x >= terrain.width || y >= terrain.height || terrain.cells[y * terrain.width + x] === '#'

export const near = (a, b) => Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1

/** The first step of a shortest way to a cell beside `to`, round walls and `blocked` cells, or undefined. */
export function towards(from, to, blocked = []) {
  const key = (x, y) => y * terrain.width + x
  const seen = new Set(blocked.map(({ x, y }) => key(x, y)))
  seen.add(key(from.x, from.y)).add(key(to.x, to.y))
  let front = [[from.x, from.y, undefined]]
  while (front.length > 0) {
    const next = []
    for (const [x, y, first] of front) {
      if (near({ x, y }, to)) return first
      for (const [name, [dx, dy]] of Object.entries(steps)) {
        const at = key(x + dx, y + dy)
        if (isWall(x + dx, y + dy) || seen.has(at)) continue
        seen.add(at)
        next.push([x + dx, y + dy, first ?? name])
      }
    }
    front = next
  }
}
