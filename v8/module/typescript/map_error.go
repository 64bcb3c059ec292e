package typescript

import (
	"runtime"
	"strings"
	"sync"
	"weak"

	"github.com/go-sourcemap/sourcemap"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
)

// A sourceMap is parsed when it is first needed: most never are.
type sourceMap struct {
	data     []byte
	once     sync.Once
	consumer *sourcemap.Consumer
}

func (m *sourceMap) parsed() *sourcemap.Consumer {
	m.once.Do(func() {
		m.consumer, _ = sourcemap.Parse("", m.data) // nil leaves positions as they are
		m.data = nil
	})
	return m.consumer
}

// mappedSet has the exceptions whose positions are right already.
type mappedSet map[weak.Pointer[v8.Exception]]struct{}

// MapError changes the positions in every [v8.Exception] of the error, its stack
// traces and its causes, from those of the JavaScript that was compiled to those
// of the text that this loader has loaded, and returns the error. To do so again
// changes nothing. A [module.Registry] does it for its own errors.
func (l *Loader) MapError(err error) error {
	l.walk(err, 0)
	if m, ok := l.inner.(module.ErrorMapper); ok {
		return m.MapError(err)
	}
	return err
}

// deepest bounds the walk through errors that wrap each other.
const deepest = 100

func (l *Loader) walk(err error, depth int) {
	if err == nil || depth > deepest {
		return
	}
	if e, ok := err.(*v8.Exception); ok && l.isNew(e) {
		l.mapException(e)
	}
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		l.walk(err.Unwrap(), depth+1)
	case interface{ Unwrap() []error }:
		for _, inner := range err.Unwrap() {
			l.walk(inner, depth+1)
		}
	}
}

// isNew reports whether the exception was not mapped before.
func (l *Loader) isNew(e *v8.Exception) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.mapped == nil {
		l.mapped = mappedSet{}
	}
	key := weak.Make(e)
	if _, known := l.mapped[key]; known {
		return false
	}
	l.mapped[key] = struct{}{}
	runtime.AddCleanup(e, func(key weak.Pointer[v8.Exception]) {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.mapped, key)
	}, key)
	return true
}

func (l *Loader) mapException(e *v8.Exception) {
	if line, column, text, ok := l.position(e.ResourceName, e.Line, e.Column); ok {
		e.Line, e.Column, e.SourceLine = line, column, text
	}
	for n := range e.StackTrace {
		frame := &e.StackTrace[n]
		if line, column, _, ok := l.position(frame.ScriptName, frame.Line, frame.Column); ok {
			frame.Line, frame.Column = line, column
		}
	}
}

// position is where in the text, and which line of it, a position of the compiled
// module is.
func (l *Loader) position(url string, line, column int) (toLine, toColumn int, text string, ok bool) {
	l.mu.Lock()
	m := l.modules[url]
	l.mu.Unlock()
	if m == nil || line < 1 || column < 1 {
		return 0, 0, "", false
	}
	consumer := m.parsed()
	if consumer == nil {
		return 0, 0, "", false
	}
	source, _, toLine, toColumn, ok := consumer.Source(line, column-1)
	if !ok {
		return 0, 0, "", false
	}
	content := consumer.SourceContent(source)
	for n := 1; n < toLine; n++ {
		_, content, _ = strings.Cut(content, "\n")
	}
	text, _, _ = strings.Cut(content, "\n")
	return toLine, toColumn + 1, strings.TrimSuffix(text, "\r"), true
}
