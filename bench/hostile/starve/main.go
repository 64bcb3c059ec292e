// Command starve measures what a healthy isolate notices of hostile ones that
// keep V8's compilers busy: how long a trivial Run takes, and how long it takes
// until a hot function is optimized.
//
//	go run ./bench/hostile/starve [-hostile 8] [-for 20s] [script.js]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/bench/hostile"
	"github.com/nodeisolates/isolates/v8"
)

const (
	hold    = time.Second // until a hostile isolate is closed
	pause   = 5 * time.Millisecond
	longest = 20 * time.Second // until a function counts as never optimized

	// Of %GetOptimizationStatus.
	turbofanned = 1 << 6
)

func main() {
	count := flag.Int("hostile", 8, "hostile isolates at a time")
	duration := flag.Duration("for", 20*time.Second, "how long to measure")
	flag.Parse()
	script := "tests/hostile/testdata/memory-background-inlining.js"
	if flag.NArg() > 0 {
		script = flag.Arg(0)
	}
	source, err := os.ReadFile(script)
	if err != nil {
		log.Fatal(err)
	}
	if err := v8.SetUnsafeFlags("--allow-natives-syntax"); err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), *duration)
	defer cancel()
	var attackers sync.WaitGroup
	var closing times
	for range *count {
		attackers.Go(func() {
			for ctx.Err() == nil {
				closing.add(attack(string(source)))
			}
		})
	}
	var measures sync.WaitGroup
	var runs, tiers times
	measures.Go(func() {
		iso, c := isolate(0)
		defer iso.Close()
		for ctx.Err() == nil {
			began := time.Now()
			must(eval(context.Background(), c, "1 + 1", nil))
			runs.add(time.Since(began))
			time.Sleep(pause)
		}
	})
	measures.Go(func() {
		iso, c := isolate(0)
		defer iso.Close()
		for n := 0; ctx.Err() == nil; n++ {
			tiers.add(untilOptimized(c, n))
		}
	})
	measures.Wait()
	attackers.Wait()
	fmt.Printf("%d hostile isolates, %v\n", *count, *duration)
	fmt.Println("a trivial Run:            ", &runs)
	fmt.Println("until a function is fast: ", &tiers)
	fmt.Println("Close of a hostile one:   ", &closing)
	fmt.Printf("most memory in RAM:        %s\n", peak())
}

func isolate(memory uint64) (*v8.Isolate, *v8.Context) {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: memory})
	must(err)
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	must(err)
	return iso, c
}

func eval(ctx context.Context, c *v8.Context, source string, use func(v8.Value)) error {
	return c.Run(ctx, func(s *v8.Scope) error {
		script, err := s.Compile(source, v8.ScriptOrigin{})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err == nil && use != nil {
			use(v)
		}
		return err
	})
}

// attack says how long Close has taken.
func attack(source string) time.Duration {
	iso, c := isolate(hostile.Memory)
	ctx, cancel := context.WithTimeout(context.Background(), hostile.Deadline)
	defer cancel()
	_ = eval(ctx, c, source, nil) // however it ends
	time.Sleep(hold)
	began := time.Now()
	must(iso.Close())
	return time.Since(began)
}

func untilOptimized(c *v8.Context, n int) time.Duration {
	must(eval(context.Background(), c, fmt.Sprintf(
		"globalThis.f = n => { let s = %d; for (let i = 0; i < n; i++) s = (s * 31 + (i ^ s)) | 0; return s }", n), nil))
	began := time.Now()
	for optimized := false; !optimized && time.Since(began) < longest; time.Sleep(time.Millisecond) {
		must(eval(context.Background(), c, "f(1e4), %GetOptimizationStatus(f)", func(v v8.Value) {
			status, _ := v.AsNumber()
			optimized = int(status)&turbofanned != 0
		}))
	}
	return time.Since(began)
}

// times is a list of durations.
type times struct {
	sync.Mutex
	all []time.Duration
}

func (t *times) add(d time.Duration) {
	t.Lock()
	defer t.Unlock()
	t.all = append(t.all, d)
}

func (t *times) String() string {
	t.Lock()
	defer t.Unlock()
	if len(t.all) == 0 {
		return "none"
	}
	slices.Sort(t.all)
	at := func(percent int) time.Duration {
		return t.all[min(len(t.all)*percent/100, len(t.all)-1)].Round(10 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %v, p99 %v, longest %v of %d", at(50), at(99), at(100), len(t.all))
}

func peak() string {
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, "VmHWM:"); found {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
