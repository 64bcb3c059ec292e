package codecache

import (
	"container/list"
	"sync"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// Memory is a v8.CodeCache in memory. When it is full, what was not asked for the
// longest goes. Any goroutine may call its methods.
type Memory struct {
	limit int

	mu      sync.Mutex
	used    int
	entries map[[32]byte]*list.Element
	order   list.List // of *entry, the one asked for last first
}

type entry struct {
	key  [32]byte
	data []byte
}

// bytes is what it takes, with what refers to it.
func (e *entry) bytes() int { return len(e.data) + 256 }

// NewMemory makes one that takes that many bytes at most, which is more than 0.
func NewMemory(maxBytes int) *Memory {
	if maxBytes <= 0 {
		panic(misuse.CodeCacheLimit)
	}
	return &Memory{limit: maxBytes, entries: map[[32]byte]*list.Element{}}
}

// Load is what was stored under the key, or nil.
func (m *Memory) Load(key [32]byte) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	element := m.entries[key]
	if element == nil {
		return nil
	}
	m.order.MoveToFront(element)
	return element.Value.(*entry).data
}

// Store keeps data, which are not changed from then on, in place of what was under
// the key. What is larger than the whole cache is not kept.
func (m *Memory) Store(key [32]byte, data []byte) {
	e := &entry{key, data}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(m.entries[key])
	if e.bytes() > m.limit {
		return
	}
	for m.used+e.bytes() > m.limit {
		m.remove(m.order.Back())
	}
	m.used += e.bytes()
	m.entries[key] = m.order.PushFront(e)
}

func (m *Memory) remove(element *list.Element) {
	if element == nil {
		return
	}
	e := m.order.Remove(element).(*entry)
	m.used -= e.bytes()
	delete(m.entries, e.key)
}

// Reject forgets what is under the key.
func (m *Memory) Reject(key [32]byte, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(m.entries[key])
}

// Len is how many texts there is code of.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.entries)
}
