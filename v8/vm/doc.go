// Package vm runs JavaScript of strangers in sandboxes: isolated-vm's model for Go.
// A [Host] has isolates; an [Isolate] has a heap of its own, with limits of memory,
// CPU time and wall time; a [Context] in it has a global object. What crosses is
// copied, or stays where it is and is referred to.
//
//	host, err := vm.NewHost(vm.HostOptions{})
//	defer host.Close()
//	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{MemoryLimit: 128 << 20})
//	guest, err := isolate.NewContext(ctx, vm.ContextOptions{})
//	err = guest.Global().Set(ctx, "log", func(text string) { log.Print(text) })
//	var sum int
//	err = guest.Eval(ctx, "log('adding'); 1 + 2", &sum)
//
// # Tiers
//
// The isolates of a host are in this process, or in worker processes. The API and
// its behaviour are the same.
//
//	import _ "github.com/nodeisolates/isolates/v8/vm/inprocess" // for vm.InProcess
//	import _ "github.com/nodeisolates/isolates/v8/vm/worker"    // for vm.Process, with this program as worker
//
// [InProcess] is fast: V8's limits hold against scripts that take too much, and a bug
// of V8's that a script uses reaches the whole process. [Process] is the second wall:
// a worker that crashes, hangs, is stopped or lies costs its own isolates one error,
// [ErrWorkerLost], and nothing else. Package vm itself has no cgo: a host with
// WorkerOptions.Path needs no V8 in it.
//
// # Walls
//
// A worker can reach nothing: no file, no socket but the one to its host, no memory
// but its own and what it talks to its host through, no other process, no new program. [Host.Walls] says what stands: on linux seccomp, Landlock,
// no_new_privs, limits of descriptors and files, namespaces of users and the network,
// an empty environment, the death of the host. Where the kernel lacks one, it says
// so; WorkerOptions.RequireWalls makes that an error.
//
// # Limits
//
// Every call has a ctx and limits: those of its isolate, or its [CallOptions].
// Timers and promises that it begins count for it. A caller gets its error within
// the isolate's grace, whatever the guest does. What a call has begun and left, when
// it returns, goes on while others call.
//
// # Values
//
// Go data is copied as package clone says. A **[Reference] as out gets a reference
// instead of a copy, a **[ExternalCopy] a copy outside of all isolates. Results that
// are promises are waited for, unless CallOptions.NoAwait. A Go func becomes a
// function that waits for it; [NewCallback] makes those that give promises, or
// nothing. Getters, proxies and prototypes of the guest's never run in
// [Reference.Get], Set, Delete and Copy of what is data, unless asked to.
//
// # Calls within calls
//
// A Go func that a guest waits for may call the same isolate, with its ctx: the call
// runs at once, inside the wait. A ring of isolates that wait for each other is
// [ErrCycle]. A promise can't be awaited there; take a Reference with NoAwait.
//
// # isolated-vm's names
//
//	new Isolate({memoryLimit})            Host.NewIsolate
//	Isolate.createSnapshot, {snapshot}    Host.NewSnapshot, IsolateOptions.Snapshot
//	isolate.createContext                 Isolate.NewContext
//	isolate.compileScript, script.run     Isolate.CompileScript, Script.Run
//	isolate.dispose, isDisposed           Isolate.Close, Isolate.IsClosed
//	isolate.cpuTime, wallTime,
//	getHeapStatistics                     Isolate.Statistics
//	isolate.compileModule, instantiate,
//	evaluate, namespace                   Context.CompileModule, Module
//	context.global                        Context.Global
//	context.eval, evalClosure             Context.Eval, Context.EvalClosure
//	context.release                       Context.Close
//	new Callback(f, {async, ignored})     NewCallback, CallbackOptions.Mode
//	reference.deref, derefInto            Reference.DerefInto
//	reference.copy                        Reference.Copy
//	reference.copyInto                    Reference.Copy into an ExternalCopy, and its CopyInto
//	reference.get, set, delete            Reference.Get, Set, Delete
//	reference.apply, applySync            Reference.Apply
//	applyIgnored, applySyncPromise        a goroutine; CallbackOptions.Mode
//	reference.typeof, release             Reference.TypeOf, Close
//	new ExternalCopy(v), copy, copyInto   NewExternalCopy, ExternalCopy.Copy, CopyInto
//	{timeout: ms}                         CallOptions.WallLimit, or ctx
//	{promise: true}                       the default; CallOptions.NoAwait
//	{reference: true}, {externalCopy}     out is a **Reference, a **ExternalCopy
//	{accessors: true}                     CallOptions.Accessors
//	{filename, lineOffset}                CallOptions.Name, Line, Column
package vm
