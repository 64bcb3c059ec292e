// Command tenants keeps many tenants in sandboxes of package v8/vm, some of them
// hostile, and says every minute what that takes and how long the others wait:
//
//	go run ./bench/sandboxes/tenants [-tenants 10000] [-for 10m] [-hostile 0.05] [-tier process]
//	go run ./bench/sandboxes/tenants -inject [-tenants 8] [-for 1m]
//
// Each tenant has an isolate of its own, with a program that keeps state; the second
// form measures what a few notice of workers that are stopped, crash, or never end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

// program is what each tenant has.
const program = `
let visits = 0
const seen = new Map()
globalThis.visit = name => {
	seen.set(name, (seen.get(name) ?? 0) + 1)
	return ++visits
}`

// attacks are what hostile tenants do instead.
var attacks = []string{
	"for (;;);",
	"for (const all = []; ; ) all.push(new Array(1e5).fill(1.5))",
	"for (const all = []; ; ) all.push(new ArrayBuffer(1 << 20))",
	"/^(a+)+$/.test('a'.repeat(40) + 'b')",
	"(function f() { f() })()",
	"let s = 'x'; for (;;) s += s",
	"throw new Error('x'.repeat(1e6))",
	"new Promise(() => setInterval(() => {}, 1))",
}

// A measure is what one kind of call has taken since it was read last.
type measure struct {
	mutex sync.Mutex
	times []time.Duration
	fails map[string]int
}

func (m *measure) add(d time.Duration, err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.times = append(m.times, d); err != nil {
		if m.fails == nil {
			m.fails = map[string]int{}
		}
		m.fails[kindOf(err)]++
	}
}

// String is how many there were, their median, the 99th of a hundred and the longest.
func (m *measure) String() string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	times := m.times
	m.times = nil
	if len(times) == 0 {
		return "none"
	}
	slices.Sort(times)
	at := func(share float64) time.Duration {
		return times[int(share*float64(len(times)-1))].Round(time.Microsecond)
	}
	text := fmt.Sprintf("%d: p50 %v p99 %v max %v", len(times), at(0.5), at(0.99), at(1))
	if len(m.fails) > 0 {
		text += fmt.Sprintf(" %v", m.fails)
		m.fails = nil
	}
	return text
}

// kindOf is which error of package vm it is.
func kindOf(err error) string {
	for name, sentinel := range map[string]error{
		"CPULimit": vm.ErrCPULimit, "MemoryLimit": vm.ErrMemoryLimit, "WallLimit": vm.ErrWallLimit, "ResultLimit": vm.ErrResultLimit,
		"WorkerLost": vm.ErrWorkerLost, "IsolateDead": vm.ErrIsolateDead, "Closed": vm.ErrClosed, "Busy": vm.ErrBusy,
	} {
		if errors.Is(err, sentinel) {
			return name
		}
	}
	var exception *vm.Exception
	if errors.As(err, &exception) {
		return "Exception"
	}
	return err.Error()
}

