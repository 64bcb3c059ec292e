// Package walltest has what the tests of walls need of C: threads that Go does
// not know, as V8's are, and the processor's other ways into the kernel.
package walltest
