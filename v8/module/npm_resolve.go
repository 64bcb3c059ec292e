package module

import (
	"fmt"
	"path"
	"strings"
)

// resolvePackage finds the file that a bare specifier stands for, such as
// "lodash-es/add.js", in the node_modules folders at and above a folder.
//
// Node: PACKAGE_RESOLVE.
func (r resolution) resolvePackage(specifier, from string) (string, error) {
	name, subpath, err := cutPackageName(specifier)
	if err != nil {
		return "", err
	}
	if found, err := r.resolveSelf(name, subpath, from); found != "" || err != nil {
		return found, err
	}
	for folder := from; ; folder = path.Dir(folder) {
		candidate := path.Join(folder, "node_modules", name)
		if isFolder(r.FS, candidate) {
			return r.resolveInPackage(candidate, subpath)
		}
		if folder == "." {
			break
		}
	}
	return "", fmt.Errorf("%w: there is no package %s in node_modules of %s or above", ErrNotFound, quote(name), quote(from))
}

// cutPackageName splits "@a/b/c.js" into "@a/b" and "./c.js".
func cutPackageName(specifier string) (name, subpath string, err error) {
	end := strings.IndexByte(specifier, '/')
	if strings.HasPrefix(specifier, "@") {
		if end < 0 {
			return "", "", invalid(specifier, "a scope has to be followed by a slash and a name")
		}
		if next := strings.IndexByte(specifier[end+1:], '/'); next >= 0 {
			end += 1 + next
		} else {
			end = -1
		}
	}
	name, subpath = specifier, "."
	if end >= 0 {
		name, subpath = specifier[:end], "."+specifier[end:]
	}
	switch {
	case name == "", strings.HasPrefix(name, "."), strings.ContainsAny(name, `\%`), strings.Contains(name, "/."),
		strings.HasSuffix(name, "/"):
		return "", "", invalid(specifier, "it doesn't begin with a name of a package")
	case strings.HasSuffix(specifier, "/"):
		return "", "", invalid(specifier, "it ends with a slash")
	}
	return name, subpath, nil
}

func (r resolution) resolveInPackage(folder, subpath string) (string, error) {
	p, err := r.readPackage(folder)
	if err != nil {
		return "", err
	}
	if p != nil && p.exports != nil {
		return r.resolveExports(p, subpath)
	}
	if subpath != "." {
		if r.require {
			return r.asFileOrFolder(path.Join(folder, subpath))
		}
		return r.inFolder(folder, subpath)
	}
	if found, ok := r.mainOf(folder, p); ok {
		return found, nil
	}
	return "", fmt.Errorf("%w: the package in %s has neither exports, nor a file for main, nor an index.js",
		ErrNotFound, quote(folder))
}

// resolveSelf is a package's reference to itself by its own name; "" if it is
// none.
//
// Node: PACKAGE_SELF_RESOLVE.
func (r resolution) resolveSelf(name, subpath, from string) (string, error) {
	p, err := r.packageScope(from)
	if err != nil || p == nil || p.exports == nil || p.name != name {
		return "", err
	}
	return r.resolveExports(p, subpath)
}

// resolveImports finds what a "#name" is in its package.
//
// Node: PACKAGE_IMPORTS_RESOLVE.
func (r resolution) resolveImports(specifier, from string) (string, error) {
	if specifier == "#" || strings.HasPrefix(specifier, "#/") {
		return "", invalid(specifier, "a name has to follow #")
	}
	p, err := r.packageScope(from)
	if err != nil {
		return "", err
	}
	if p != nil && p.imports != nil {
		found, err := r.matchSubpath(p, specifier, p.imports, true)
		if err != nil || found.is == aFile {
			return found.name, err
		}
	}
	return "", fmt.Errorf("%w: there is no %s in imports of the package.json of %s", ErrNotExported, quote(specifier), quote(from))
}

// inFolder joins a folder with a path of a URL, which must not leave it.
func (r resolution) inFolder(folder, subpath string) (string, error) {
	u, err := resolveFile(subpath, strings.TrimSuffix(fileURL(folder), "/")+"/")
	if err != nil {
		return "", err
	}
	name, err := fileName(u)
	if err != nil {
		return "", err
	}
	if folder != "." && !strings.HasPrefix(name, folder+"/") {
		return "", fmt.Errorf("%w: %s leads out of the package in %s", ErrOutsideRoot, quote(subpath), quote(folder))
	}
	return name, nil
}

// mainOf is the file that a package without exports is.
//
// Node: LOAD_AS_DIRECTORY.
func (l *NPMLoader) mainOf(folder string, p *packageJSON) (string, bool) {
	if p != nil && p.main != "" {
		if main := path.Join(folder, p.main); isInside(main, folder) {
			if found, ok := l.asFile(main); ok {
				return found, true
			}
			if found, ok := l.index(main); ok {
				return found, true
			}
		}
	}
	return l.index(folder)
}

func isInside(name, folder string) bool {
	return folder == "." && !strings.HasPrefix(name, "../") && name != ".." || name == folder ||
		strings.HasPrefix(name, folder+"/")
}

func (l *NPMLoader) index(folder string) (string, bool) {
	for _, extension := range extensions {
		if name := path.Join(folder, "index"+extension); isFile(l.FS, name) {
			return name, true
		}
	}
	return "", false
}

// asFile is a file without or with one of the extensions that may be left out.
//
// Node: LOAD_AS_FILE.
func (l *NPMLoader) asFile(name string) (string, bool) {
	if isFile(l.FS, name) {
		return name, true
	}
	for _, extension := range extensions {
		if isFile(l.FS, name+extension) {
			return name + extension, true
		}
	}
	return "", false
}

var extensions = []string{".js", ".json"}

func (l *NPMLoader) asFileOrFolder(name string) (string, error) {
	if found, ok := l.asFile(name); ok {
		return found, nil
	}
	if isFolder(l.FS, name) {
		p, err := l.readPackage(name)
		if err != nil {
			return "", err
		}
		if found, ok := l.mainOf(name, p); ok {
			return found, nil
		}
	}
	return "", fmt.Errorf("%w: there is neither a file nor a folder %s, with whatever extension", ErrNotFound, quote(name))
}

// requirePath is the file that require gives for a specifier.
//
// Node: [require.resolve], without its global folders.
//
// [require.resolve]: https://nodejs.org/api/modules.html#all-together
func (r resolution) requirePath(specifier, referrer, from string) (string, error) {
	switch {
	case strings.HasPrefix(specifier, "#"):
		return r.resolveImports(specifier, from)
	case !isRelative(specifier):
		return r.resolvePackage(strings.TrimSuffix(specifier, "/"), from)
	}
	name := path.Join(from, specifier)
	if strings.HasPrefix(specifier, "/") {
		name = path.Join(".", specifier[1:])
	}
	if name == ".." || strings.HasPrefix(name, "../") {
		return "", fmt.Errorf("%w: %s from %s", ErrOutsideRoot, quote(specifier), quote(referrer))
	}
	return r.asFileOrFolder(name)
}
