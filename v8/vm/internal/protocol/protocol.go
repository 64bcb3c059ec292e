// Package protocol is what package vm and the engine that runs its isolates say to
// each other. In one process they pass these structs; between processes they are
// frames of bytes, see Append and Decode.
//
// It is all Go: a host whose isolates are in other processes needs no V8.
package protocol

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// An Op is what a Request asks for.
type Op uint8

// The operations of an engine.
const (
	_               Op = iota
	OpNewIsolate       // ID is the new isolate's; Isolate
	OpCloseIsolate     //
	OpStatistics       // -> Statistics
	OpLowMemory        // collects garbage
	OpNewContext       // ID is the new context's; Context -> Value, its global object
	OpCloseContext     //
	OpEval             // Context, Source -> Value
	OpEvalClosure      // Context, Source, Arguments -> Value
	OpCompile          // Source -> Value, a script
	OpRunScript        // Context, Target -> Value
	OpImport           // Context, Text is the specifier -> Value
	OpCopy             // Target -> Value
	OpGet              // Target, Arguments[0] is the key -> Value
	OpSet              // Target, Arguments are key and value
	OpDelete           // Target, Arguments[0] is the key -> Value, a boolean
	OpApply            // Target, Receiver, Arguments -> Value
	OpConstruct        // Target, Arguments -> Value
	OpCompileModule    // Context, Source -> Value, a module; Names are what it imports
	OpInstantiate      // Target; Links are those of all modules that it imports
	OpEvaluate         // Target
	OpNamespace        // Target -> Value
	OpNewSnapshot      // NewIsolate, Sources -> Value, a Clone of bytes that are the engine's, or Local
	OpLoadSnapshot     // Target is the new snapshot's, Values[0] what OpNewSnapshot gave
	OpCloseSnapshot    // Target
	lastOp
)

// A Kind is what a Value is.
type Kind uint8

// The kinds of a Value.
const (
	Undefined Kind = iota
	Null
	Boolean   // Number is 0 or 1
	Number    // Number
	String    // Text
	Clone     // Data, of package clone
	Local     // Go: data to be cloned, in one process only
	Stored    // the result is where Request.Out points to, in one process only
	Reference // ID is the engine's for a value, TypeOf what it is
	Into      // ID: the value itself that a Reference stands for
	Foreign   // ID is the host's, for a Reference that the guest may use
	Callback  // ID is the host's; Mode, Parameters
	WebServe  // the function of package web's ServeFunction
	lastKind
)

// NotFound is the Option of a Failure of HostResolve and HostLoad that does not know
// the module.
const NotFound = "not found"

// ForeignCopy is the Text of a Foreign value that is an ExternalCopy; of others it
// is their typeof.
const ForeignCopy = "copy"

// A Mode is how the guest calls a Callback.
type Mode uint8

// The modes of a Callback.
const (
	Sync    Mode = iota // waits for the result
	Async               // gets a promise
	Ignored             // gets undefined, and the host runs it later
	lastMode
)

// A Value is a JavaScript value on its way.
type Value struct {
	Kind   Kind
	Mode   Mode
	Number float64
	ID     uint64
	Text   string // of a String; of a Reference its typeof
	Data   []byte
	// References says of each parameter of a Callback whether it gets a Reference,
	// not a copy; the last is also for what comes after it.
	References []bool
	Go         any
}

