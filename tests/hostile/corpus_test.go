package hostile_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// The scripts in testdata/hostile try to kill, hang or starve the process. Each
// gets these limits. HOSTILE_ROUNDS=3 runs the corpus three times over in one
// process, HOSTILE_SCRIPTS=regexp,memory those whose names contain one of these,
// HOSTILE_TABLE=1 lists how each of them ended. From ten rounds on it takes more
// than V8TEST_TIMEOUT=5m.
const (
	hostileDeadline = 300 * time.Millisecond

	// What a script may take beyond its deadline before the test calls it hung:
	// not how long it should take, which depends on the machine's other work.
	hostileGrace     = 20 * time.Second
	hostileSlowGrace = 90 * time.Second

	hostileWorkers = 4
)

// A hostileScript is one file. Its first line says what it attacks. The second
// may say why V8 takes long to notice a termination ("slow: ..."), or why it
// never does ("uninterruptible: ..."), which the killing takes care of.
type hostileScript struct{ name, source, attack, slow string }

// grace is what it may take beyond its deadline.
func (s hostileScript) grace() time.Duration {
	if s.slow != "" {
		return hostileSlowGrace
	}
	return hostileGrace
}

func hostileScripts(t *testing.T) []hostileScript {
	t.Helper()
	files, err := filepath.Glob("testdata/*.js")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 65)
	var scripts []hostileScript
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		lines := strings.SplitN(string(source), "\n", 3)
		s := hostileScript{name: strings.TrimSuffix(filepath.Base(file), ".js"), source: string(source)}
		var found bool
		s.attack, found = strings.CutPrefix(lines[0], "// ")
		require.True(t, found, "%s: the first line says what it attacks", file)
		if why, found := strings.CutPrefix(lines[1], "// slow: "); found {
			s.slow = why
		}
		scripts = append(scripts, s)
	}
	if only := os.Getenv("HOSTILE_SCRIPTS"); only != "" {
		scripts = slices.DeleteFunc(scripts, func(s hostileScript) bool {
			return !slices.ContainsFunc(strings.Split(only, ","), func(part string) bool { return strings.Contains(s.name, part) })
		})
	}
	return scripts
}

// A hostileOutcome is how a script ended.
type hostileOutcome struct {
	Name   string
	Kind   string        // result, exception, deadline, memory, source, dead or, of a process, hung; with * it died later
	Detail string        // the error
	Late   time.Duration // after the deadline; negative before it
	Peak   int           // of resident memory, in bytes; of a process
	Left   v8.Statistics // what the process can't take back
}

func (o hostileOutcome) String() string {
	return fmt.Sprintf("%-30s %-9s %8.0f ms late %6d MB %2d given up %3d MB left  %.100s", o.Name, o.Kind,
		o.Late.Seconds()*1000, o.Peak/v8test.Megabyte, o.Left.AbandonedIsolates, o.Left.AbandonedMemory/v8test.Megabyte, o.Detail)
}

// attack runs the script in an isolate of its own, and looks at what is left of
// it. The error is a failure of containment.
func attack(script hostileScript) (outcome hostileOutcome, err error) {
	iso, err := v8test.NewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory})
	if err != nil {
		return outcome, err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return outcome, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), hostileDeadline)
	defer cancel()
	began := time.Now()
	ended := c.Run(ctx, func(s *v8.Scope) error {
		host, err := s.NewFunction(v8test.CallBack, v8.FunctionOptions{Name: "host"})
		if err != nil {
			return err
		}
		if err := s.Global().Set("host", host.Value); err != nil {
			return err
		}
		v, err := v8test.Eval(s, script.source)
		if err == nil {
			_ = v.String()
		}
		return err
	})
	outcome = hostileOutcome{Name: script.name, Late: time.Since(began) - hostileDeadline}
	var exception *v8.Exception
	switch {
	case ended == nil:
		outcome.Kind = "result"
	case errors.Is(ended, v8.ErrIsolateDead):
		outcome.Kind = "dead"
	case errors.Is(ended, v8.ErrMemoryLimit):
		outcome.Kind = "memory"
	case errors.Is(ended, v8.ErrTerminated) && errors.Is(ended, context.DeadlineExceeded):
		outcome.Kind = "deadline"
	case errors.Is(ended, v8.ErrSourceTooLong):
		outcome.Kind = "source"
	case errors.As(ended, &exception):
		outcome.Kind = "exception"
	default:
		return outcome, fmt.Errorf("an error that is none of the package's: %w", ended)
	}
	if ended != nil {
		outcome.Detail = ended.Error()
	}
	if outcome.Kind == "dead" {
		if err := v8test.EvalIn(context.Background(), c, "1"); !errors.Is(err, v8.ErrIsolateDead) {
			return outcome, fmt.Errorf("in a dead isolate: %w", err)
		}
		return outcome, nil
	}
	// What the script left in its context goes with the context.
	if err := c.Close(); err != nil {
		return outcome, err
	}
	err = v8test.Usable(iso)
	if errors.Is(err, v8.ErrIsolateDead) || errors.Is(err, v8.ErrMemoryLimit) {
		outcome.Kind += "*" // the attack has outlived its Run
		outcome.Detail, err = err.Error(), nil
	}
	return outcome, err
}

