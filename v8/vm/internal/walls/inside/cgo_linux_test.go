//go:build cgo

package inside_test

import "github.com/nodeisolates/isolates/v8/vm/internal/walls/internal/walltest"

// cThreads are threads that Go does not know.
func cThreads(when string) map[string]thread {
	return map[string]thread{"C's, " + when: walltest.NewThread().Syscall}
}

// cInt80 is a thread that calls as 32-bit programs do.
func cInt80() thread { return walltest.NewThread().Int80 }
