package hammer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// 64 goroutines use, cancel, limit, close and replace 16 isolates, each without
// regard for the others, for 3 seconds or HAMMER=1m. Whatever happens to a Run
// is one of the errors that it may have, for a reason that exists; and one that
// succeeds has the right result.
func TestHammerEverything(t *testing.T) {
	duration := 3 * time.Second
	if d, err := time.ParseDuration(os.Getenv("HAMMER")); err == nil {
		duration = d
	}
	v8test.Subprocess(t, func(t *testing.T) {
		h := &hammer{end: time.Now().Add(duration)}
		for n := range h.slots {
			h.slots[n].Store(&hammerSlot{})
			require.NoError(t, h.replace(n, rand.New(rand.NewPCG(0, uint64(n)))))
		}
		v8test.Together(t, 64, func(goroutine int) error {
			random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), uint64(goroutine)))
			for time.Now().Before(h.end) {
				if err := h.strike(random); err != nil {
					return err
				}
			}
			return nil
		})
		for n := range h.slots {
			require.NoError(t, h.slots[n].Load().iso.Close())
		}
		h.counts.Range(func(outcome, count any) bool {
			t.Logf("%8d %v", count.(*atomic.Int64).Load(), outcome)
			return true
		})
		t.Logf("%s, %+v", v8test.ProcessFigures(t), v8.Stats())
		v8test.RequireAlive(t, 0, 0)
	})
}

type hammer struct {
	end    time.Time
	slots  [16]atomic.Pointer[hammerSlot]
	counts sync.Map // how often each outcome came
}

type hammerSlot struct {
	iso      *v8.Isolate
	contexts [3]*v8.Context
}

var errHammer = errors.New("the hammer's Terminate")

func (h *hammer) count(outcome string) {
	n, _ := h.counts.LoadOrStore(outcome, new(atomic.Int64))
	n.(*atomic.Int64).Add(1)
}

// replace puts a new isolate into the slot and closes the old one.
func (h *hammer) replace(n int, random *rand.Rand) error {
	slot := &hammerSlot{}
	var err error
	options := v8.IsolateOptions{MemoryLimit: 16 * v8test.Megabyte}
	if random.IntN(3) == 0 {
		options.CPULimit = time.Duration(1+random.IntN(50)) * time.Millisecond
	}
	if slot.iso, err = v8test.NewIsolate(options); err != nil {
		return err
	}
	for k := range slot.contexts {
		if slot.contexts[k], err = slot.iso.NewContext(context.Background(), v8.ContextOptions{}); err != nil {
			return err
		}
	}
	if old := h.slots[n].Swap(slot); old.iso != nil {
		return old.iso.Close()
	}
	return nil
}

// strike does one random thing to one random isolate.
func (h *hammer) strike(random *rand.Rand) error {
	n := random.IntN(len(h.slots))
	slot := h.slots[n].Load()
	switch random.IntN(40) {
	case 0:
		h.count("replaced")
		return h.replace(n, random)
	case 1:
		h.count("closed")
		return slot.iso.Close() // those who come too late learn it by ErrClosed
	case 2, 3:
		slot.iso.Terminate(errHammer)
		return nil
	case 4:
		c, err := slot.iso.NewContext(context.Background(), v8.ContextOptions{})
		if err == nil {
			err = c.Close()
		}
		return h.judge(context.Background(), "new context", err)
	case 5:
		slot.iso.HeapStatistics()
		v8.Stats()
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(random.IntN(20_000))*time.Microsecond)
	defer cancel()
	var limits v8.RunOptions
	if random.IntN(8) == 0 {
		limits.CPULimit = time.Duration(random.IntN(5000)) * time.Microsecond
	}
	script := hammerScripts[random.IntN(len(hammerScripts))]
	var err error
	if random.IntN(100) == 0 {
		// It kills the isolate, whoever uses it.
		script = hammerScript{"'ab'.repeat(2 ** 27).split('')", ""}
	}
	got := ""
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(errHammer) {
				panic(r)
			} else if r != nil {
				err = errHammer
			}
		}()
		err = slot.contexts[random.IntN(len(slot.contexts))].Run(ctx, func(s *v8.Scope) error {
			if err := h.install(s, n, cancel, random); err != nil {
				return err
			}
			v, err := v8test.Eval(s, script.source)
			if err == nil {
				got = v.String()
			}
			return err
		}, limits)
	}()
	if err == nil && got != script.want {
		return fmt.Errorf("%s gave %q, want %q", script.source, got, script.want)
	}
	if errors.Is(err, v8.ErrClosed) || errors.Is(err, v8.ErrIsolateDead) {
		if h.slots[n].Load() == slot && random.IntN(4) == 0 {
			if err := h.replace(n, random); err != nil {
				return err
			}
		}
	}
	return h.judge(ctx, "run", err)
}

