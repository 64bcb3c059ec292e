// Package world is the game: a map with walls and sources of energy, on which each
// player has a base and creeps. It knows nothing of JavaScript.
//
// A creep does one thing in a tick: it goes to one of the four cells beside it,
// harvests a source, delivers what it carries to its base, or attacks. Delivered
// energy is the player's score, and what new creeps are made of.
package world

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// The rules, in energy, hits, cells and ticks.
const (
	Capacity    = 50  // that a creep carries
	Harvest     = 10  // in one tick
	SourceFull  = 300 // that a source has at most
	SourceGrows = 3   // in a tick
	CreepCost   = 100
	CreepHits   = 100
	AttackHits  = 20
	MaxCreeps   = 8 // of a player
	StartEnergy = 2 * CreepCost
	BaseGrows   = 1 // in a tick, so that nobody is out of the game
	Sight       = 7 // how far a creep or base sees, in each direction
	spacing     = 9 // cells of each side, for each player
	wallPercent = 10
)

// A Position is a cell. 0, 0 is the upper left one.
type Position struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// Near reports whether two cells touch, corners included.
func (p Position) Near(q Position) bool { return p.within(q, 1) }

func (p Position) within(q Position, distance int) bool {
	return max(p.X-q.X, q.X-p.X) <= distance && max(p.Y-q.Y, q.Y-p.Y) <= distance
}

// A Creep is a piece of a player's.
type Creep struct {
	ID     int    `json:"id"`
	Player string `json:"player"`
	Position
	Hits   int `json:"hits"`
	Energy int `json:"energy"` // that it carries
}

// A Base is where a player's creeps come from, and bring energy to.
type Base struct {
	Player string `json:"player"`
	Position
	Energy int `json:"energy"`
	Score  int `json:"score"` // energy delivered so far
}

// A Source is where energy grows.
type Source struct {
	ID int `json:"id"`
	Position
	Energy int `json:"energy"`
}

// A World is a game at one tick. Its fields are what a saved game has.
type World struct {
	Tick    int       `json:"tick"`
	Width   int       `json:"width"`
	Height  int       `json:"height"`
	Terrain string    `json:"terrain"` // row by row: '#' is a wall
	Bases   []*Base   `json:"bases"`   // in the order in which players came
	Creeps  []*Creep  `json:"creeps"`
	Sources []*Source `json:"sources"`
	LastID  int       `json:"lastId"`

	occupied map[Position]bool
}

// New makes a map with room for so many players, the same for the same seed.
func New(players int, seed uint64) *World {
	side := 1
	for side*side < players {
		side++
	}
	w := &World{Width: side * spacing, Height: side * spacing}
	random := rand.New(rand.NewPCG(seed, 0))
	terrain := []byte{}
	for range w.Width * w.Height {
		cell := byte('.')
		if random.IntN(100) < wallPercent {
			cell = '#'
		}
		terrain = append(terrain, cell)
	}
	for y := range side {
		for x := range side {
			center := Position{x*spacing + spacing/2, y*spacing + spacing/2}
			// Round about a place for a base, and between places, one can walk.
			for dy := -spacing / 2; dy <= spacing/2; dy++ {
				for dx := -spacing / 2; dx <= spacing/2; dx++ {
					if dx == 0 || dy == 0 || max(dx, -dx, dy, -dy) == 1 {
						terrain[(center.Y+dy)*w.Width+center.X+dx] = '.'
					}
				}
			}
			w.LastID++
			far := Position{center.X + spacing/2 - 1, center.Y + spacing/2 - 1}
			terrain[far.Y*w.Width+far.X] = '.'
			terrain[(far.Y-1)*w.Width+far.X] = '.'
			for cell := center.X + 1; cell <= far.X; cell++ {
				terrain[(far.Y-1)*w.Width+cell] = '.'
			}
			for cell := center.Y + 1; cell < far.Y; cell++ {
				terrain[cell*w.Width+center.X+1] = '.'
			}
			w.Sources = append(w.Sources, &Source{ID: w.LastID, Position: far, Energy: SourceFull})
		}
	}
	w.Terrain = string(terrain)
	return w
}

// IsFree reports whether something can be at p: it is on the map, no wall, and
// nothing else is there.
func (w *World) IsFree(p Position) bool {
	if p.X < 0 || p.Y < 0 || p.X >= w.Width || p.Y >= w.Height || w.Terrain[p.Y*w.Width+p.X] == '#' {
		return false
	}
	if w.occupied == nil {
		w.occupied = map[Position]bool{}
		for _, b := range w.Bases {
			w.occupied[b.Position] = true
		}
		for _, s := range w.Sources {
			w.occupied[s.Position] = true
		}
		for _, c := range w.Creeps {
			w.occupied[c.Position] = true
		}
	}
	return !w.occupied[p]
}

// Join gives a player a base. It does nothing for one who has one; the error is that
// the map is full.
func (w *World) Join(player string) error {
	if w.base(player) != nil {
		return nil
	}
	side := w.Width / spacing
	for place := range side * side {
		center := Position{place%side*spacing + spacing/2, place/side*spacing + spacing/2}
		if slices.ContainsFunc(w.Bases, func(b *Base) bool { return b.Position == center }) {
			continue
		}
		for _, c := range w.Creeps { // one that stands there makes way
			if c.Position == center {
				c.Hits = 0
			}
		}
		w.bury()
		w.Bases = append(w.Bases, &Base{Player: player, Position: center, Energy: StartEnergy})
		w.occupied = nil
		return nil
	}
	return fmt.Errorf("the map is full: it has room for %d players", side*side)
}

func (w *World) base(player string) *Base {
	for _, b := range w.Bases {
		if b.Player == player {
			return b
		}
	}
	return nil
}

// bury takes away the creeps that have no hits left.
func (w *World) bury() {
	w.Creeps = slices.DeleteFunc(w.Creeps, func(c *Creep) bool { return c.Hits <= 0 })
	w.occupied = nil
}

// Ranking is the bases, the highest score first.
func (w *World) Ranking() []*Base {
	ranking := slices.Clone(w.Bases)
	slices.SortStableFunc(ranking, func(a, b *Base) int { return cmp.Compare(b.Score, a.Score) })
	return ranking
}
