package main

// The engines, by the names of the files with their results. The floor's
// benchmarks have two variants, which count as engines here.
const (
	cpp        = "floor/cpp"
	floor      = "floor/crossing"
	ours       = "isolates"
	v8go       = "v8go"
	v8goLeaks  = "v8go-leaking"
	goja       = "goja"
	isolatedVM = "isolated-vm"
)

// A row is a benchmark of the table.
type row struct {
	name string // of the benchmark
	text string // what it measures
	aims []aim
}

// An aim is what a row should come to.
type aim struct {
	text string
	of   measure
	most float64
}

// A measure is something to compare with an aim, for each round.
type measure func(results, string) samples

func ratioTo(engine string) measure {
	return func(r results, name string) samples { return r.ratio(name, engine) }
}

func nanoseconds(r results, name string) samples { return r.of(ours, name).ns }
func allocations(r results, name string) samples { return r.of(ours, name).allocs }

func upTo(text string, most float64, of measure) aim { return aim{"<= " + text, of, most} }

// The aims are those of the design; RATIONALE.md has them.
var rows = []row{
	{"Callback2", "callback, 2 numbers", []aim{
		upTo("1/15 of v8go", 1.0/15, ratioTo(v8go)), upTo("2/3 of goja", 2.0/3, ratioTo(goja)), noAllocs}},
	{"Callback0", "callback, no arguments", []aim{noAllocs}},
	{"Callback5", "callback, 5 numbers", []aim{noAllocs}},
	{"Call1", "call, 1 number", []aim{
		upTo("1/12 of v8go", 1.0/12, ratioTo(v8go)), upTo("goja", 1, ratioTo(goja)), noAllocs}},
	{"Call0", "call, no arguments", []aim{noAllocs}},
	{"Get", "object get, a number", []aim{upTo("1/6 of v8go", 1.0/6, ratioTo(v8go)), noAllocs}},
	{"Set", "object set, a number", []aim{noAllocs}},
	{"Index", "array element, a number", []aim{noAllocs}},
	{"IsNumber", "kind test of a value", []aim{upTo("5 ns", 5, nanoseconds)}},
	{"StringIn", "string of 32 bytes in", []aim{noAllocs}},
	{"StringOut", "string of 32 bytes out", []aim{upTo("1 alloc", 1, allocations)}},
	{"Construct", "construct, 2 numbers", []aim{noAllocs}},
	{"CompileRun", "compile and run 1+1", []aim{upTo("1/2 of v8go", 1.0/2, ratioTo(v8go))}},
	{"EnterRunLeave", "enter, run, leave", nil},
	{"RecordsOut", "1,000 objects out, as any", []aim{upTo("1/3 of v8go", 1.0/3, ratioTo(v8go))}},
	{"RecordsOutStructs", "1,000 objects out, into structs", []aim{upTo("1/4 of v8go", 1.0/4, ratioTo(v8go))}},
	{"RecordsIn", "1,000 objects in, from maps", []aim{upTo("1/3 of v8go", 1.0/3, ratioTo(v8go))}},
	{"RecordsInStructs", "1,000 objects in, from structs", []aim{upTo("1/3 of v8go", 1.0/3, ratioTo(v8go))}},
	{"CallSmall", "call with an object {id, name}", []aim{upTo("1.5 µs", 1500, nanoseconds)}},
	{"TextIn", "1 MB of ASCII in", []aim{upTo("2 memcpy", 2, ratioTo(cpp))}},
	{"TextOut", "1 MB of ASCII out", []aim{upTo("2 memcpy", 2, ratioTo(cpp))}},
	{"FloatsIn", "1,000,000 floats in", []aim{upTo("2 memcpy", 2, ratioTo(cpp))}},
	{"FloatsOut", "1,000,000 floats out", []aim{upTo("2 memcpy", 2, ratioTo(cpp))}},
	{"ComputeFib", "compute: calls", []aim{upTo("1.03 of v8go", 1.03, ratioTo(v8go))}},
	{"ComputeMix", "compute: JSON, Map, RegExp", []aim{upTo("1.03 of v8go", 1.03, ratioTo(v8go))}},
	{"ComputeTyped", "compute: typed arrays", []aim{upTo("1.03 of v8go", 1.03, ratioTo(v8go))}},
	{"NewContext", "context in a live isolate", []aim{upTo("1.05 of C++", 1.05, ratioTo(cpp))}},
	{"NewIsolate", "isolate and context", []aim{upTo("1.05 of C++", 1.05, ratioTo(cpp))}},
}

var noAllocs = upTo("0 allocs", 0, allocations)

// crossings are shown above the table.
var crossings = []row{
	{"CgoCall", "Go -> C", nil},
	{"CgoBack", "C -> Go", nil},
	{"CgoCallAndBack", "Go -> C -> Go", nil},
}
