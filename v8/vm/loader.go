package vm

import (
	"context"
	"slices"
	"strconv"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A Loader finds the modules that guests import. Its methods are called by any
// goroutine, several at a time, and not while JavaScript waits, but for
// import.meta.resolve and require.resolve. An error that matches fs.ErrNotExist says
// that there is no such module.
//
// The loaders of package module of this module become Loaders by inprocess.Loader.
type Loader interface {
	// Resolve turns what an import says into the URL that identifies the module.
	// The referrer is the URL of the module that imports, or the name of the script,
	// or "" for [Context.Import].
	Resolve(specifier, referrer string, attributes ModuleAttributes) (url string, err error)

	// Load gets the module of a URL that Resolve has given.
	Load(ctx context.Context, url string) (ModuleSource, error)
}

// An ExceptionMapper is a Loader whose modules are made from something else, such as
// TypeScript.
type ExceptionMapper interface {
	Loader

	// MapException changes the positions in an exception, and in its stack, to those
	// of the text that a person wrote, where they are in a module of the loader's.
	MapException(e *Exception)
}

// mapped is an exception with the positions that the isolate's loaders give it.
func (i *Isolate) mapped(e *Exception) *Exception {
	i.mutex.Lock()
	var mappers []ExceptionMapper
	for _, c := range i.contexts {
		if m, ok := c.options.Loader.(ExceptionMapper); ok && !slices.Contains(mappers, m) {
			mappers = append(mappers, m)
		}
	}
	i.mutex.Unlock()
	for _, m := range mappers {
		m.MapException(e)
	}
	return e
}

// ModuleAttributes say how a module is asked for.
type ModuleAttributes struct {
	Type    string // of `with { type: "json" }`
	Require bool   // by a CommonJS module
}

// A ModuleKind is how text becomes a module.
type ModuleKind int

// The kinds of a module; they are those of package module.
const (
	JavaScript ModuleKind = iota
	JSON
	CommonJS
	Text
)

// A ModuleSource is what a module is made of.
type ModuleSource struct {
	Kind ModuleKind // how it becomes a module
	Text string     // of UTF-8, or of any bytes if Kind is Text
}

func (c *Context) resolve(h *protocol.HostCall) (protocol.Value, error) {
	if c == nil || c.options.Loader == nil || len(h.Values) != 3 {
		return protocol.Value{}, errNoSuchFunction
	}
	url, err := c.options.Loader.Resolve(h.Text, h.Values[0].Text, ModuleAttributes{
		Type: h.Values[1].Text, Require: h.Values[2].Number != 0,
	})
	return protocol.Value{Kind: protocol.String, Text: url}, err
}

func (c *Context) load(ctx context.Context, h *protocol.HostCall) (protocol.Value, error) {
	if c == nil || c.options.Loader == nil {
		return protocol.Value{}, errNoSuchFunction
	}
	source, err := c.options.Loader.Load(ctx, h.Text)
	if err != nil {
		return protocol.Value{}, err
	}
	if source.Kind < JavaScript || source.Kind > Text {
		return protocol.Value{}, errorOf(ErrUnsupported, "the loader gave a module of kind "+strconv.Itoa(int(source.Kind)))
	}
	return protocol.Value{Kind: protocol.String, Text: strconv.Itoa(int(source.Kind)) + source.Text}, nil
}
