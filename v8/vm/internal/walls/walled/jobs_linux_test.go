//go:build cgo

package walled_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

// jobs are what V8 does behind walls, each in a worker of its own.
var jobs = map[string]func() error{
	"compilers": func() error {
		return want(`
			const add = (a, b) => a + b * 2;
			let sum = 0;
			for (let i = 0; i < 1e7; i++) sum = add(sum, i);
			/(a|b)*c/.test('ab'.repeat(100) + 'c') && sum`, 99999990000000.0)
	},
	"WebAssembly": func() error {
		return want(`
			const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,5,3,1,0,1,7,7,1,3,97,100,100,0,0,
				10,9,1,7,0,32,0,32,1,106,11]);
			const { add } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
			let sum = 0;
			for (let i = 0; i < 1e6; i++) sum = add(sum, i);
			sum`, 1783293664.0)
	},
	"time zones": func() error {
		return want(`new Date(2024, 0, 1).toString() + new Intl.DateTimeFormat('de', {
			timeZone: 'America/New_York', dateStyle: 'full', timeStyle: 'long' }).format(0)`,
			"Mon Jan 01 2024 00:00:00 GMT+0545 (Nepal Time)Mittwoch, 31. Dezember 1969 um 19:00:00 GMT-5")
	},
	"Go's time zone": func() error {
		if zone, _ := time.Unix(0, 0).Zone(); zone != "+0530" {
			return fmt.Errorf("the zone is %s", zone)
		}
		return nil
	},
	"randomness": func() error {
		var a, b float64
		_, err := rand.Read(make([]byte, 100))
		err = errors.Join(err, eval(v8.IsolateOptions{}, `Math.random()`, &a), eval(v8.IsolateOptions{}, `Math.random()`, &b))
		if a == b {
			return fmt.Errorf("twice %v: %w", a, err)
		}
		return err
	},
	"memory limit": func() error {
		return wantError(v8.IsolateOptions{MemoryLimit: 32 << 20}, `const all = []; for (;;) all.push(new Array(1000).fill({}))`, v8.ErrMemoryLimit)
	},
	"buffers": func() error {
		return want(`let sum = 0; for (let i = 0; i < 100; i++) sum += new Uint8Array(8 << 20).length; sum`, 838860800.0)
	},
	"CPU limit": func() error {
		return wantError(v8.IsolateOptions{CPULimit: 50 * time.Millisecond}, `for (;;);`, v8.ErrCPULimit)
	},
	"by force": func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		options := v8.IsolateOptions{TerminationGrace: 20 * time.Millisecond}
		err := evalUnder(ctx, options, `Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)`, nil)
		if !errors.Is(err, v8.ErrUninterruptible) {
			return fmt.Errorf("it ended in %v", err)
		}
		return want(`1 + 1`, 2.0) // in the next isolate
	},
	"stack overflow": func() error {
		return want(`function f() { f() }; try { f() } catch (e) { e.name }`, "RangeError")
	},
	"Atomics.wait": func() error {
		return want(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)`, "timed-out")
	},
	"garbage collection": func() error {
		return want(`let kept = []; for (let i = 0; i < 3e6; i++) { kept[i % 1000] = { i, text: 'x' + i } }; kept.length`, 1000.0)
	},
	"isolates at once": func() error {
		var group sync.WaitGroup
		failures := make([]error, 20)
		for i := range failures {
			group.Go(func() {
				for range 5 {
					failures[i] = errors.Join(failures[i], want(`[...Array(1000).keys()].reduce((a, b) => a + b)`, 499500.0))
				}
			})
		}
		group.Wait()
		return errors.Join(failures...)
	},
	"no memory for buffers": func() error {
		return want(`
			const all = [];
			let failed = '';
			try { for (;;) all.push(new Uint8Array(16 << 20).fill(1)) } catch (e) { failed = e.name }
			failed`, "RangeError")
	},
	"1,000 contexts": func() error {
		iso, err := v8.NewIsolate(v8.IsolateOptions{})
		for i := 0; i < 1000 && err == nil; i++ {
			var c *v8.Context
			if c, err = iso.NewContext(context.Background(), v8.ContextOptions{}); err == nil {
				err = c.Eval(context.Background(), `1`, nil)
			}
		}
		return errors.Join(err, iso.Close())
	},
}

// dataLimits are limits of writable memory, for the jobs that reach them. A
// process in which V8 has started has some 670 MB. Where V8 needs memory for
// objects and gets none, on one of its threads at that, the process ends.
var dataLimits = map[string]uint64{"no memory for buffers": 1 << 30}

// want is an error unless the script's result is that.
func want[T comparable](source string, result T) error {
	var got T
	err := eval(v8.IsolateOptions{}, source, &got)
	if err == nil && got != result {
		err = fmt.Errorf("%s is %v", source, got)
	}
	return err
}

func wantError(options v8.IsolateOptions, source string, target error) error {
	if err := eval(options, source, nil); !errors.Is(err, target) {
		return fmt.Errorf("%s ended in %v", source, err)
	}
	return nil
}
