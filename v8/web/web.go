package web

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/kept"
	"github.com/nodeisolates/isolates/v8/loop"
)

//go:generate go run ./internal/generate

// Options say what to install. The zero value has these defaults.
type Options struct {
	// Parts are what is installed; zero is AllParts, or those that the context's snapshot
	// has. AllParts &^ Base64 is all but one.
	Parts Part

	// UserAgent is navigator.userAgent; empty is "isolates".
	UserAgent string

	// TimeResolution is how coarse performance.now is and the time stamps of events are.
	// Coarse clocks make it harder for a script to measure what others leave in the
	// processor's caches, as Spectre does; Date and timers are V8's and the loop's. Zero
	// is as fine as the system's clock.
	TimeResolution time.Duration

	// BaseURL is what URLs of Request and Response.redirect may be relative to. Empty is
	// nothing: they must be absolute.
	BaseURL string

	// Fetch gives scripts the network. Without it, fetch takes data: URLs and rejects any
	// other.
	Fetch *FetchOptions
}

//go:embed web.js
var source string

// A host is what the operations of one context know.
type host struct {
	loop    *loop.Loop
	options Options
	began   time.Time // of performance.timeOrigin

	computations chan struct{} // that run

	fetch     *FetchOptions // or nil
	exchanges exchanges
	servings  servings
	codecs    codecs
}

// installedKey is that of a context's embedder data where Install has been.
type installedKey struct{}

// Install gives the global object of the loop's context the parts of the web platform
// that options name. It waits while another goroutine runs in the isolate. A context
// has them once; a second Install panics.
//
// Install them before untrusted scripts run in the context: what is installed uses the
// built-in objects as it finds them.
//
// In a context that is made of a snapshot in which it was installed, scripts of the
// snapshot may have used it, and classes that they have used are there: Install takes some
// microseconds then, and gives it the other options. Parts are the snapshot's; others
// are an error. Until Install is called, what needs Go throws.
func Install(l *loop.Loop, options Options) error {
	if l == nil {
		panic(misuse.WebNilLoop)
	}
	if options.Parts&^AllParts != 0 {
		panic(misuse.WebPart)
	}
	c := l.Context()
	if c.EmbedderData(installedKey{}) != nil {
		panic(misuse.WebTwice)
	}
	h := &host{loop: l, options: options, began: time.Now(), computations: make(chan struct{}, mostComputations)}
	if options.Fetch != nil {
		var closeIdle func()
		if h.fetch, closeIdle = options.Fetch.withDefaults(); closeIdle != nil {
			c.AfterClose(closeIdle)
		}
	}
	if err := c.Run(context.Background(), h.install); err != nil {
		return fmt.Errorf("web: install: %w", err)
	}
	c.SetEmbedderData(installedKey{}, h)
	return nil
}

// install begins what the context has of this package.
func (h *host) install(s *v8.Scope) error {
	object, found, err := kept.Object(s, "isolates/web", func() (v8.Object, error) { return h.setUp(s) })
	if err != nil {
		return err
	}
	if found {
		v, err := object.Get("parts")
		if err != nil {
			return err
		}
		parts, _ := v.AsNumber()
		if h.options.Parts != 0 && h.options.Parts != Part(parts) {
			return errOtherParts
		}
	}
	begin, err := kept.Function(object, "begin")
	if err != nil {
		return err
	}
	v, err := begin.Call(v8.Undefined(), v8.NewBoolean(!bridge.IsSnapshotCreator(h.loop.Context())))
	if err != nil {
		return err
	}
	// What a snapshot has kept of numbers is of nothing that is there now.
	before, _ := v.AsNumber()
	first := uint64(before) << 32
	h.exchanges.last, h.servings.last, h.codecs.last = first, first, first
	return nil
}

var errOtherParts = errors.New("the context is made of a snapshot that has other Options.Parts")

// setUp runs the script of this package, and gives what the context keeps of it.
func (h *host) setUp(s *v8.Scope) (o v8.Object, err error) {
	script, err := s.Compile(source, v8.ScriptOrigin{Name: "v8/web"})
	if err != nil {
		return o, err
	}
	v, err := script.Run()
	if err != nil {
		return o, err
	}
	function, _ := v.AsFunction()
	if v, err = function.Call(v8.Undefined()); err != nil {
		return o, err
	}
	setUp, _ := v.AsFunction()
	operation, err := s.NewFunction(resolveOperation, v8.FunctionOptions{})
	if err != nil {
		return o, err
	}
	parts := cmp.Or(h.options.Parts, AllParts)
	names, err := s.ToValue(parts.names())
	if err != nil {
		return o, err
	}
	if v, err = setUp.Call(v8.Undefined(), operation.Value, names); err != nil {
		return o, err
	}
	o, _ = v.AsObject()
	if err = o.Set("parts", v8.NewNumber(float64(parts))); err != nil {
		return o, err
	}
	serve, err := o.Get("serve")
	if err != nil {
		return o, err
	}
	key, err := s.PrivateForAPI(serveName)
	if err != nil {
		return o, err
	}
	return o, s.Global().SetPrivate(key, serve)
}
