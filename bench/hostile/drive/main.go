// Command drive runs hostile scripts in engines, each in a process of its own,
// and writes down how that ended.
//
//	drive -results DIR [-jobs N] [-only PARTS] -scripts DIR NAME=COMMAND...
//
// The command gets the script's path, the memory that it may have in bytes, and
// its deadline in milliseconds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/bench/hostile"
)

func main() {
	dir := flag.String("results", "", "folder for the results")
	scripts := flag.String("scripts", "", "folder with the scripts")
	only := flag.String("only", "", "run only scripts whose names contain one of these, separated by commas")
	jobs := flag.Int("jobs", 2, "how many processes at a time: each may take 3 GB")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx, *dir, *scripts, *only, *jobs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench-hostile:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir, scriptDir, only string, jobs int, commands []string) error {
	engines, err := parseEngines(commands)
	if err != nil {
		return err
	}
	if jobs < 1 {
		return fmt.Errorf("%d jobs: give at least one", jobs)
	}
	scripts, err := findScripts(scriptDir, only)
	if err != nil {
		return err
	}
	began := time.Now()
	outcomes, err := attackAll(ctx, engines, scripts, jobs)
	if err != nil {
		return err
	}
	for i, e := range engines {
		if err := hostile.Write(dir, e.name, outcomes[i]); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "bench-hostile: %d scripts, %d engines, %v\n",
		len(scripts), len(engines), time.Since(began).Round(time.Second))
	return nil
}

func parseEngines(commands []string) ([]engine, error) {
	var engines []engine
	for _, text := range commands {
		name, command, _ := strings.Cut(text, "=")
		words := strings.Fields(command)
		if name == "" || len(words) == 0 {
			return nil, fmt.Errorf("engine %q: give NAME=COMMAND", text)
		}
		engines = append(engines, engine{name, words})
	}
	if len(engines) == 0 {
		return nil, errors.New("no engines")
	}
	return engines, nil
}

func findScripts(dir, only string) ([]string, error) {
	scripts, err := filepath.Glob(filepath.Join(dir, "*.js"))
	if err != nil {
		return nil, err
	}
	scripts = slices.DeleteFunc(scripts, func(script string) bool {
		return !slices.ContainsFunc(strings.Split(only, ","), func(part string) bool {
			return strings.Contains(filepath.Base(script), part)
		})
	})
	if len(scripts) == 0 {
		return nil, fmt.Errorf("no scripts in %q with %q in their names", dir, only)
	}
	return scripts, nil
}

// attackAll gives the outcomes by engine and script. The engines take turns at
// each script, so that what disturbs the machine disturbs all of them.
func attackAll(ctx context.Context, engines []engine, scripts []string, jobs int) ([][]hostile.Outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	outcomes := make([][]hostile.Outcome, len(engines))
	for i := range outcomes {
		outcomes[i] = make([]hostile.Outcome, len(scripts))
	}
	slots := make(chan struct{}, jobs)
	var workers sync.WaitGroup
	for j, script := range scripts {
		for i, e := range engines {
			slots <- struct{}{}
			workers.Go(func() {
				defer func() { <-slots }()
				if ctx.Err() != nil {
					return
				}
				var err error
				if outcomes[i][j], err = attack(ctx, e, script, hostileLimits); err != nil {
					cancel(err) // the first one counts
				}
			})
		}
		if (j+1)%20 == 0 {
			fmt.Fprintf(os.Stderr, "bench-hostile: %d of %d scripts\n", j+1, len(scripts))
		}
	}
	workers.Wait()
	return outcomes, context.Cause(ctx)
}
