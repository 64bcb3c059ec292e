package vm

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// This file is the places of a Pool that are made before a tenant needs one.

// takeAhead is a place for the tenant that is ready, or a new one. The lock is held.
func (p *Pool) takeAhead(t *tenant) *place {
	defer p.fillAhead()
	for len(p.ahead) > 0 {
		at := p.ahead[0]
		p.ahead = p.ahead[1:]
		if at.isolate.isDead() || at.ready.closed.Load() {
			p.close(at)
			continue
		}
		at.tenant = t
		at.isolate.host.tier.adopt(at.isolate.session, t.name)
		return at
	}
	return &place{tenant: t}
}

// fillAhead makes the next place ahead, if one is missing. The lock is held.
func (p *Pool) fillAhead() {
	if p.filling || p.closed || len(p.ahead) >= p.options.Ahead {
		return
	}
	p.filling = true
	p.working.Go(func() {
		at, err := &place{}, errors.New("the func Prepare has ended its goroutine")
		defer func() {
			p.mutex.Lock()
			defer p.mutex.Unlock()
			p.filling = false
			if err == nil && !p.closed {
				p.ahead = append(p.ahead, at)
				p.fillAhead()
				return
			}
			if !p.closed { // who is told may use the pool, and close it
				go p.host.onError(fmt.Errorf("vm: a pool's isolate ahead: %w", err))
			}
			p.close(at) // it is tried again when one is taken, and by sweep
		}()
		err = p.makeAhead(at)
	})
}

// makeAhead makes a place that is nobody's yet. A panic of Prepare has no caller here.
func (p *Pool) makeAhead(at *place) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Value: value, Stack: debug.Stack()}
		}
	}()
	ctx, cancel := context.WithTimeout(p.ctx, prepareTimeout)
	defer cancel()
	at.ready, err = p.contextOf(ctx, at)
	return err
}
