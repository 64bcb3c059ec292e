package module

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// A packageJSON is what counts of a package.json.
type packageJSON struct {
	folder  string
	name    string
	main    string
	kind    string // the member type
	exports any    // nil when there is none, or null
	imports members
}

// readPackage reads the package.json in a folder; there may be none.
func (l *NPMLoader) readPackage(folder string) (*packageJSON, error) {
	if p, ok := l.packages.Load(folder); ok {
		return p.(*packageJSON), nil
	}
	name := path.Join(folder, "package.json")
	data, err := fs.ReadFile(l.FS, name)
	if errors.Is(err, fs.ErrNotExist) || err != nil && !isFile(l.FS, name) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	parsed, err := parseOrdered(string(data))
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrInvalidPackage, quote(name), err)
	}
	object, ok := parsed.(members)
	if !ok {
		return nil, fmt.Errorf("%w %s: it is no object", ErrInvalidPackage, quote(name))
	}
	p := &packageJSON{folder: folder, exports: object.get("exports")}
	p.name, _ = object.get("name").(string)
	p.main, _ = object.get("main").(string)
	p.kind, _ = object.get("type").(string)
	p.imports, _ = object.get("imports").(members)
	// Only what is there is kept: scripts can ask for folders without end.
	l.packages.Store(folder, p)
	return p, nil
}

// packageScope is the nearest package.json at or above a folder, if there is one.
//
// Node: [LOOKUP_PACKAGE_SCOPE].
//
// [LOOKUP_PACKAGE_SCOPE]: https://nodejs.org/api/esm.html#resolution-algorithm-specification
func (l *NPMLoader) packageScope(folder string) (*packageJSON, error) {
	for {
		if path.Base(folder) == "node_modules" {
			return nil, nil
		}
		p, err := l.readPackage(folder)
		if p != nil || err != nil || folder == "." {
			return p, err
		}
		folder = path.Dir(folder)
	}
}