type hammerScript struct{ source, want string }

var hammerScripts = []hammerScript{
	{"let s = 0; for (let i = 0; i < 1000; i++) s += i; s", "499500"},
	{"for (;;);", "never"},
	{"const a = []; for (;;) a.push({a})", "never"},
	{"const b = []; for (let i = 0; i < 1e5; i++) b.push([i]); b.length", "100000"},
	{"host(() => host(() => host(() => 5)))", "5"},
	{"try { for (;;) host(() => { for (;;); }) } finally { for (;;); }", "never"},
	{"let r = ''; for (let i = 0; i < 50; i++) r += host(() => i % 10); r.length", "50"},
	{"(function f() { try { return f() } catch { return 'deep' } })()", "deep"},
	{"Promise.resolve().then(function again() { Promise.resolve().then(again) }); 1", "never"},
	{"(async () => { for (let i = 0; i < 100; i++) await host(() => 1); })(); 'async'", "async"},
	{"Promise.reject(new Error('rejected'))", "never"},
	{"throw new Error('thrown')", "never"},
	{"host(() => { throw new Error('thrown inside') })", "never"},
	{"/(a+)+b/.test('a'.repeat(40))", "never"},
	{"new Uint8Array(1 << 20).fill(3).reduce((x, y) => x + y)", "3145728"},
	{"try { for (;;) new ArrayBuffer(4 << 20).x = 1 } catch (e) { e.name }", "never"},
	{"Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e6)", "never"},
	{"cancel(); for (;;);", "never"},
	{"host(() => cancel()); for (;;);", "never"},
	{"terminate(); for (;;);", "never"},
	{"panic()", "never"},
	{"host(() => { try { panic() } catch { for (;;); } })", "never"},
	{"closeMine(); 1", "never"},
	{"elsewhere(); 'back'", "back"},
	{"elsewhere(); host(() => elsewhere()); for (;;);", "never"},
	{"JSON.stringify(JSON.parse('[1,{\"a\":[2,3]}]'))", `[1,{"a":[2,3]}]`},
	{"new FinalizationRegistry(() => { for (;;); }).register({}, 1); [...Array(1e4)].map(() => ({})).length", "10000"},
}

// install defines the Go functions that the scripts use.
func (h *hammer) install(s *v8.Scope, n int, cancel context.CancelFunc, random *rand.Rand) error {
	for name, callback := range map[string]v8.FunctionCallback{
		"host": v8test.CallBack,
		"cancel": func(v8.FunctionCallbackInfo) (v8.Value, error) {
			cancel()
			return v8.Undefined(), nil
		},
		"terminate": func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			info.Scope().Isolate().Terminate(errHammer)
			return v8.Undefined(), nil
		},
		"panic": func(v8.FunctionCallbackInfo) (v8.Value, error) { panic(errHammer) },
		"closeMine": func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Undefined(), info.Scope().Isolate().Close()
		},
		// Another isolate, while this one is held: with a deadline, or two that
		// wait for each other would wait for ever.
		"elsewhere": func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			other := h.slots[(n+1+random.IntN(len(h.slots)-1))%len(h.slots)].Load()
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(random.IntN(5000))*time.Microsecond)
			defer cancel()
			err := v8test.EvalIn(ctx, other.contexts[0], "let t = 0; for (let i = 0; i < 1e4; i++) t += i; t")
			return v8.Undefined(), h.judge(ctx, "run inside a run", err)
		},
	} {
		f, err := s.NewFunction(callback, v8.FunctionOptions{})
		if err == nil {
			err = s.Global().Set(name, f.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// judge counts an outcome, and is an error when there is no reason for it. ctx
// is the Run's own.
func (h *hammer) judge(ctx context.Context, what string, err error) error {
	var exception *v8.Exception
	kind := ""
	switch {
	case err == nil:
		kind = "good"
	case errors.Is(err, v8.ErrClosed):
		kind = "closed"
	case errors.Is(err, v8.ErrIsolateDead):
		kind = "dead"
	case errors.Is(err, v8.ErrMemoryLimit):
		kind = "memory"
	case errors.Is(err, v8.ErrCPULimit):
		kind = "CPU"
	case errors.Is(err, errHammer):
		kind = "terminated"
	case ctx.Err() != nil && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)):
		kind = "deadline"
	case errors.As(err, &exception):
		kind = "exception"
	default:
		return fmt.Errorf("%s: no reason for %w", what, err)
	}
	h.count(what + ": " + kind)
	return nil
}
