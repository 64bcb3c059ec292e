package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_heap_statistics
#cgo nocallback shim_isolate_heap_statistics_seen
#cgo nocallback shim_isolate_wall_time
*/
import "C"

import "time"

// HeapStatistics is how much memory an isolate takes, in bytes. Reserved and
// Mappings are limited for every isolate, so that others have some too: see
// [IsolateOptions].
//
// V8: [v8::HeapStatistics].
//
// [v8::HeapStatistics]: https://v8.github.io/api/head/classv8_1_1HeapStatistics.html
type HeapStatistics struct {
	UsedHeap  uint64 // by objects, some of which may be garbage
	TotalHeap uint64 // committed for objects
	HeapLimit uint64 // what UsedHeap may be
	External  uint64 // outside the heap: ArrayBuffers, WebAssembly memories and machine code
	Reserved  uint64 // of addresses, for what resizable buffers and WebAssembly memories may become
	Mappings  uint64 // of the kernel's, a number: two for each of these
	Malloced  uint64 // by V8 itself; 0 from outside a Run
	Contexts  uint64 // that are not collected; 0 from outside a Run
}

// HeapStatistics is the isolate's memory now.
//
// V8: [v8::Isolate::GetHeapStatistics].
//
// [v8::Isolate::GetHeapStatistics]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (s *Scope) HeapStatistics() HeapStatistics {
	i := s.check()
	raw := C.shim_isolate_heap_statistics(i.shim)
	i.checkRead(raw.status)
	return heapStatistics(raw)
}

// HeapStatistics is the isolate's memory after its last garbage collection. It
// waits for nothing: any goroutine may call it, while the isolate runs too. It
// is zero for a closed isolate.
func (i *Isolate) HeapStatistics() HeapStatistics {
	i.mustBeMade()
	i.termination.Lock() // which keeps the isolate from being disposed of
	defer i.termination.Unlock()
	if i.shim == nil {
		return HeapStatistics{}
	}
	return heapStatistics(C.shim_isolate_heap_statistics_seen(i.shim))
}

func heapStatistics(raw C.shim_heap_statistics) HeapStatistics {
	return HeapStatistics{
		UsedHeap:  uint64(raw.heap_used),
		TotalHeap: uint64(raw.heap_committed),
		HeapLimit: uint64(raw.heap_limit),
		External:  uint64(raw.external),
		Reserved:  uint64(raw.reserved),
		Mappings:  uint64(raw.mappings),
		Malloced:  uint64(raw.malloced),
		Contexts:  uint64(raw.contexts),
	}
}

// WallTime is how long Runs have been in the isolate since it was made, the one
// that is going on included, waiting for it excluded. Its clock counts in
// milliseconds. Any goroutine may call it, at any time; it is zero for a closed
// isolate.
func (i *Isolate) WallTime() time.Duration {
	i.mustBeMade()
	i.termination.Lock()
	defer i.termination.Unlock()
	if i.shim == nil {
		return 0
	}
	return time.Duration(C.shim_isolate_wall_time(i.shim))
}

// CPUTime is how much CPU time Runs in the isolate have used, the one that is
// going on included: of their own threads, as for [IsolateOptions].CPULimit. A Run
// that is shorter than about 2 ms is counted by wall time. V8's own threads are not
// in it. Any goroutine may call it, at any time.
func (i *Isolate) CPUTime() time.Duration {
	i.mustBeMade()
	i.termination.Lock()
	defer i.termination.Unlock()
	total := time.Duration(i.cpuTime.Load())
	if watchers := i.termination.watchers; len(watchers) > 0 && watchers[0].outermost {
		total += time.Duration(watchers[0].cpuUsed())
	}
	return total
}