func main() {
	tenants := flag.Int("tenants", 0, "how many; 10000, or 8 with -inject")
	duration := flag.Duration("for", 0, "how long to call them; 10m, or 1m with -inject")
	hostile := flag.Float64("hostile", 0.05, "share of calls that attack")
	tier := flag.String("tier", "process", "process or in-process")
	perWorker := flag.Int("per-worker", 1000, "isolates in one worker")
	callers := flag.Int("callers", 8, "calls at a time")
	inject := flag.Bool("inject", false, "stop, crash and hang workers beside a few tenants")
	flag.Parse()
	count, lasts := 10_000, 10*time.Minute
	if *inject {
		count, lasts = 8, time.Minute
	}
	if *tenants > 0 {
		count = *tenants
	}
	if *duration > 0 {
		lasts = *duration
	}
	var err error
	if *inject {
		err = neighbors(count, lasts)
	} else {
		err = churn(count, lasts, *hostile, *tier, *perWorker, *callers)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// churn calls tenants at random.
func churn(count int, lasts time.Duration, hostile float64, tier string, perWorker, callers int) error {
	o := vm.HostOptions{Workers: vm.WorkerOptions{IsolatesPerWorker: perWorker, MaxIsolates: 1 << 30, MixTenants: true}}
	if tier == "process" {
		o.Tier = vm.Process
	}
	h, err := vm.NewHost(o)
	if err != nil {
		return err
	}
	defer h.Close()
	p := vm.NewPool(h, vm.PoolOptions{
		Isolate: vm.IsolateOptions{MemoryLimit: 8 << 20, CPULimit: 50 * time.Millisecond, WallLimit: 5 * time.Second, Grace: 100 * time.Millisecond},
		Size:    count, KeepContexts: true, MaxIdle: time.Hour,
		Prepare: func(ctx context.Context, c *vm.Context) error { return c.Eval(ctx, program, nil) },
	})
	defer p.Close()
	var first, honest, attacking measure
	ctx := context.Background()
	name := func(n int) string { return "tenant" + strconv.Itoa(n) }
	visit := func(n int) error {
		return p.Run(ctx, name(n), func(ctx context.Context, c *vm.Context) error {
			var visits int
			return c.EvalClosure(ctx, "return visit($0)", []any{"somebody"}, &visits)
		})
	}
	attack := func(n int) error {
		return p.Run(ctx, name(n), func(ctx context.Context, c *vm.Context) error {
			return c.Eval(ctx, attacks[rand.IntN(len(attacks))], nil, vm.CallOptions{WallLimit: 200 * time.Millisecond})
		})
	}
	timed := func(m *measure, call func(int) error, n int) {
		began := time.Now()
		err := call(n)
		m.add(time.Since(began), err)
	}
	began := time.Now()
	each := make(chan int)
	var calling sync.WaitGroup
	for range callers {
		calling.Go(func() {
			for n := range each {
				timed(&first, visit, n)
			}
		})
	}
	before := resident()
	for n := range count {
		each <- n
		if (n+1)%1000 == 0 {
			fmt.Printf("%d tenants: first answer %v; resident %s\n", n+1, &first, megabytes(resident()))
		}
	}
	close(each)
	calling.Wait()
	all := resident()
	fmt.Printf("%d tenants in %v, %.0f KB each\n", count, time.Since(began).Round(time.Second), float64(all-before)/float64(count)/1024)

	ends := time.Now().Add(lasts)
	for range callers {
		calling.Go(func() {
			for time.Now().Before(ends) {
				if n := rand.IntN(count); rand.Float64() < hostile {
					timed(&attacking, attack, n)
				} else {
					timed(&honest, visit, n)
				}
			}
		})
	}
	for minute := 1; time.Now().Before(ends); minute++ {
		time.Sleep(min(time.Minute, time.Until(ends)))
		fmt.Printf("minute %d: honest %v; hostile %v; resident %s, %d goroutines\n", minute, &honest, &attacking, megabytes(resident()), runtime.NumGoroutine())
	}
	calling.Wait()
	return nil
}

// resident is the memory of this process and its workers, in bytes.
func resident() int64 {
	total := residentOf("self")
	for _, pid := range children() {
		total += residentOf(strconv.Itoa(pid))
	}
	return total
}

func residentOf(process string) int64 {
	data, err := os.ReadFile("/proc/" + process + "/statm")
	fields := strings.Fields(string(data))
	if err != nil || len(fields) < 2 {
		return 0 // it has ended
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

func megabytes(n int64) string { return strconv.FormatInt(n>>20, 10) + " MB" }

// children are the processes that this one has started.
func children() (pids []int) {
	tasks, _ := os.ReadDir("/proc/self/task")
	for _, task := range tasks {
		data, _ := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		for _, text := range strings.Fields(string(data)) {
			if pid, err := strconv.Atoi(text); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
