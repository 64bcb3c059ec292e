// Command jail runs a stranger's script in a sandbox, twice: once as it should be,
// and once wasting memory. With -process the sandbox is a process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
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
	if err := run(context.Background(), tier); err != nil {
		log.Fatalf("%+v", err)
	}
}

func run(ctx context.Context, tier vm.Tier) error {
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
	if err := jail.Set(ctx, "global", jail.DerefInto()); err != nil {
		return err
	}
	if err := jail.Set(ctx, "log", func(text string) { fmt.Println(text) }); err != nil {
		return err
	}
	if err := guest.Eval(ctx, "log('hello world'); global.log === log", nil); err != nil {
		return err
	}
	err = guest.Eval(ctx, wasteful, nil, vm.CallOptions{Name: "wasteful.js"})
	if !errors.Is(err, vm.ErrMemoryLimit) && !errors.Is(err, vm.ErrWallLimit) {
		var exception *vm.Exception
		if !errors.As(err, &exception) { // a RangeError: the array did not fit
			return fmt.Errorf("the script was to be stopped: %w", err)
		}
	}
	fmt.Println("It is stopped:", err)
	return guest.Eval(ctx, "log('and the host goes on')", nil)
}