// Each script in a process of its own.
func TestHostileAlone(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("TestHostileTogether runs them all")
	}
	var outcomes []hostileOutcome
	var failures []error
	var lock sync.Mutex
	each(hostileScripts(t), func(script hostileScript) {
		outcome, err := attackInProcess(t.Context(), script)
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

const (
	hostileVariable = "HOSTILE_SCRIPT" // the script that the process is for
	hostilePrefix   = "hostile outcome: "
)

// TestHostileProcess is the process that TestHostileAlone starts.
func TestHostileProcess(t *testing.T) {
	name := os.Getenv(hostileVariable)
	if name == "" {
		t.Skip("it is run by TestHostileAlone")
	}
	scripts := hostileScripts(t)
	n := slices.IndexFunc(scripts, func(s hostileScript) bool { return s.name == name })
	outcome, err := attack(scripts[n])
	require.NoError(t, err, "%s", outcome)
	require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
	outcome.Left = v8.Stats()
	text, err := json.Marshal(outcome)
	require.NoError(t, err)
	fmt.Println(hostilePrefix + string(text))
}

func attackInProcess(ctx context.Context, script hostileScript) (outcome hostileOutcome, err error) {
	grace := script.grace()
	ctx, cancel := context.WithTimeout(ctx, hostileDeadline+grace)
	defer cancel()
	command, err := v8test.Command(ctx, "-test.run=^TestHostileProcess$", "-test.timeout=5m")
	if err != nil {
		return outcome, err
	}
	command.Env = append(os.Environ(), hostileVariable+"="+script.name, "HOSTILE_SCRIPTS=")
	output, err := command.CombinedOutput()
	if ctx.Err() != nil {
		outcome = hostileOutcome{Name: script.name, Kind: "hung", Late: grace, Peak: v8test.PeakMemory(command.ProcessState)}
		return outcome, fmt.Errorf("not through %v after its deadline", grace)
	}
	for line := range bytes.Lines(output) {
		if text, found := bytes.CutPrefix(line, []byte(hostilePrefix)); found {
			err = errors.Join(err, json.Unmarshal(text, &outcome))
		}
	}
	outcome.Peak = v8test.PeakMemory(command.ProcessState)
	if err != nil || outcome.Kind == "" {
		return outcome, fmt.Errorf("the process ended with %v and wrote:\n%s", command.ProcessState, output)
	}
	return outcome, nil
}

// each calls fn for every script, some at a time: most wait for their deadline.
func each(scripts []hostileScript, fn func(hostileScript)) {
	queue := make(chan hostileScript)
	var workers sync.WaitGroup
	for range hostileWorkers {
		workers.Go(func() {
			for script := range queue {
				fn(script)
			}
		})
	}
	for _, script := range scripts {
		queue <- script
	}
	close(queue)
	workers.Wait()
}

func logOutcomes(t *testing.T, outcomes []hostileOutcome) {
	t.Helper()
	if len(outcomes) == 0 {
		return
	}
	slices.SortFunc(outcomes, func(a, b hostileOutcome) int { return strings.Compare(a.Name, b.Name) })
	kinds := map[string]int{}
	var table strings.Builder
	for _, outcome := range outcomes {
		kinds[outcome.Kind]++
		if os.Getenv("HOSTILE_TABLE") != "" {
			fmt.Fprintln(&table, outcome)
		}
	}
	slowest := slices.MaxFunc(outcomes, func(a, b hostileOutcome) int { return cmp.Compare(a.Late, b.Late) })
	largest := slices.MaxFunc(outcomes, func(a, b hostileOutcome) int { return cmp.Compare(a.Peak, b.Peak) })
	t.Logf("%d scripts: %v\n%sslowest: %v\nlargest: %v", len(outcomes), kinds, &table, slowest, largest)
}

// All scripts in one process, several at a time and over again, beside isolates
// that must not notice.
func TestHostileTogether(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		rounds := 1
		if n, err := strconv.Atoi(os.Getenv("HOSTILE_ROUNDS")); err == nil {
			rounds = n
		}
		scripts := hostileScripts(t)
		var done atomic.Bool
		var bystanders sync.WaitGroup
		neighbour := v8test.Context(t)
		checks := 0
		var disturbed error
		bystanders.Go(func() {
			for ; !done.Load() && disturbed == nil; checks++ {
				disturbed = v8test.Healthy(neighbour)
			}
		})
		for round := range rounds {
			v8test.ResetPeakMemory()
			var lock sync.Mutex
			var outcomes []hostileOutcome
			var failures []error
			each(scripts, func(script hostileScript) {
				outcome, err := attack(script)
				if err == nil {
					err = v8test.UseNewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory})
				}
				lock.Lock()
				defer lock.Unlock()
				outcomes = append(outcomes, outcome)
				if err != nil {
					failures = append(failures, fmt.Errorf("%s: %w", script.name, err))
				}
			})
			if round == 0 {
				logOutcomes(t, outcomes)
			}
			t.Logf("round %d: %s, %+v", round+1, v8test.ProcessFigures(t), v8.Stats())
			require.NoError(t, errors.Join(failures...))
		}
		done.Store(true)
		bystanders.Wait()
		require.NoError(t, disturbed)
		t.Logf("the neighbour was right %d times", checks)
		v8test.RequireAlive(t, 1, 1)
	})
}
