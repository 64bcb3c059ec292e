package clone

import "reflect"

// identities knows what has been written, by where in memory it is, so that it
// is written once. A table of its own costs a fifth of a Go map.
type identities struct {
	slots   []identity // a power of two
	count   int
	current uint32
}

type identity struct {
	pointer uintptr
	length  int          // of a slice
	typ     reflect.Type // one address can be of a struct and of its first field
	id      uint32
	used    uint32 // what current was when it was added
}

// add gives the id of what was added before; if it was not, it adds it with id.
func (t *identities) add(pointer uintptr, length int, typ reflect.Type, id uint32) (seen uint32, ok bool) {
	if 4*t.count >= 3*len(t.slots) {
		t.grow()
	}
	s := t.find(pointer, length, typ)
	if s.used == t.current {
		return s.id, true
	}
	*s = identity{pointer, length, typ, id, t.current}
	t.count++
	return 0, false
}

func (t *identities) find(pointer uintptr, length int, typ reflect.Type) *identity {
	mask := uint64(len(t.slots) - 1)
	hash := (uint64(pointer) ^ uint64(length)<<48) * 0x9e3779b97f4a7c15
	for n := hash >> 32 & mask; ; n = (n + 1) & mask {
		s := &t.slots[n]
		if s.used != t.current || s.pointer == pointer && s.length == length && s.typ == typ {
			return s
		}
	}
}

func (t *identities) grow() {
	old := t.slots
	t.slots = make([]identity, max(16, 2*len(old)))
	current := t.current
	t.current = 1
	for _, s := range old {
		if s.used == current {
			s.used = 1
			*t.find(s.pointer, s.length, s.typ) = s
		}
	}
}

// reset forgets all, and keeps the memory unless it is much.
func (t *identities) reset() {
	t.count = 0
	if t.current++; t.current == 0 || len(t.slots) > 1<<16 {
		t.slots, t.current = nil, 1
	}
}

// lookup gives the id of what was added before.
func (t *identities) lookup(pointer uintptr, length int, typ reflect.Type) (id uint32, ok bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	s := t.find(pointer, length, typ)
	return s.id, s.used == t.current
}
