package typescript

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/wire"
	"github.com/nodeisolates/isolates/v8/module"
)

// Options say how to compile. The zero value has these defaults.
type Options struct {
	// JSXImportSource is the package whose jsx-runtime JSX is compiled to, such as
	// "preact". Empty is "react".
	JSXImportSource string

	// JSXFactory is a function that JSX becomes calls of instead, such as "h", and
	// JSXFragment is what it is given for <>...</>.
	JSXFactory, JSXFragment string

	// TSConfig is the text of a tsconfig.json, of which esbuild heeds what changes
	// the result, such as experimentalDecorators.
	TSConfig string
}

// A Loader compiles the TypeScript and JSX that another loader loads, by the
// extension of the URL: .ts, .mts, .cts, .tsx and .jsx. All else it leaves alone.
//
// As TypeScript has it, "./a" and "./a.js" may stand for a.ts, and "./a" for
// a/index.ts, if the other loader is a [module.Prober] and does not have what is
// written.
type Loader struct {
	inner   module.Loader
	options Options

	mu      sync.Mutex
	modules map[string]*compiled // by URL
	mapped  mappedSet
}

var (
	_ module.Prober      = (*Loader)(nil)
	_ module.ErrorMapper = (*Loader)(nil)
)

// NewLoader makes a loader that wraps inner.
func NewLoader(inner module.Loader, options Options) *Loader {
	if inner == nil {
		panic(misuse.TypeScriptNil)
	}
	return &Loader{inner: inner, options: options, modules: map[string]*compiled{}}
}

// Resolve asks the other loader, for what is written and then for what it may
// stand for.
func (l *Loader) Resolve(specifier, referrer string, attributes module.Attributes) (string, error) {
	url, err := l.inner.Resolve(specifier, referrer, attributes)
	prober, ok := l.inner.(module.Prober)
	if !ok || !strings.HasPrefix(specifier, ".") && !strings.HasPrefix(specifier, "/") {
		return url, err
	}
	if err == nil && prober.Has(url) || err != nil && !errors.Is(err, module.ErrNotFound) && !errors.Is(err, module.ErrUnsupported) {
		return url, err
	}
	for _, candidate := range candidates(specifier) {
		if found, err := prober.Resolve(candidate, referrer, attributes); err == nil && prober.Has(found) {
			return found, nil
		}
	}
	return url, err
}

var standsFor = map[string][]string{
	".js":  {".ts", ".tsx"},
	".jsx": {".tsx"},
	".mjs": {".mts"},
	".cjs": {".cts"},
}

// candidates are what a specifier may stand for.
func candidates(specifier string) []string {
	name, tail := specifier, ""
	if n := strings.IndexAny(specifier, "?#"); n >= 0 {
		name, tail = specifier[:n], specifier[n:]
	}
	var list []string
	extension := path.Ext(name)
	for _, other := range standsFor[extension] {
		list = append(list, strings.TrimSuffix(name, extension)+other+tail)
	}
	if list == nil {
		name = strings.TrimSuffix(name, "/")
		for _, more := range []string{".ts", ".tsx", ".mts", ".js", ".jsx", "/index.ts", "/index.tsx", "/index.js"} {
			list = append(list, name+more+tail)
		}
	}
	return list
}

// Load loads by the other loader, and compiles, unless the same text was compiled
// for the URL before: many registries may share a Loader. The compiler can't be
// interrupted. What it does not understand is an [*Error].
func (l *Loader) Load(ctx context.Context, url string) (module.Source, error) {
	source, err := l.inner.Load(ctx, url)
	if err != nil || source.Kind != module.JavaScript && source.Kind != module.CommonJS {
		return source, err
	}
	language, ok := languages[extensionOf(url)]
	if !ok {
		return source, nil
	}
	l.mu.Lock()
	known := l.modules[url]
	l.mu.Unlock()
	if known != nil && known.kind == source.Kind && known.from == source.Text {
		source.Text = known.code
		return source, nil
	}
	options := api.TransformOptions{
		Loader: language, Sourcefile: url, Sourcemap: api.SourceMapExternal, Target: api.ESNext, Supported: missing,
		JSX: api.JSXAutomatic, JSXImportSource: l.options.JSXImportSource, TsconfigRaw: l.options.TSConfig,
		Format: api.FormatESModule, Platform: api.PlatformNeutral, LogLevel: api.LogLevelSilent,
	}
	if source.Kind == module.CommonJS {
		options.Format = api.FormatCommonJS
		options.Platform = api.PlatformNode // which writes the exports' names down
	}
	if l.options.JSXFactory != "" {
		options.JSX, options.JSXFactory, options.JSXFragment = api.JSXTransform, l.options.JSXFactory, l.options.JSXFragment
	}
	result := api.Transform(source.Text, options)
	if len(result.Errors) > 0 {
		return module.Source{}, errorOf(url, result.Errors)
	}
	made := &compiled{kind: source.Kind, from: source.Text, code: string(result.Code)}
	made.data = result.Map
	l.mu.Lock()
	l.modules[url] = made
	l.mu.Unlock()
	source.Text = made.code
	return source, nil
}

// A compiled is what was made of a text, for other registries that ask for it.
type compiled struct {
	sourceMap
	kind       module.Kind
	from, code string
}

// missing is what V8 does not have yet.
var missing = map[string]bool{"decorators": false, "using": false}

var languages = map[string]api.Loader{
	".ts": api.LoaderTS, ".mts": api.LoaderTS, ".cts": api.LoaderTS, ".tsx": api.LoaderTSX, ".jsx": api.LoaderJSX,
}

func extensionOf(url string) string {
	if n := strings.IndexAny(url, "?#"); n >= 0 {
		url = url[:n]
	}
	return path.Ext(url)
}

// Has asks the other loader.
func (l *Loader) Has(url string) bool {
	prober, ok := l.inner.(module.Prober)
	return ok && prober.Has(url)
}

// An Error is what the compiler says of a text that is wrong.
type Error struct {
	URL string // of the module

	// Line and Column are where, from 1, a column in UTF-16 code units. They are 0
	// when it is not about a place, such as a wrong [Options].TSConfig.
	Line, Column int

	Message string // what is wrong
	More    int    // how many more there are
}

// Error is what is wrong, and where.
func (e *Error) Error() string {
	text := e.Message
	if e.Line > 0 {
		text += fmt.Sprintf(" (%s:%d:%d)", e.URL, e.Line, e.Column)
	}
	if e.More > 0 {
		text += fmt.Sprintf(", and %d more", e.More)
	}
	return text
}

func errorOf(url string, messages []api.Message) error {
	first := messages[0]
	e := &Error{URL: url, Message: first.Text, More: len(messages) - 1}
	if at := first.Location; at != nil {
		before := at.LineText[:min(at.Column, len(at.LineText))]
		e.Line, e.Column = at.Line, 1+wire.UTF16Length(before)
	}
	return e
}