// GivenIn are the numbers of the Callbacks and Foreign values among them.
func GivenIn(values ...Value) (ids []uint64) {
	for _, v := range values {
		if v.Kind == Callback || v.Kind == Foreign {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

// A Want is how the result of a Request comes back.
type Want uint8

// The ways of a result.
const (
	WantNothing   Want = iota
	WantCopy           // data
	WantReference      // a handle
	lastWant
)

// A Request is one call of an engine. Which fields count is said at the Op.
type Request struct {
	Op      Op
	Want    Want
	NoAwait bool // leave a promise a promise
	// Accessors allows what runs JavaScript of the guest's: getters, setters and the
	// traps of proxies.
	Accessors bool

	ID       uint64 // of the call, in one engine
	Parent   uint64 // the HostCall during which it is made, or 0
	Isolate  uint64
	Context  uint64
	Target   uint64
	Released []uint64 // handles that the host has let go
	Receiver Value
	Values   []Value
	Text     string
	Source   Source
	Sources  []Source // of OpNewSnapshot
	Limits   Limits

	NewIsolate IsolateOptions
	NewContext ContextOptions

	Links []Link

	// In one process only:

	Out      any      // where a copy is stored at once
	Caller   any      // the host's, which its HostCalls have
	Response Response // room for the answer
}

// A Link is what a module means by a specifier.
type Link struct {
	Module    uint64
	Specifier string
	To        uint64
}

// A Source is text of JavaScript.
type Source struct {
	Text         string
	Name         string
	LineOffset   int
	ColumnOffset int
}

// Limits are those of one call.
type Limits struct {
	CPU         time.Duration // 0 is none
	HostCalls   uint64        // that the guest makes; 0 is none
	OutputBytes uint64        // of the console; 0 is none
	ResultBytes uint64        // 0 is none
}

// IsolateOptions are those of a new isolate.
type IsolateOptions struct {
	MemoryLimit uint64
	CPU         time.Duration // of a Run without other limits
	Grace       time.Duration
	Strict      bool   // no shared memory, and no Atomics.wait
	Web         bool   // it begins with what contexts with Web have
	Snapshot    uint64 // that its contexts begin with, or 0
}

// ContextOptions are those of a new context.
type ContextOptions struct {
	NoCodeGeneration bool // no eval, no Function from text
	NoWasm           bool
	Console          bool // console goes to the host
	Modules          bool // the host has a loader
	Web              bool // package web
}

// Usage is what a call has used.
type Usage struct {
	CPU                    time.Duration
	HostCalls, OutputBytes uint64
}

// Statistics are those of an isolate.
type Statistics struct {
	UsedHeap, TotalHeap, HeapLimit, External uint64
	CPU, Wall                                time.Duration
	Contexts, Handles                        uint64
}

// A Response is the answer to a Request or a HostCall.
type Response struct {
	Value      Value
	Usage      Usage
	Statistics *Statistics // of OpStatistics, else nil
	Names      []string
	Failure    *Failure // or nil

	// Dropped are the numbers of Callbacks and Foreign values that guests of the
	// isolate do not have any more, each as often as they had it.
	Dropped []uint64
}

// A Reason is why a call has failed.
type Reason uint8

// The reasons of a Failure.
const (
	_               Reason = iota
	Thrown                 // by JavaScript
	Terminated             // by nobody in particular
	Deadline               // of ctx
	Canceled               // ctx
	CPULimit               //
	MemoryLimit            //
	ResultLimit            // of what is taken out
	SourceLimit            //
	Closed                 // isolate, context, handle, or engine
	Dead                   // isolate
	Uninterruptible        // and Dead
	NeverSettles           // a promise
	HostCallLimit          //
	HostError              // of a callback, with HostErrors
	Cycle                  // of isolates that wait for each other
	Unsupported            // what was asked for can't be done with this value
	Broken                 // the other side is gone, or has broken the protocol
	lastReason
)

// A Failure is the error of a call.
type Failure struct {
	Reason  Reason
	Message string
	// Local is the error itself, in one process only.
	Local error
	// HostErrors are the numbers of the host's own errors that are in it.
	HostErrors []uint64

	// Of a limit:
	Option      string
	Limit, Used uint64

	// Of what was thrown:
	Resource, SourceLine string
	Line, Column         int
	Value                Value // as data
	Cause                *Failure

	// Of what was thrown or terminated:
	Stack []Frame
}

// A Frame is one call of a stack.
type Frame struct {
	Function, Script string
	Line, Column     int
	Async            bool
}

// A HostOp is what an engine asks the host for.
type HostOp uint8

// The operations of a host.
const (
	_            HostOp = iota
	HostCallback        // ID, Values -> Value
	HostConsole         // Text is the method; Values are the text, the level and the group
	HostResolve         // Text is the specifier; Values are the referrer, the type, and whether by require -> Value, the URL
	HostLoad            // Text is the URL -> Value, a String: the kind as a digit, and the text
	HostApply           // ID is a Foreign reference; Values are the receiver and an array -> Value
	HostGet             // ID, Values[0] -> Value
	HostCopy            // ID -> Value
	lastHostOp
)

// A HostCall is what the guest asks of the host.
type HostCall struct {
	Op      HostOp
	Mode    Mode
	ID      uint64
	Call    uint64 // the Request in whose name it is made, or 0
	Frame   uint64 // the Parent of requests that are made meanwhile; 0 in one process
	Isolate uint64
	Context uint64
	Text    string
	Values  []Value
	Dropped []uint64 // as in Response

	// In one process only:

	Caller   any      // the Request's
	Response Response // room for the answer
}

// A Host answers an engine's HostCalls. A call with Mode Sync is made while the
// guest waits; requests for the same isolate may be made meanwhile with its
// Parent.
type Host interface {
	Call(ctx context.Context, call *HostCall) *Response
}

// An Engine runs isolates for a Host.
type Engine interface {
	// Do answers a request. When ctx ends so does it, within the isolate's grace.
	Do(ctx context.Context, r *Request) *Response

	// Local reports whether Go data and ctx's values cross as they are.
	Local() bool

	// Close closes all isolates.
	Close() error
}

var engines struct {
	sync.Mutex
	start func(Host) (Engine, error)
}

// Register tells of the engine of this process. Package inprocess calls it.
func Register(start func(Host) (Engine, error)) {
	engines.Lock()
	defer engines.Unlock()
	engines.start = start
}

// Start starts the engine of this process, or is false when there is none.
func Start(host Host) (engine Engine, ok bool, err error) {
	engines.Lock()
	start := engines.start
	engines.Unlock()
	if start == nil {
		return nil, false, nil
	}
	engine, err = start(host)
	return engine, true, err
}

// Fail is a response that is a failure.
func Fail(reason Reason, format string, arguments ...any) *Response {
	return &Response{Failure: &Failure{Reason: reason, Message: fmt.Sprintf(format, arguments...)}}
}

// WorkerVariable is the environment variable that makes a program a worker: its
// Role.
const WorkerVariable = "ISOLATES_WORKER"

// A Role is what a worker is told when it begins.
type Role struct {
	Socket     int // descriptor
	Memory     int // descriptor of the shared memory, or 0
	Parent     int // the host's process ID
	MaxMessage int // the longest body of a frame that the host takes
	Hardened   bool
	Snapshot   int // descriptor of the snapshot's file, or 0; the first worker finds it empty
}

// String is the variable's value.
func (r Role) String() string {
	return fmt.Sprintf("%d %d %d %d %t %d", r.Socket, r.Memory, r.Parent, r.MaxMessage, r.Hardened, r.Snapshot)
}

// ParseRole reads what String has made.
func ParseRole(text string) (r Role, err error) {
	_, err = fmt.Sscanf(text, "%d %d %d %d %t %d", &r.Socket, &r.Memory, &r.Parent, &r.MaxMessage, &r.Hardened, &r.Snapshot)
	return r, err
}

var isWorker atomic.Bool

// RegisterWorker tells that this program can be a worker. Package worker calls it.
func RegisterWorker() { isWorker.Store(true) }

// IsWorker reports whether RegisterWorker was called.
func IsWorker() bool { return isWorker.Load() }
