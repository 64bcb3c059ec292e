package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
)

// A Scope is the way into JavaScript: it stands for the entered isolate and
// context, and owns the values that are made through it. It is valid only
// inside the function that it was passed to, on that goroutine; a use
// elsewhere panics. Values die with the Scope that was innermost when they
// were made.
//
// V8: [v8::HandleScope].
//
// [v8::HandleScope]: https://v8.github.io/api/head/classv8_1_1HandleScope.html
type Scope struct {
	level      *level
	generation uint64
}

// scopesAhead is how many Scopes of Runs are made at a time. None is used twice:
// one that is kept has to be known for what it is.
const scopesAhead = 32

// newScope makes the Scope of a Run.
func (i *Isolate) newScope(l *level) *Scope {
	if len(i.scopes) == 0 {
		i.scopes = make([]Scope, scopesAhead)
	}
	s := &i.scopes[0]
	i.scopes = i.scopes[1:]
	s.level, s.generation = l, l.generation
	return s
}

// check is the prologue of every method of Scope.
func (s *Scope) check() *Isolate {
	if s == nil || s.level == nil {
		panic(misuse.NilScope)
	}
	if s.level.generation != s.generation {
		panic(misuse.ScopeEnded)
	}
	return s.level.isolate
}

// Isolate is the isolate that was entered.
func (s *Scope) Isolate() *Isolate { return s.check() }

// Context is the context that was entered: inside a callback, the function's
// own, which a call from another context does not change.
//
// V8: [v8::Isolate::GetCurrentContext].
//
// [v8::Isolate::GetCurrentContext]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (s *Scope) Context() *Context {
	i := s.check()
	if s.level.context == nil {
		s.level.context = i.contextOf(s.level)
	}
	return s.level.context
}

// Ctx is the context.Context that Run was called with.
func (s *Scope) Ctx() context.Context {
	s.check()
	lazyctx.Lend(s.level.ctx)
	return s.level.ctx
}

// Nested calls fn with a Scope of its own, whose values die when fn returns.
// It keeps a loop over many values from holding all of them until Run ends.
// The error is fn's.
//
// V8: [v8::HandleScope].
//
// [v8::HandleScope]: https://v8.github.io/api/head/classv8_1_1HandleScope.html
func (s *Scope) Nested(fn func(*Scope) error) error {
	i := s.check()
	if fn == nil {
		panic(misuse.NilCallback)
	}
	l, err := i.openScope(s)
	if err != nil {
		return err
	}
	defer i.closeScope(l, l.generation)
	return fn(&Scope{l, l.generation})
}

// Escape is [Scope.Nested] for one result: it calls fn with a Scope of its own,
// and moves the value that fn returns into s, so that it alone lives on. The
// error is fn's, or that of a dead isolate.
//
// V8: [v8::EscapableHandleScope].
//
// [v8::EscapableHandleScope]: https://v8.github.io/api/head/classv8_1_1EscapableHandleScope.html
func Escape[T Handle](s *Scope, fn func(*Scope) (T, error)) (result T, err error) {
	i := s.check()
	if fn == nil {
		panic(misuse.NilCallback)
	}
	l, err := i.openScope(s)
	if err != nil {
		return result, err
	}
	defer i.closeScope(l, l.generation) // unless it is closed below
	within := &Scope{l, l.generation}
	v, err := fn(within)
	if err != nil {
		return result, err
	}
	within.check() // a Scope around it may have ended first, where coroutines take turns
	h := v.isHandle()
	if h.level == nil {
		return v, nil
	}
	if h.check() != i {
		panic(misuse.Isolate)
	}
	depth := l.native
	i.unwind(l)
	i.pop()
	r := C.shim_handle_scope_close_and_escape(i.shim, depth, h.ref(), C.uint32_t(h.kind()))
	escaped, err := i.result(r, "escape", "")
	if err != nil {
		return result, err
	}
	return withHandle(v, escaped.handle), nil
}

func (i *Isolate) openScope(s *Scope) (*level, error) {
	if status := C.shim_handle_scope_open(i.shim); status != C.SHIM_STATUS_OK {
		return nil, i.fail("open scope", "", C.uint32_t(status))
	}
	i.release()
	l := i.pushNative(s.level.ctx, s.level.context)
	l.entered = s.level.entered
	return l, nil
}

// closeScope closes what openScope opened, unless it was closed with the level
// around it.
func (i *Isolate) closeScope(l *level, generation uint64) {
	if l.generation != generation {
		return
	}
	depth := l.native
	i.unwind(l)
	i.pop()
	C.shim_handle_scope_close(i.shim, depth)
}
