package module

import (
	"context"
	"fmt"

	"github.com/nodeisolates/isolates/v8/module/internal/weburl"
)

// A MapLoader has modules under their URLs, or under any other names: it is how
// Go gives functions to scripts, and a test its modules.
//
//	module.MapLoader{
//		"app:main": {Text: `import { read } from "host"; export default read("a")`},
//		"host":     {Kind: module.Go, Exports: map[string]any{"read": read}},
//	}
//
// The map must not change while it is in use.
type MapLoader map[string]Source

var _ Prober = MapLoader(nil)

// Resolve takes a key as it is, and what is relative to a referrer that is a URL
// with a path when the map has the result.
func (l MapLoader) Resolve(specifier, referrer string, _ Attributes) (string, error) {
	if err := checkSpecifier(specifier); err != nil {
		return "", err
	}
	if l.Has(specifier) {
		return specifier, nil
	}
	base := ""
	if isRelative(specifier) {
		base = referrer
	}
	if u, err := weburl.Parse(specifier, base); err == nil && l.Has(u.String()) {
		return u.String(), nil
	}
	return "", fmt.Errorf("%w: the map has no %s", ErrNotFound, quote(specifier))
}

// Load looks the URL up.
func (l MapLoader) Load(_ context.Context, url string) (Source, error) {
	source, ok := l[url]
	if !ok {
		return Source{}, fmt.Errorf("%w: the map has no %s", ErrNotFound, quote(url))
	}
	return source, nil
}

// Has reports whether the map has the URL.
func (l MapLoader) Has(url string) bool {
	_, ok := l[url]
	return ok
}
