package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

// The scripts attack sandboxes, on both tiers: one in eight of them, or all with
// HOSTILE_SANDBOXES=1. A neighbour goes on as if nothing were.
func TestHostileSandboxes(t *testing.T) { onSandboxes(t, attackSandbox) }

// So they do where snapshots are made of what they leave.
func TestHostileSnapshots(t *testing.T) { onSandboxes(t, attackSnapshot) }

type attackOnHost func(context.Context, *vm.Host, hostileScript) (hostileOutcome, error)

func onSandboxes(t *testing.T, attack attackOnHost) {
	t.Helper()
	if v8test.Sanitized {
		t.Skip("a worker is this binary: its shadow memory and its walls do not go together")
	}
	for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
		t.Run(tier.String(), func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) { attackSandboxes(t, tier, attack) })
		})
	}
}

func attackSandboxes(t *testing.T, tier vm.Tier, attack attackOnHost) {
	scripts := hostileScripts(t)
	if os.Getenv("HOSTILE_SANDBOXES") == "" && os.Getenv("HOSTILE_SCRIPTS") == "" {
		const share = 8
		for n := range len(scripts) / share {
			scripts[n] = scripts[n*share]
		}
		scripts = scripts[:len(scripts)/share]
	}
	host, err := vm.NewHost(vm.HostOptions{Tier: tier})
	require.NoError(t, err)
	defer host.Close()
	neighbour, err := host.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	quiet, err := neighbour.NewContext(t.Context(), vm.ContextOptions{})
	require.NoError(t, err)

	var outcomes []hostileOutcome
	var failures []error
	var lock sync.Mutex
	each(scripts, func(script hostileScript) {
		outcome, err := attack(t.Context(), host, script)
		var sum float64
		if usable := quiet.Eval(t.Context(), "1 + 1", &sum); usable != nil || sum != 2 {
			err = errors.Join(err, fmt.Errorf("the neighbour: %v, %w", sum, usable))
		}
		lock.Lock()
		defer lock.Unlock()
		outcomes = append(outcomes, outcome)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", script.name, err))
		}
	})
	logOutcomes(t, outcomes)
	require.NoError(t, errors.Join(failures...))
}

// attackSandbox runs the script in a sandbox of its own. The error is a failure of
// containment.
func attackSandbox(ctx context.Context, host *vm.Host, script hostileScript) (hostileOutcome, error) {
	outcome := hostileOutcome{Name: script.name}
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{MemoryLimit: v8test.SmallMemory, WallLimit: hostileDeadline})
	if err != nil {
		return outcome, err
	}
	defer isolate.Close()
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{})
	if err != nil {
		return outcome, err
	}
	back := vm.NewCallback(func(ctx context.Context, arguments ...*vm.Reference) error {
		if len(arguments) > 0 && arguments[0].TypeOf() == "function" {
			return arguments[0].Apply(ctx, nil, nil, nil, vm.CallOptions{NoAwait: true})
		}
		return nil
	}, vm.CallbackOptions{Name: "host"})
	if err := guest.Global().Set(ctx, "host", back); err != nil {
		return outcome, err
	}
	began := time.Now()
	var result *vm.Reference
	ended := guest.Eval(ctx, script.source, &result)
	return outcome, outcome.note(script, ended, time.Since(began))
}

// attackSnapshot makes a snapshot of what the script leaves, and a sandbox of that. The
// error is a failure of containment.
func attackSnapshot(ctx context.Context, host *vm.Host, script hostileScript) (hostileOutcome, error) {
	outcome := hostileOutcome{Name: script.name}
	began := time.Now()
	snapshot, ended := host.NewSnapshot(ctx, vm.SnapshotOptions{
		Scripts: []vm.SnapshotScript{{Name: script.name, Source: script.source}}, MemoryLimit: v8test.SmallMemory, WallLimit: hostileDeadline,
	})
	if err := outcome.note(script, ended, time.Since(began)); err != nil || ended != nil {
		return outcome, err
	}
	defer snapshot.Close()
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{Snapshot: snapshot, MemoryLimit: v8test.SmallMemory, WallLimit: hostileDeadline})
	if err != nil { // what it has left may be too much
		return outcome, outcome.note(script, err, 0)
	}
	defer isolate.Close()
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{})
	if err != nil {
		return outcome, outcome.note(script, err, 0)
	}
	began = time.Now()
	ended = guest.EvalClosure(ctx, "return $0($1)", []any{func(any) error { return nil }, []int{1}}, nil)
	return outcome, outcome.note(script, ended, time.Since(began))
}

// note notes how a call has ended. The error is a failure of containment.
func (o *hostileOutcome) note(script hostileScript, ended error, took time.Duration) error {
	o.Late = took - hostileDeadline
	var exception *vm.Exception
	switch {
	case ended == nil:
		o.Kind = "result"
	case errors.Is(ended, vm.ErrIsolateDead):
		o.Kind = "dead"
	case errors.Is(ended, vm.ErrMemoryLimit):
		o.Kind = "memory"
	case errors.Is(ended, vm.ErrWallLimit), errors.Is(ended, vm.ErrCPULimit):
		o.Kind = "deadline"
	case errors.Is(ended, vm.ErrSourceTooLong):
		o.Kind = "source"
	case errors.Is(ended, vm.ErrNeverSettles):
		o.Kind = "pending"
	case errors.As(ended, &exception):
		o.Kind = "exception"
	case strings.Contains(ended.Error(), "v8: new snapshot: "):
		o.Kind = "refused"
	default:
		return fmt.Errorf("an error that is none of the package's: %w", ended)
	}
	if ended != nil {
		o.Detail = ended.Error()
	}
	if o.Late > script.grace() {
		return fmt.Errorf("%v after its deadline", o.Late)
	}
	return nil
}
