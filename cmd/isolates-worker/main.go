// Command isolates-worker is a worker process of package vm, for hosts that have no
// V8 themselves: build it with cgo, and name it in vm.WorkerOptions.Path.
package main

import (
	"fmt"
	"os"

	_ "github.com/nodeisolates/isolates/v8/vm/worker" // which is all of it
)

func main() {
	fmt.Fprintln(os.Stderr, "isolates-worker: it is started by a program that has a vm.Host, and does nothing by itself")
	os.Exit(2)
}
