// Package cshim is a C interface to V8's C++ API, for package v8.
//
// It is a Go package because cgo compiles only a package's own C++ files. Its
// interface is cshim.h; there is nothing to use from Go. What it relies on beyond
// that API is listed in engine.txt.
package cshim

//go:generate go -C .. run ./scripts/engine generate

/*
#cgo CXXFLAGS: -std=c++20 -fno-rtti -fno-exceptions -Wall -Wextra -Wno-unused-parameter
#cgo CXXFLAGS: -g1
#cgo CXXFLAGS: -DV8_COMPRESS_POINTERS -DV8_31BIT_SMIS_ON_64BIT_ARCH -DV8_ENABLE_SANDBOX
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../deps/v8/include
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../../../tommie/v8go@v0.34.0/deps/include
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../../../tommie/v8go/deps/include
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../deps
#cgo linux LDFLAGS: -ldl -lm
*/
import "C"

import (
	"embed"

	_ "github.com/nodeisolates/isolates/deps" // links V8
)

// Go's build cache sees neither a change of a header that another package
// includes, nor one of a source that a unit includes. What is embedded is part
// of this package's content, on which package v8 depends; and as nothing uses it,
// programs don't have it.
//
//go:embed cshim.h *.cc
var _ embed.FS
