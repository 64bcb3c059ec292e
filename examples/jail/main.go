// Command jail runs a stranger's script in a sandbox, twice: once as it should be,
// and once wasting memory. With -process the sandbox is a process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

const wasteful = `
const storage = [];
const twoMegabytes = 1024 * 1024 * 2;
for (;;) {
	const array = new Uint8Array(twoMegabytes);
	for (let i = 0; i < twoMegabytes; i += 4096) array[i] = 1;
	storage.push(array);
	log('I have wasted ' + storage.length * 2 + ' MB');
}`

func main() {
	process := flag.Bool("process", false, "run the sandbox in a process of its own")
	flag.Parse()
	tier := vm.InProcess
	if *process {
		tier = vm.Process
	}
	if err := run(context.Background(), tier, os.Stdout); err != nil {
		log.Fatalf("%+v", err)
	}
}

func run(ctx context.Context, tier vm.Tier, to io.Writer) error {
	host, err := vm.NewHost(vm.HostOptions{Tier: tier})
	if err != nil {
		return err
	}
	defer host.Close()
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{MemoryLimit: 128 << 20, WallLimit: 10 * time.Second})
	if err != nil {
		return err
	}
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{})
	if err != nil {
		return err
	}
	jail := guest.Global()
	return errors.Join(
		jail.Set(ctx, "global", jail.DerefInto()),
		jail.Set(ctx, "log", func(text string) { fmt.Fprintln(to, text) }),
		guest.Eval(ctx, "log('hello world'); global.log === log", nil),
		waste(ctx, guest, to),
		guest.Eval(ctx, "log('and the host goes on')", nil))
}

// waste runs the wasteful script, which has to be stopped.
func waste(ctx context.Context, guest *vm.Context, to io.Writer) error {
	err := guest.Eval(ctx, wasteful, nil, vm.CallOptions{Name: "wasteful.js"})
	var exception *vm.Exception // a RangeError: the array did not fit
	if errors.Is(err, vm.ErrMemoryLimit) || errors.Is(err, vm.ErrWallLimit) || errors.As(err, &exception) {
		fmt.Fprintln(to, "It is stopped:", err)
		return nil
	}
	return fmt.Errorf("the script was to be stopped: %w", err)
}
