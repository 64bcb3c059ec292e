package module

import (
	"context"
	"sync"

	"github.com/nodeisolates/isolates/v8"
)

// turns is the Loop of a Registry that is given none. It knows of nothing but
// import(): whoever waits does what there is to be done.
type turns struct {
	context *v8.Context
	ctx     context.Context // ends with the Registry

	mu      sync.Mutex
	changed chan struct{} // closed, and made anew, when anything below has changed
	loading int           // calls of the async function whose func runs
	busy    int           // waiters inside a Run
	results []*loadResult
}

// A loadResult settles the promise of a call.
type loadResult struct {
	resolver *v8.Global[v8.PromiseResolver]
	url      string
	err      error
}

// mostLoading is how many calls of import() there may be at a time.
const mostLoading = 10_000

func newTurns(ctx context.Context, c *v8.Context) *turns {
	t := &turns{context: c, ctx: ctx, changed: make(chan struct{})}
	context.AfterFunc(ctx, func() {
		t.change(func() {
			for _, result := range t.results {
				result.resolver.Close()
			}
			t.results = nil
		})
	})
	return t
}

func (t *turns) change(fn func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fn()
	close(t.changed)
	t.changed = make(chan struct{})
}

// NewAsyncFunction makes the function of Registry.loadFor.
func (t *turns) NewAsyncFunction(s *v8.Scope, fn any, options v8.FunctionOptions) (v8.Function, error) {
	load := fn.(func(ctx context.Context, specifier, referrer, typ string) (string, error))
	return s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		t.mu.Lock()
		full := t.loading+len(t.results) >= mostLoading
		t.mu.Unlock()
		if full {
			return v8.Value{}, v8.RangeError.Errorf("%w: %d calls of import() at a time", ErrLimit, mostLoading)
		}
		resolver, err := info.Scope().NewPromiseResolver()
		if err != nil {
			return v8.Value{}, err
		}
		result := &loadResult{}
		promise, err := resolver.Promise().Then(func(s *v8.Scope, _ v8.Value) (v8.Value, error) {
			if result.err != nil {
				return v8.Value{}, result.err
			}
			url, err := s.NewString(result.url)
			return url.Value, err
		}, nil)
		if err != nil {
			return v8.Value{}, err
		}
		if result.resolver, err = v8.NewGlobal(info.Scope(), resolver); err != nil {
			return v8.Value{}, err
		}
		specifier, referrer, typ := info.Argument(0).String(), info.Argument(1).String(), info.Argument(2).String()
		t.change(func() { t.loading++ })
		go func() {
			result.err = recovered(func() (err error) {
				result.url, err = load(t.ctx, specifier, referrer, typ)
				return err
			})
			t.change(func() {
				t.loading--
				if t.ctx.Err() != nil {
					result.resolver.Close()
					return
				}
				t.results = append(t.results, result)
			})
		}()
		return promise.Value, nil
	}, options)
}

// Await waits for the promise that fn gives.
func (t *turns) Await(ctx context.Context, _ any, fn func(*v8.Scope) (v8.Value, error), options ...v8.RunOptions) error {
	var kept *v8.Global[v8.Promise]
	err := t.run(ctx, func(s *v8.Scope) error {
		v, err := fn(s)
		if err != nil {
			return err
		}
		promise, _ := v.AsPromise()
		promise.MarkAsHandled() // Whoever waits is told, so that the Run need not be.
		if promise.State() == v8.PromiseRejected {
			return promise.Err()
		}
		kept, err = v8.NewGlobal(s, promise)
		return err
	}, options)
	if kept == nil {
		return err
	}
	defer kept.Close()
	for err == nil {
		t.mu.Lock()
		changed, idle := t.changed, t.loading == 0 && t.busy == 0
		var result *loadResult
		if len(t.results) > 0 {
			result, t.results = t.results[0], t.results[1:]
		}
		t.mu.Unlock()
		if result != nil {
			if err := t.run(ctx, result.settle, options); err != nil {
				return err
			}
		}
		state := v8.PromisePending
		err := t.context.Run(ctx, func(s *v8.Scope) error {
			promise := kept.Get(s)
			state = promise.State()
			return promise.Err()
		})
		switch {
		case err != nil:
			return err
		case state == v8.PromiseFulfilled:
			return nil
		case result != nil:
			continue
		case idle:
			return ErrNeverSettles
		}
		select {
		case <-changed:
		case <-ctx.Done():
		case <-t.ctx.Done():
			return context.Cause(t.ctx)
		}
	}
	return err
}

func (t *turns) run(ctx context.Context, fn func(*v8.Scope) error, options []v8.RunOptions) error {
	t.change(func() { t.busy++ })
	defer t.change(func() { t.busy-- })
	return t.context.Run(ctx, fn, options...)
}

// settle settles the promise.
func (l *loadResult) settle(s *v8.Scope) error {
	defer l.resolver.Close()
	return l.resolver.Get(s).Resolve(v8.Undefined())
}
