/*
Package v8 runs JavaScript in V8, the engine of Chrome and Node.js, inside a Go
program. Its types are V8's classes under V8's names, and its manners are Go's.

# Basics

V8's own first program joins two strings and prints them:

	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	return c.Run(ctx, func(s *v8.Scope) error {
		script, err := s.Compile(`'Hello' + ', World!'`, v8.ScriptOrigin{Name: "hello.js"})
		if err != nil {
			return err
		}
		result, err := script.Run()
		if err != nil {
			return err
		}
		fmt.Println(result)
		return nil
	})

An [Isolate] is an instance of V8 with a heap of its own. A [Context] is a global
object in it, with the built-ins, in which scripts run. [Context.Run] enters the
two and calls a function with a [Scope], and all that touches JavaScript goes
through this Scope: it compiles a [Script], the script returns a [Value], and
when the function returns, the Scope and every value that was made in it are
gone.

# Lifecycle

V8 is started once for the process, by [Initialize] or by the first
[NewIsolate], from any goroutine. [SetFlags] comes before. [Dispose], of which
there is rarely need, is the end for good. [Stats] counts what is alive, so that
a test can show that nothing is left over.

# Ownership

Three words say how long something lives:

  - owned: you have to Close it. Isolate and Context are.
  - scoped: it dies with the Scope that was innermost when it was made. Script,
    Value and what embeds Value are. Undefined, null, booleans and numbers are
    plain data and outlive it.
  - borrowed: it is valid during the call that it was passed to.

A loop that makes many values gives each turn a Scope of its own by
[Scope.Nested], or all of them live until Run returns.

# Goroutines

Any goroutine may call the methods of Isolate and Context, and the functions of
the package. One goroutine at a time runs in an isolate; others wait, each as
long as its context.Context lasts. What was made inside a Run may be used only
inside it, by the goroutine that Run calls, and while its isolate is the one
that this goroutine entered last. Only exceptions from this are documented.

# Errors

A script, a limit or a cancellation gives an error:

  - an [*Exception], found by [errors.As], is what JavaScript threw: its
    message, where it was, the stack, and the thrown value itself.
  - [ErrTerminated] is an end from outside, of whatever kind, and wraps its
    reason. A [*Termination], found by errors.As, says where it was and what
    the Run had used, and a [*LimitError] the figures of a limit.
  - [ErrIsolateDead] is an isolate in which V8 met an error that it can't
    return from. Left to itself V8 would have aborted the process.
  - [ErrClosed]: the isolate or context was closed before.

So one test, errors.Is(err, v8.ErrTerminated), tells what was stopped from what
has failed. What else [errors.Is] finds, and what becomes of the isolate:

	JavaScript was ended by       errors.Is finds                               the isolate
	the ctx of its Run            ErrTerminated, ctx.Err(), context.Cause(ctx)  goes on
	Terminate(cause)              ErrTerminated, cause                          goes on
	CPULimit                      ErrTerminated, ErrCPULimit                    goes on
	MemoryLimit or HeapLimit      ErrTerminated, ErrMemoryLimit                 goes on
	Isolate.Close                 ErrTerminated, ErrClosed                      is closed
	force, after one of these     these, ErrUninterruptible, ErrIsolateDead     is dead
	V8, which could not go on     ErrIsolateDead                                is dead
	a crash of V8                 ErrIsolateDead, ErrCrashed                    is dead

A Run that could not begin was not ended: the error is that of its ctx,
ErrClosed or ErrIsolateDead alone.

Only a programmer's mistake panics: a value used after its Scope, in another
goroutine, or with another isolate; a nil or zero value where there has to be
something; a value of one kind in the type of another. The text begins with
"v8: " and names the rule.

# Functions and callbacks

[Function.Call] calls into JavaScript, and [Scope.NewFunction] makes a function
that calls a Go func: it gets its arguments in a [FunctionCallbackInfo], and its
error is thrown. [Scope.NewFunctionOf] takes almost any Go func, and checks
the arguments. An error goes through JavaScript and comes out as itself:

	s.NewFunctionOf(os.ReadFile, v8.FunctionOptions{Name: "read"}) // in JavaScript: read(path)
	_, err := script.Run()                                        // calls it, and does not catch
	errors.Is(err, fs.ErrNotExist)                                // true

A panic in a callback ends the JavaScript that called it, which can't catch it,
and goes on in the Go code that ran that JavaScript.

# Go data

[Value.Export] makes Go data of a value, [Value.ExportTo] stores it in a struct,
map, slice or what else, and [Scope.ToValue] goes the other way: each in one
crossing, however much it is. Package clone says what becomes what.

	err := result.ExportTo(&order)      // order is a struct, with tags as for JSON
	v, err := s.ToValue(orders)         // an array of objects
	err = c.Set(ctx, "orders", orders)  // a global; a func is a function: Set(ctx, "log", log.Println)
	s.NewFunctionOf(saveOrder, options) // func saveOrder(o Order) (Receipt, error)

[Scope.SerializeValue] makes a clone that any isolate can take, with its
ArrayBuffers transferred or shared. The bytes of buffers and typed arrays are
there in place, by [ArrayBuffer.Bytes] and [Elements].

# Limits and termination

When the ctx of a Run ends, JavaScript that runs in it is terminated, and so is
all that the Run still starts, Runs inside it included. JavaScript can neither
catch this nor put it off. The next Run starts afresh, and a Run around it goes
on: a termination never reaches a Run that it was not meant for.

Microtasks, which promises are made of, run when the outermost Run in their
context returns, under the same ctx. What ends them is the error of Run. No Run
of another context runs them; contexts that wait for each other's promises share
a [MicrotaskQueue], which also says what becomes of a FinalizationRegistry's
callbacks and of asynchronous WebAssembly.

What doesn't end within TerminationGrace, because it is inside a built-in function
of V8 that looks at nothing, is ended by force: the isolate is dead, and the error
is also [ErrUninterruptible].

MemoryLimit ends a script that needs more, and gives the isolate back when what
filled it is no longer reachable. Some requests are so large that V8 has no way
back from them; the isolate is then dead, other isolates are not affected, and
Close gives its memory back.

# Examples

There is one for each thing, on pkg.go.dev and in this folder's example_*_test.go;
go doc does not print them. The folder docs of the module says what a context has and
has not, what is lost between JavaScript and Go, and which name of goja, v8go and
isolated-vm is which here.

# V8's classes

The classes of V8 that are here, and the types that stand for them:

	v8::V8                        Initialize, SetFlags, Harden, Version, Dispose
	v8::Isolate                   Isolate, IsolateOptions
	v8::ResourceConstraints       IsolateOptions
	v8::HeapStatistics            HeapStatistics
	v8::Locker, v8::HandleScope   Scope, from Context.Run and Scope.Nested
	v8::EscapableHandleScope      Escape
	v8::Context                   Context, ContextOptions; ContextPool has some ready
	v8::Script, v8::ScriptOrigin  Script, ScriptOrigin
	v8::SnapshotCreator           NewSnapshot, SnapshotCreator
	v8::StartupData               Snapshot, ReadSnapshot
	v8::ScriptCompiler            Scope.Compile and others, CachedData, CodeCache
	v8::Module, v8::ModuleRequest Module, ModuleRequest; Context has import() and import.meta
	v8::TryCatch, v8::Message     error, Exception
	v8::Exception                 Scope.NewError, ErrorKind, Throw
	v8::StackTrace, StackFrame    StackTrace, StackFrame
	v8::Global, v8::Local         Global, Weak; a Value is a Local
	v8::Value, v8::Primitive      Value, and Kind for the Is methods
	v8::Boolean, Number, Integer  Value: NewBoolean, AsBoolean, NewNumber ...
	v8::BigInt                    BigInt, and *big.Int
	v8::Name, String, Symbol      Name, String, Symbol
	v8::Private, v8::External     Private, External
	v8::Object, v8::Array         Object, Array
	v8::PropertyDescriptor        PropertyDescriptor, PropertyAttribute
	v8::Function                  Function, FunctionCallback, FunctionCallBatch
	v8::FunctionCallbackInfo      FunctionCallbackInfo
	v8::Date, v8::RegExp          Date, RegExp
	v8::Map, v8::Set, v8::Proxy   Map, Set, Proxy
	v8::Promise, Resolver         Promise, PromiseResolver
	v8::MicrotaskQueue            MicrotaskQueue, Scope.EnqueueMicrotask ...
	v8::BooleanObject ...         BooleanObject, NumberObject, StringObject ...
	v8::ArrayBuffer, BackingStore ArrayBuffer, SharedArrayBuffer
	v8::ArrayBufferView           ArrayBufferView, TypedArray, DataView
	v8::WasmModuleObject          WasmModuleObject, WasmMemoryObject
	v8::ObjectTemplate            ObjectTemplate, NamedPropertyHandler ...
	v8::FunctionTemplate          FunctionTemplate, FunctionOptions
	v8::PropertyCallbackInfo      PropertyCallbackInfo
	v8::JSON                      Scope.JSONParse, JSONStringify
	v8::ValueSerializer           Scope.Serialize, SerializeValue, Value.Export
	v8::ValueDeserializer         Scope.Deserialize, DeserializeValue, ToValue

# Caveats

All isolates of a process share 4 GB for their heaps. Some 4,000 idle ones fit, or
2,700 without a MemoryLimit; one more is an error. Contexts are cheaper.

V8's sandbox reserves 1.4 TB of addresses, which is not memory. Where
RLIMIT_AS allows less, starting V8 is an error.

Compiling can't be interrupted, and neither can some built-in functions until
they return: a deadline is late by as much, up to TerminationGrace. Then they are
ended by force, and the isolate is dead. SourceLimit bounds the former. The force
is the signal SIGRTMAX-3, on Linux.

A fault in V8 itself (SIGSEGV and the like) ends the process. [ContainCrashes]
lets it end the isolate alone, and the process is suspect then. What V8's own
assertions find ends the isolate in any case.

An isolate that died while a garbage collection was under way, or holding a lock
of V8, does not give its memory back, and one of V8's own threads that met such an error
stands still from then on. What died while it used WebAssembly can leave memory
of V8's compilers behind. [Stats] counts all of it.

JavaScript strings are UTF-16. Lone surrogates become U+FFFD on their way out,
and what is not UTF-8 does on its way in.
*/
package v8
