package module

import (
	"context"
	"strings"
)

//go:generate go tool -modfile=../../scripts/tools/go.mod mockgen -source=loader.go -destination=internal/mocks/loader.go -package=mocks

// A Loader finds modules. A [Registry] asks it outside the isolate's lock, from
// goroutines of its own: JavaScript of other contexts runs meanwhile, and several
// calls of Resolve and Load are under way at once. So both must be safe for that.
// Only import.meta.resolve and require.resolve, which can't wait, have Resolve called
// by the goroutine that runs the script, unless the answer is known.
//
// An error that matches [ErrNotFound] says that this loader does not know the
// module, and a [ChainLoader] goes on with the next. Any other error is final.
//
// ECMAScript: [HostLoadImportedModule].
//
// [HostLoadImportedModule]: https://tc39.es/ecma262/#sec-HostLoadImportedModule
type Loader interface {
	// Resolve turns what an import says into the URL that identifies the module.
	// The referrer is the URL of the module that imports, or the name of the
	// script, or "" when Go does. Equal arguments should have equal results; a
	// Registry asks once for each.
	Resolve(specifier, referrer string, attributes Attributes) (url string, err error)

	// Load gets the module of a URL that Resolve has given. A Registry asks once
	// for each URL, and again only after an error. ctx ends with the last import
	// that waits for the module.
	Load(ctx context.Context, url string) (Source, error)
}

// A Prober is a [Loader] that can say whether it has a module without loading
// it. What tries several names, such as "./a.ts" and "./a/index.ts" for "./a",
// asks it.
type Prober interface {
	Loader

	// Has reports whether Load would find the URL.
	Has(url string) bool
}

// An ErrorMapper is a [Loader] whose modules are made from something else, such
// as TypeScript. A [Registry] gives it the errors that it returns.
type ErrorMapper interface {
	Loader

	// MapError changes the positions in what [v8.Exception] the error holds to
	// those of the text that a person wrote, and returns the error.
	MapError(err error) error
}

// Attributes say how a module is asked for.
type Attributes struct {
	// Type is that of `with { type: "json" }`, and "" without. It is part of what
	// identifies a module.
	Type string

	// Require says that a CommonJS module's require asks, not an import.
	Require bool
}

// The types of [Attributes] that a [Registry] knows. Others are an error.
const (
	TypeJSON  = "json"
	TypeText  = "text"
	TypeBytes = "bytes"
)

// Kind is how the text of a [Source] becomes a module.
type Kind int

// The kinds of a [Source].
const (
	// JavaScript is an ECMAScript module: its Text, compiled.
	JavaScript Kind = iota

	// JSON is a module whose default export is its Text, parsed. The import needs
	// `with { type: "json" }`, so that what was meant to be data never runs.
	JSON

	// CommonJS is a module of Node's older kind, with require and module.exports.
	// Its default export is module.exports; its other exports are the names that
	// are found in its Text.
	CommonJS

	// Text is what no program is made of. The import needs `with { type: "text" }`,
	// and its default export is the Text as a string, or `with { type: "bytes" }`,
	// and it is a Uint8Array. The other kinds may be imported so too.
	Text

	// Go is a module whose exports are the Go values of Exports.
	Go
)

// String is the kind's name: "JavaScript".
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

var kindNames = [...]string{"JavaScript", "JSON", "CommonJS", "Text", "Go"}

// A Source is what a module is made of.
type Source struct {
	Kind Kind // how it becomes a module

	// Text is of UTF-8, without a byte order mark, unless Kind is Text: then it is
	// any bytes.
	Text string

	// Exports are those of a Go module. A func becomes a function as by
	// [v8.Scope.NewFunctionOf], anything else what [v8.Scope.ToValue] makes of it,
	// each once for a context. "default" is the default export.
	Exports map[string]any

	// SourceMapURL is told to debuggers.
	SourceMapURL string
}

// longestSpecifier is the most that this package looks at: a specifier ends up
// in keys, errors and stack traces.
const longestSpecifier = 64 << 10

// checkSpecifier refuses what no loader could mean.
func checkSpecifier(specifier string) error {
	switch {
	case specifier == "":
		return invalid(specifier, "it is empty")
	case len(specifier) > longestSpecifier:
		return invalid(specifier, "it is longer than 64 KB")
	case strings.IndexByte(specifier, 0) >= 0:
		return invalid(specifier, "it has a NUL")
	}
	return nil
}

// isRelative reports whether a specifier is relative to its referrer.
func isRelative(specifier string) bool {
	return strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") ||
		strings.HasPrefix(specifier, "/") || specifier == "." || specifier == ".."
}
