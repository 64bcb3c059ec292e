package loop

import "time"

// A timerHeap has the timers that wait, the earliest first. One that is cleared
// stays until its turn comes or half of them are: to take it out of the middle costs
// a walk through memory that nobody has looked at for long.
type timerHeap struct {
	entries []timerEntry
	cleared int
	order   uint64
}

// A timerEntry has what is compared in itself.
type timerEntry struct {
	due   time.Duration // of the loop's time
	order uint64        // who came first, of those that are due together
	timer *timer
}

func (e timerEntry) isBefore(other timerEntry) bool {
	return e.due < other.due || e.due == other.due && e.order < other.order
}

// fewCleared are no reason to look through all.
const fewCleared = 64

func (h *timerHeap) push(t *timer) {
	h.order++
	t.waits = true
	e := timerEntry{t.due, h.order, t}
	h.entries = append(h.entries, e)
	index := len(h.entries) - 1
	for index > 0 {
		parent := (index - 1) / 2
		if !e.isBefore(h.entries[parent]) {
			break
		}
		h.entries[index] = h.entries[parent]
		index = parent
	}
	h.entries[index] = e
}

// first is the earliest, or nil.
func (h *timerHeap) first() *timer {
	for len(h.entries) > 0 {
		t := h.entries[0].timer
		if t.waits {
			return t
		}
		h.cleared--
		h.dropFirst()
	}
	return nil
}

// pop takes the first out.
func (h *timerHeap) pop() {
	h.entries[0].timer.waits = false
	h.dropFirst()
}

func (h *timerHeap) dropFirst() {
	last := len(h.entries) - 1
	h.entries[0] = h.entries[last]
	h.entries[last] = timerEntry{}
	h.entries = h.entries[:last]
	if last > 0 {
		h.down(0)
	}
}

func (h *timerHeap) down(index int) {
	e := h.entries[index]
	for {
		child := 2*index + 1
		if child >= len(h.entries) {
			break
		}
		if child+1 < len(h.entries) && h.entries[child+1].isBefore(h.entries[child]) {
			child++
		}
		if !h.entries[child].isBefore(e) {
			break
		}
		h.entries[index] = h.entries[child]
		index = child
	}
	h.entries[index] = e
}

// clear is told of one that waits no more.
func (h *timerHeap) clear(t *timer) {
	t.waits = false
	h.cleared++
	if h.cleared <= fewCleared || h.cleared <= len(h.entries)/2 {
		return
	}
	waiting := make([]timerEntry, 0, len(h.entries)-h.cleared)
	for _, e := range h.entries {
		if e.timer.waits {
			waiting = append(waiting, e)
		}
	}
	h.entries, h.cleared = waiting, 0
	for index := len(waiting)/2 - 1; index >= 0; index-- {
		h.down(index)
	}
}
