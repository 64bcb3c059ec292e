package module

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/nodeisolates/isolates/v8/module/internal/weburl"
)

// An FSLoader loads the files of a file system, as a browser would from a server:
// "./a.js" and "/lib/a.js" name files, extensions have to be there, and there are
// no packages; see [NPMLoader]. The root of FS is file:///, so that lib/a.js is
// file:///lib/a.js.
//
// What leads out of the root is [ErrOutsideRoot]. Symbolic links are followed as
// FS does: [os.DirFS] follows them to anywhere, [os.Root.FS] keeps them inside.
//
// Files with the extension .json are [JSON], those with .cjs and .cts [CommonJS],
// those with .js, .mjs, .jsx, .ts, .mts, .tsx or none [JavaScript], and all others
// [Text]. A byte order mark is left out of all but Text.
type FSLoader struct {
	FS fs.FS // what it loads from
}

var _ Prober = FSLoader{}

// Resolve takes relative specifiers and file URLs. It does not look whether the
// file is there. Without a referrer, "./a.js" is relative to the root, and a
// referrer that is no URL, the name of a script, is one of the root.
func (l FSLoader) Resolve(specifier, referrer string, _ Attributes) (string, error) {
	u, err := resolveFile(specifier, referrer)
	if err != nil {
		return "", err
	}
	if _, err := fileName(u); err != nil {
		return "", err
	}
	return u.String(), nil
}

// Load reads the file of a URL.
func (l FSLoader) Load(ctx context.Context, url string) (Source, error) {
	name, err := fileOf(url)
	if err != nil {
		return Source{}, err
	}
	text, err := readFile(ctx, l.FS, name)
	if err != nil {
		return Source{}, err
	}
	return sourceOf(kindByExtension(name), text), nil
}

func kindByExtension(name string) Kind {
	switch path.Ext(name) {
	case ".json":
		return JSON
	case ".cjs", ".cts":
		return CommonJS
	case ".js", ".mjs", ".jsx", ".ts", ".mts", ".tsx", "":
		return JavaScript
	}
	return Text
}

func sourceOf(kind Kind, text string) Source {
	if kind != Text {
		text = strings.TrimPrefix(text, "\ufeff")
	}
	return Source{Kind: kind, Text: text}
}

// Has reports whether there is a file for the URL.
func (l FSLoader) Has(url string) bool {
	name, err := fileOf(url)
	return err == nil && isFile(l.FS, name)
}

// resolveFile makes the file URL of a specifier that is a URL or relative.
func resolveFile(specifier, referrer string) (weburl.URL, error) {
	if err := checkSpecifier(specifier); err != nil {
		return weburl.URL{}, err
	}
	referrer = referrerURL(referrer)
	base := ""
	if isRelative(specifier) {
		base = referrer
	}
	u, err := weburl.Parse(specifier, base)
	switch {
	case base == "" && errors.Is(err, weburl.ErrNoBase):
		return u, fmt.Errorf("%w: %s is neither a URL nor begins with ./, ../ or /: "+
			"an import map or an NPMLoader gives such names a meaning", ErrNotFound, quote(specifier))
	case errors.Is(err, weburl.ErrNoBase):
		return u, fmt.Errorf("%w: %s is relative, and its referrer %s has no path",
			ErrNotFound, quote(specifier), quote(referrer))
	case err != nil:
		return u, fmt.Errorf("%w %s: %w", ErrInvalidSpecifier, quote(specifier), err)
	case u.Scheme != "file":
		return u, fmt.Errorf("%w: %s is no file URL", ErrNotFound, quote(u.String()))
	case u.Authority != "":
		return u, invalid(specifier, "a file URL has no host here: write file:///")
	case u.Escapes:
		return u, fmt.Errorf("%w: %s from %s", ErrOutsideRoot, quote(specifier), quote(referrer))
	}
	return u, nil
}

const rootURL = "file:///"

// referrerURL is the URL of a referrer, which is relative to the root when it is
// the name of a script.
func referrerURL(referrer string) string {
	if _, err := weburl.Parse(referrer, ""); errors.Is(err, weburl.ErrNoBase) {
		if u, err := weburl.Parse(referrer, rootURL); err == nil {
			return u.String()
		}
	}
	return referrer
}

// fileOf is the name in a file system of a URL that resolveFile has made.
func fileOf(url string) (string, error) {
	u, err := resolveFile(url, "")
	if err != nil {
		return "", err
	}
	return fileName(u)
}

func fileName(u weburl.URL) (string, error) {
	lower := strings.ToLower(u.Path)
	if strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c") || strings.Contains(lower, "%00") {
		return "", invalid(u.String(), "it has an encoded slash, backslash or NUL")
	}
	name, err := url.PathUnescape(u.Path)
	if err != nil {
		return "", fmt.Errorf("%w %s: %w", ErrInvalidSpecifier, quote(u.String()), err)
	}
	name = strings.TrimPrefix(name, "/")
	if name == "" {
		name = "."
	}
	if !fs.ValidPath(name) {
		return "", invalid(u.String(), "its path is none of a file system: see fs.ValidPath")
	}
	return name, nil
}

// fileURL is the URL of a file.
func fileURL(name string) string {
	if name == "." {
		return rootURL
	}
	escaped := strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", `\`, "%5C", "\n", "%0A", "\r", "%0D", "\t", "%09")
	u, err := weburl.Parse(rootURL+escaped.Replace(name), "")
	if err != nil {
		return rootURL + name // Can't be: a path is never wrong.
	}
	return u.String()
}

func readFile(ctx context.Context, fsys fs.FS, name string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if err != nil {
		return "", err
	}
	return string(data), nil
}

func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && !info.IsDir()
}

func isFolder(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}
