package module

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/nodeisolates/isolates/v8/module/internal/commonjs"
	"github.com/nodeisolates/isolates/v8/module/internal/weburl"
)

// An NPMLoader loads files and the packages in their node_modules folders, as
// Node does: with the members exports, imports, main and type of package.json,
// conditions, a package's references to itself, and CommonJS. Files are there
// under file URLs, as those of an [FSLoader]. What leads out of the root is
// [ErrOutsideRoot], by a symbolic link too; a module is known by the path that
// its links lead to, so that pnpm's folders work.
//
// A file with the extension .js is CommonJS or an ECMAScript module by the type
// of its package.json, and without one by whether it has import or export.
//
// Modules of Node's own, such as fs or node:fs, are [ErrNotFound]; a [MapLoader]
// before this one in a [ChainLoader] can give them. Addons (.node) and
// WebAssembly are [ErrUnsupported].
//
// The files must not change while the loader is in use: package.json is read
// once. An NPMLoader must not be copied.
//
// Node: [resolution algorithm].
//
// [resolution algorithm]: https://nodejs.org/api/esm.html#resolution-algorithm-specification
type NPMLoader struct {
	FS fs.FS // what it loads from

	// Conditions are what exports and imports of packages are chosen by, besides
	// "import" or "require", and "default". Packages know "browser", "node",
	// "worker", "development", "production" and more: V8 alone has neither the
	// DOM nor Node's modules, and what is written for browsers often asks for less.
	Conditions []string

	packages sync.Map // folder -> *packageJSON
}

var _ Prober = (*NPMLoader)(nil)

// Resolve finds the file that a specifier stands for. The packages of a referrer
// that is no file are those in the root's node_modules.
func (l *NPMLoader) Resolve(specifier, referrer string, attributes Attributes) (string, error) {
	if err := checkSpecifier(specifier); err != nil {
		return "", err
	}
	from := "."
	if name, err := fileOf(referrerURL(referrer)); err == nil && referrer != "" {
		from = path.Dir(name)
	}
	r := resolution{l, attributes.Require}
	name, tail, err := r.resolve(specifier, referrer, from)
	if err != nil {
		return "", err
	}
	if name, err = l.realPath(name); err != nil {
		return "", err
	}
	return fileURL(name) + tail, nil
}

// A resolution is one call of Resolve.
type resolution struct {
	*NPMLoader
	require bool
}

// resolve gives the file, and the query and fragment of its URL.
func (r resolution) resolve(specifier, referrer, from string) (name, tail string, err error) {
	_, noURL := weburl.Parse(specifier, "")
	switch {
	case r.require:
		name, err = r.requirePath(specifier, referrer, from)
		return name, "", err
	case strings.HasPrefix(specifier, "#"):
		name, err = r.resolveImports(specifier, from)
	case isRelative(specifier) || !errors.Is(noURL, weburl.ErrNoBase):
		u, err := resolveFile(specifier, referrer)
		if err != nil {
			return "", "", err
		}
		if name, err = fileName(u); err != nil {
			return "", "", err
		}
		tail = u.Query + u.Fragment
	default:
		name, err = r.resolvePackage(specifier, from)
	}
	if err != nil {
		return "", "", err
	}
	if isFolder(r.FS, name) {
		return "", "", fmt.Errorf("%w: %s is the folder %s: name a file in it", ErrUnsupported, quote(specifier), quote(name))
	}
	if !isFile(r.FS, name) {
		return "", "", fmt.Errorf("%w: %s would be the file %s", ErrNotFound, quote(specifier), quote(name))
	}
	return name, tail, nil
}

// Load reads the file of a URL.
func (l *NPMLoader) Load(ctx context.Context, url string) (Source, error) {
	name, err := fileOf(url)
	if err != nil {
		return Source{}, err
	}
	if extension := path.Ext(name); extension == ".node" || extension == ".wasm" {
		return Source{}, fmt.Errorf("%w: %s", ErrUnsupported, quote(name))
	}
	text, err := readFile(ctx, l.FS, name)
	if err != nil {
		return Source{}, err
	}
	kind := kindByExtension(name)
	if extension := path.Ext(name); extension == ".js" || extension == "" {
		if kind, err = l.kindOfScript(name, text); err != nil {
			return Source{}, err
		}
	}
	return sourceOf(kind, text), nil
}

func (l *NPMLoader) kindOfScript(name, text string) (Kind, error) {
	p, err := l.packageScope(path.Dir(name))
	switch {
	case err != nil:
		return 0, err
	case p != nil && p.kind == "module":
		return JavaScript, nil
	case p != nil && p.kind == "commonjs":
		return CommonJS, nil
	case commonjs.Scan(text).HasModuleSyntax:
		return JavaScript, nil
	}
	return CommonJS, nil
}

// Has reports whether there is a file for the URL.
func (l *NPMLoader) Has(url string) bool {
	name, err := fileOf(url)
	return err == nil && isFile(l.FS, name)
}

// realPath follows the symbolic links of a path, if the file system has any.
func (l *NPMLoader) realPath(name string) (string, error) {
	const mostLinks = 40
	links, done, rest := 0, ".", name
	for rest != "" {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		next := path.Join(done, part)
		info, err := fs.Lstat(l.FS, next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		target, err := fs.ReadLink(l.FS, next)
		if err != nil {
			return "", err
		}
		to := path.Join(done, target)
		if path.IsAbs(target) || to == ".." || strings.HasPrefix(to, "../") {
			return "", fmt.Errorf("%w: the link %s leads to %s", ErrOutsideRoot, quote(next), quote(target))
		}
		if links++; links > mostLinks {
			return "", fmt.Errorf("%w: %s has more than %d links", ErrNotFound, quote(name), mostLinks)
		}
		done, rest = ".", path.Join(to, rest)
	}
	return done, nil
}
