package web

import (
	"context"
	"sync"

	"github.com/nodeisolates/isolates/v8"
)

// servings are those of a context, by their numbers.
type servings struct {
	mu   sync.Mutex
	last uint64
	of   map[uint64]*Serving
}

func (m *servings) add(s *Serving) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil {
		m.of = map[uint64]*Serving{}
	}
	m.last++
	m.of[m.last] = s
	return m.last
}

func (m *servings) remove(id uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.of, id)
}

func (m *servings) get(id uint64) (*Serving, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.of[id]; s != nil {
		return s, nil
	}
	return nil, v8.TypeError.Errorf("serve: %w", errNoServing)
}

// What follows are the functions of the host that a Handler's JavaScript calls.

func (m *servings) read(ctx context.Context, id uint64) ([]byte, error) {
	s, err := m.get(id)
	if err != nil {
		return nil, err
	}
	return s.ReadBody(ctx)
}

func (m *servings) respond(id uint64, answer Answer) error {
	s, err := m.get(id)
	if err != nil {
		return err
	}
	return s.Respond(answer)
}

func (m *servings) write(ctx context.Context, id uint64, data []byte) error {
	s, err := m.get(id)
	if err != nil {
		return err
	}
	return s.WriteBody(ctx, data)
}

func (m *servings) end(ctx context.Context, id uint64, reason *string) error {
	s, err := m.get(id)
	if err != nil {
		return err
	}
	return s.EndBody(ctx, reason)
}
