package loop

import (
	"context"
	"fmt"
	"iter"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
)

// A step is what next of a JavaScript iterator gives.
type step[T any] struct {
	Done  bool `js:"done"`
	Value T    `js:"value"`
}

// NewAsyncIterator makes a JavaScript async iterator, for await loops, of what seq
// yields. seq runs in goroutines of the loop, from one value to the next that
// JavaScript asks for, and no further. An error that it yields rejects, and ends it.
// Values become what [Loop.NewAsyncFunction] makes of results.
//
// seq is stopped when JavaScript leaves its loop, when the Await ends in whose name
// the first value was asked for, or the loop is closed. A seq that blocks then goes on
// blocking: see [NewAsyncIteratorOfChan] for what waits.
func NewAsyncIterator[T any](l *Loop, s *v8.Scope, seq iter.Seq2[T, error]) (v8.Object, error) {
	if seq == nil {
		panic(misuse.LoopNilFunc)
	}
	var next func() (T, error, bool)
	stop := func() {}
	return newAsyncIterator(l, s, func(ctx context.Context) (value T, ok bool, err error) {
		if next == nil {
			next, stop = iter.Pull2(seq)
		}
		value, err, ok = next()
		return value, ok, err
	}, func() { stop() })
}

// NewAsyncIteratorOfChan is [NewAsyncIterator] of what is received from values, until
// that is closed. Each value is received when JavaScript asks for it.
func NewAsyncIteratorOfChan[T any](l *Loop, s *v8.Scope, values <-chan T) (v8.Object, error) {
	return newAsyncIterator(l, s, func(ctx context.Context) (value T, ok bool, err error) {
		select {
		case value, ok = <-values:
			return value, ok, nil
		case <-ctx.Done():
			return value, false, ctx.Err()
		}
	}, func() {})
}

func newAsyncIterator[T any](l *Loop, s *v8.Scope, next func(context.Context) (T, bool, error), stop func()) (v8.Object, error) {
	l.made()
	turn := make(chan struct{}, 1) // holds an element while somebody has it
	ended := false
	var unhook func() bool // from the ctx, once it has begun
	end := func() {
		if ended {
			return
		}
		ended = true
		if unhook != nil {
			unhook()
		}
		stop()
	}
	functions := []any{
		func(ctx context.Context) (step[T], error) {
			select {
			case turn <- struct{}{}:
			case <-ctx.Done():
				return step[T]{}, ctx.Err()
			}
			defer func() { <-turn }()
			if ended {
				return step[T]{Done: true}, nil
			}
			if unhook == nil {
				unhook = context.AfterFunc(ctx, func() {
					turn <- struct{}{}
					end()
					<-turn
				})
			}
			over := true
			defer func() { // also of a panic
				if over {
					end()
				}
			}()
			value, ok, err := next(ctx)
			over = !ok || err != nil
			return step[T]{!ok, value}, err
		},
		func(ctx context.Context) error {
			select {
			case turn <- struct{}{}:
			case <-ctx.Done():
				return ctx.Err()
			}
			end()
			<-turn
			return nil
		},
	}
	var arguments []v8.Value
	for _, fn := range functions {
		f, err := l.NewAsyncFunction(s, fn, v8.FunctionOptions{})
		if err != nil {
			return v8.Object{}, err
		}
		arguments = append(arguments, f.Value)
	}
	made, err := l.call(s, l.js.iterator, arguments...)
	if err != nil {
		return v8.Object{}, err
	}
	object, _ := made.AsObject()
	return object, nil
}

// Values are what the async iterator yields that fn gives, or an iterator, or
// something that has one, or a promise of it. Each is asked for when the one before
// has been dealt with, and stored as [v8.Value.ExportTo] does. An error is the last.
//
// The iteration is one [Loop.Await], with its rules for ctx and options, from the
// first value to the last; leaving it calls the iterator's method return and waits for
// that, too. Deal with the values outside of any Run.
func Values[T any](ctx context.Context, l *Loop, fn func(*v8.Scope) (v8.Value, error), options ...v8.RunOptions) iter.Seq2[T, error] {
	l.waitOutside(ctx)
	if fn == nil {
		panic(misuse.LoopNilFunc)
	}
	return func(yield func(T, error) bool) {
		l.waitOutside(ctx)
		var got step[T]
		w, err := l.join(ctx, "iterate", nil, options)
		if err != nil {
			yield(got.Value, err)
			return
		}
		defer l.leave(w)
		id := w.id
		defer func() {
			l.mu.Lock()
			l.forgetLocked(anIterator, id)
			l.mu.Unlock()
		}()
		err = w.wait(&firstJob{waiter: w, fn: func(s *v8.Scope) (v8.Value, error) {
			v, err := fn(s)
			if err != nil {
				return v, err
			}
			return l.call(s, l.js.iterate, number(id), v)
		}})
		for err == nil {
			got = step[T]{}
			if err = w.again(&got, l.js.step, id); err != nil || got.Done {
				break
			}
			if !yield(got.Value, nil) {
				if err := w.again(nil, l.js.leave, id); err != nil {
					l.report(fmt.Errorf("loop: leave an iterator: %w", err))
				}
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// again waits for another promise, that of a helper.
func (w *waiter) again(out any, helper *v8.Global[v8.Function], iterator uint64) error {
	l := w.loop
	l.mu.Lock()
	delete(l.waiters, w.id)
	l.lastID++
	w.id = l.lastID // a late reaction to the promise before is of nobody
	l.waiters[w.id] = w
	if w.kept != nil {
		w.kept.Close()
	}
	w.watched, w.told, w.kept = false, false, nil
	l.mu.Unlock()
	w.settled, w.err, w.out = false, nil, out
	return w.wait(&firstJob{waiter: w, fn: func(s *v8.Scope) (v8.Value, error) {
		return l.call(s, helper, number(iterator))
	}})
}
