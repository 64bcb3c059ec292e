package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// LowMemoryNotification has V8 collect all garbage, and give back what memory it
// does not need: for an isolate that has worked and is about to rest. It takes
// milliseconds, more with a large heap, and more than a Run that comes would take
// without. Any goroutine may call it; it waits while another runs in the isolate,
// until ctx ends.
//
// The errors are ctx's, [ErrClosed] and [ErrIsolateDead].
//
// V8: [v8::Isolate::LowMemoryNotification].
//
// [v8::Isolate::LowMemoryNotification]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) LowMemoryNotification(ctx context.Context) error {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	return i.locked(ctx, func() error {
		return i.done(C.shim_isolate_low_memory_notification(i.shim), "low memory notification", "")
	})
}
