// Package deps pins the V8 that this module is built with, and brings it into
// the build.
//
// V8 comes as two Go modules, which go.sum verifies like any other: static
// archives of V8, one module for each platform, and V8's C++ headers. Importing
// this package links the archive of the platform that the program is built for.
//
// The build tag v8_custom leaves both out. Then CGO_CXXFLAGS must name the
// headers of your own V8, and CGO_LDFLAGS its libraries. The build tag v8_nowrap
// leaves out what wraps functions of V8 and of the C library when the program is
// linked; see v8.Statistics.Uncontained for what that gives up.
package deps

const (
	// Version is V8's version, as V8's header v8-version.h and the JavaScript
	// engine itself report it.
	Version = "13.6.233.10"

	// ArchiveVersion is the version of the modules that hold the archives,
	// github.com/tommie/v8go/deps/linux_amd64 and its siblings.
	ArchiveVersion = "v0.0.0-20250515043113-5dcc98077472"

	// HeaderVersion is the version of github.com/tommie/v8go, the module that
	// holds the headers. Nothing else of that module is used.
	HeaderVersion = "v0.34.0"
)
