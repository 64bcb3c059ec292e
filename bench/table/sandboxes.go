package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// The tiers of package v8/vm, which count as engines.
const (
	inProcess = "in-process"
	process   = "process"
)

func within(engine string, most float64) measure {
	return func(r results, name string) samples { return r.of(engine, name).ns.over(most) }
}

// half is the aim in this process: half of what isolated-vm takes.
var half = aim{"in process <= 1/2", func(r results, name string) samples { return r.between(name, inProcess, isolatedVM) }, 0.5}

// sandboxRows are the table of sandboxes. The aims are the design's.
var sandboxRows = []row{
	{"CompileRun", "eval 1+1", []aim{half}},
	{"Call1", "apply, 1 number", []aim{half, {"process <= 20 µs", within(process, 20e3), 1}}},
	{"Call0", "apply, no arguments", nil},
	{"CallSmall", "apply, an object {id, name}", nil},
	{"EnterRunLeave", "run a compiled script", nil},
	{"Get", "get a property, a number", nil},
	{"Set", "set a property, a number", nil},
	{"Index", "get an array's element", nil},
	{"StringIn", "set a property, 32 bytes of text", nil},
	{"StringOut", "copy 32 bytes of text", nil},
	{"Callback0", "callback, no arguments", nil},
	{"Callback2", "callback, 2 numbers", []aim{half}},
	{"Callback5", "callback, 5 numbers", nil},
	{"RecordsIn", "1,000 objects in", []aim{half}},
	{"RecordsOut", "1,000 objects out", []aim{half}},
	{"BytesIn", "1 MB of bytes in", []aim{{"process >= 2 GB/s", within(process, 1<<20/2.0), 1}}},
	{"NewContext", "context in a live isolate", nil},
	{"NewIsolate", "isolate and context, made and closed", []aim{half}},
	{"Tenant", "first call of a tenant, isolate ahead", []aim{{"process <= 1 ms", within(process, 1e6), 1}}},
}

func renderSandboxes(to io.Writer, r results) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\tin process\tworkers\tisolated-vm\tin process/it\tworkers/it\taims")
	for _, row := range sandboxRows {
		if len(r.of(inProcess, row.name).ns) == 0 {
			continue
		}
		cells := []string{row.text}
		for _, engine := range []string{inProcess, process, isolatedVM} {
			cells = append(cells, duration(r.of(engine, row.name).ns))
		}
		for _, engine := range []string{inProcess, process} {
			cells = append(cells, fraction(r.between(row.name, engine, isolatedVM)))
		}
		fmt.Fprintln(w, strings.Join(append(cells, verdicts(r, row)), "\t"))
	}
	return w.Flush()
}
