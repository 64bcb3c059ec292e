package world

import "slices"

// An Intent is what a player wants a creep, or the base, to do in this tick.
type Intent struct {
	Creep  int    `json:"creep"`  // its ID; 0 is the base
	Do     string `json:"do"`     // "move", "harvest", "deliver", "attack" or "spawn"
	To     string `json:"to"`     // of move: "north", "south", "east" or "west"
	Target int    `json:"target"` // of harvest: a source; of attack: a creep
}

var directions = map[string]Position{"north": {0, -1}, "south": {0, 1}, "east": {1, 0}, "west": {-1, 0}}

// Step is one tick: it does what the players want, as far as the rules allow it, and
// passes over the rest. Who comes first changes with each tick.
func (w *World) Step(intents map[string][]Intent) {
	w.Tick++
	creeps := map[int]*Creep{}
	for _, c := range w.Creeps {
		creeps[c.ID] = c
	}
	busy := map[int]bool{} // creeps that have done something
	for turn := range w.Bases {
		b := w.Bases[(turn+w.Tick)%len(w.Bases)]
		spawned := false
		for _, intent := range intents[b.Player] {
			c := creeps[intent.Creep]
			switch {
			case intent.Creep == 0 && intent.Do == "spawn":
				spawned = spawned || w.spawn(b)
			case c == nil || c.Player != b.Player || c.Hits <= 0 || busy[c.ID]:
			default:
				busy[c.ID] = w.do(b, c, creeps[intent.Target], intent)
			}
		}
		b.Energy += BaseGrows
	}
	w.bury()
	for _, s := range w.Sources {
		s.Energy = min(s.Energy+SourceGrows, SourceFull)
	}
}

// do does what a creep is to do, and reports whether it could.
func (w *World) do(b *Base, c, target *Creep, intent Intent) bool {
	switch intent.Do {
	case "move":
		step, ok := directions[intent.To]
		to := Position{c.X + step.X, c.Y + step.Y}
		if !ok || !w.IsFree(to) {
			return false
		}
		delete(w.occupied, c.Position)
		c.Position = to
		w.occupied[to] = true
	case "harvest":
		index := slices.IndexFunc(w.Sources, func(s *Source) bool { return s.ID == intent.Target })
		if index < 0 || !c.Near(w.Sources[index].Position) {
			return false
		}
		taken := min(Harvest, Capacity-c.Energy, w.Sources[index].Energy)
		w.Sources[index].Energy -= taken
		c.Energy += taken
	case "deliver":
		if !c.Near(b.Position) {
			return false
		}
		b.Energy += c.Energy
		b.Score += c.Energy
		c.Energy = 0
	case "attack":
		if target == nil || target.Player == c.Player || !c.Near(target.Position) {
			return false
		}
		target.Hits -= AttackHits
	default:
		return false
	}
	return true
}

// spawn makes a creep beside the base, if there is energy and room.
func (w *World) spawn(b *Base) bool {
	if b.Energy < CreepCost || w.count(b.Player) >= MaxCreeps {
		return false
	}
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			at := Position{b.X + dx, b.Y + dy}
			if !w.IsFree(at) {
				continue
			}
			b.Energy -= CreepCost
			w.LastID++
			w.Creeps = append(w.Creeps, &Creep{ID: w.LastID, Player: b.Player, Position: at, Hits: CreepHits})
			w.occupied[at] = true
			return true
		}
	}
	return false
}

func (w *World) count(player string) (n int) {
	for _, c := range w.Creeps {
		if c.Player == player {
			n++
		}
	}
	return n
}

// A View is what a player's program gets to see: its own, and what is near to it.
type View struct {
	Tick    int      `json:"tick"`
	Player  string   `json:"player"`
	Base    Base     `json:"base"`
	Creeps  []Creep  `json:"creeps"`
	Others  []Creep  `json:"others"`
	Bases   []Base   `json:"bases"` // of others
	Sources []Source `json:"sources"`
}

// View is what a player sees. There is none for who has no base.
func (w *World) View(player string) (View, bool) {
	b := w.base(player)
	if b == nil {
		return View{}, false
	}
	v := View{Tick: w.Tick, Player: player, Base: *b, Creeps: []Creep{}, Others: []Creep{}, Bases: []Base{}, Sources: []Source{}}
	eyes := []Position{b.Position}
	for _, c := range w.Creeps {
		if c.Player == player {
			v.Creeps = append(v.Creeps, *c)
			eyes = append(eyes, c.Position)
		}
	}
	sees := func(p Position) bool {
		return slices.ContainsFunc(eyes, func(eye Position) bool { return eye.within(p, Sight) })
	}
	for _, c := range w.Creeps {
		if c.Player != player && sees(c.Position) {
			v.Others = append(v.Others, *c)
		}
	}
	for _, other := range w.Bases {
		if other != b && sees(other.Position) {
			seen := *other
			seen.Energy = 0 // is the other's secret
			v.Bases = append(v.Bases, seen)
		}
	}
	for _, s := range w.Sources {
		if sees(s.Position) {
			v.Sources = append(v.Sources, *s)
		}
	}
	return v, true
}
