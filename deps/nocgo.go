//go:build !cgo && (v8_custom || ((linux || darwin) && !android && (amd64 || arm64)))

package deps

// The compiler's complaint about this undefined name is the error message. Go
// turns cgo off by itself when it finds no C compiler, and for cross builds.
var _ = isolates_needs_cgo__install_a_C_and_a_Cxx_compiler_and_set_CGO_ENABLED_to_1
