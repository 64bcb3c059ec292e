package module

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8/module/internal/weburl"
)

// A target is what exports or imports of a package.json say of a name.
type target struct {
	is   targetIs
	name string
}

type targetIs int

const (
	nothing targetIs = iota // not mentioned, or under no condition that holds
	aNull                   // null: not to be had
	aFile
)

// errTarget is that of a target which is wrong. In a list the next one is tried.
var errTarget = fmt.Errorf("%w: invalid target", ErrInvalidPackage)

// resolveExports finds the file of "." or "./path" in a package with exports.
//
// Node: PACKAGE_EXPORTS_RESOLVE.
func (r resolution) resolveExports(p *packageJSON, subpath string) (string, error) {
	object, isObject := p.exports.(members)
	dotted := 0
	for _, m := range object {
		if strings.HasPrefix(m.key, ".") {
			dotted++
		}
	}
	if dotted > 0 && dotted < len(object) {
		return "", fmt.Errorf("%w in %s: exports has both paths and conditions", ErrInvalidPackage, quote(p.folder))
	}
	var found target
	var err error
	switch {
	case isObject && dotted == len(object):
		found, err = r.matchSubpath(p, subpath, object, false)
	case subpath == ".":
		found, err = r.resolveTarget(p, p.exports, nil, false)
	}
	if err != nil || found.is == aFile {
		return found.name, err
	}
	return "", fmt.Errorf("%w in %s: %s, under the conditions %s", ErrNotExported, quote(p.folder), quote(subpath),
		strings.Join(r.conditions(), ", "))
}

func (r resolution) conditions() []string {
	by := "import"
	if r.require {
		by = "require"
	}
	return append([]string{by}, r.Conditions...)
}

// matchSubpath looks a name up in an object whose keys may have a "*".
//
// Node: PACKAGE_IMPORTS_EXPORTS_RESOLVE.
func (r resolution) matchSubpath(p *packageJSON, name string, object members, isImports bool) (target, error) {
	if strings.HasSuffix(name, "/") {
		return target{}, nil
	}
	best, bestMatch := -1, ""
	for n, m := range object {
		if m.key == name && !strings.Contains(name, "*") {
			return r.resolveTarget(p, object.get(name), nil, isImports)
		}
		before, after, ok := strings.Cut(m.key, "*")
		if !ok || strings.Contains(after, "*") || len(name) < len(m.key) || name == before ||
			!strings.HasPrefix(name, before) || !strings.HasSuffix(name, after) {
			continue
		}
		if best < 0 || isMoreSpecific(m.key, object[best].key) {
			best, bestMatch = n, name[len(before):len(name)-len(after)]
		}
	}
	if best < 0 {
		return target{}, nil
	}
	return r.resolveTarget(p, object.get(object[best].key), &bestMatch, isImports)
}

// isMoreSpecific compares two keys with a "*".
//
// Node: PATTERN_KEY_COMPARE.
func isMoreSpecific(a, b string) bool {
	inA, inB := strings.IndexByte(a, '*'), strings.IndexByte(b, '*')
	if inA != inB {
		return inA > inB
	}
	return len(a) > len(b)
}

// resolveTarget finds the file of a target: a path, a list to choose from, or
// conditions. match is what stands for the "*".
//
// Node: PACKAGE_TARGET_RESOLVE.
func (r resolution) resolveTarget(p *packageJSON, value any, match *string, isImports bool) (target, error) {
	switch value := value.(type) {
	case nil:
		return target{is: aNull}, nil
	case string:
		name, err := r.resolveTargetPath(p, value, match, isImports)
		return target{aFile, name}, err
	case []any:
		var last target
		var lastErr error
		if len(value) == 0 {
			return target{is: aNull}, nil
		}
		for _, element := range value {
			found, err := r.resolveTarget(p, element, match, isImports)
			if err != nil && !errors.Is(err, errTarget) {
				return target{}, err
			}
			if err == nil && found.is == nothing {
				continue
			}
			if last, lastErr = found, err; err == nil && found.is == aFile {
				return found, nil
			}
		}
		return last, lastErr
	case members:
		for _, m := range value {
			if isIndex(m.key) {
				return target{}, fmt.Errorf("%w in %s: a condition is a number", ErrInvalidPackage, quote(p.folder))
			}
		}
		for _, m := range value {
			if m.key != "default" && !slices.Contains(r.conditions(), m.key) {
				continue
			}
			if found, err := r.resolveTarget(p, m.value, match, isImports); err != nil || found.is != nothing {
				return found, err
			}
		}
		return target{}, nil
	}
	return target{}, fmt.Errorf("%w in %s: %v", errTarget, quote(p.folder), value)
}

func isIndex(key string) bool {
	return key != "" && len(key) < 11 && strings.Trim(key, "0123456789") == "" && (key == "0" || key[0] != '0')
}

func (r resolution) resolveTargetPath(p *packageJSON, text string, match *string, isImports bool) (string, error) {
	full := text
	if match != nil {
		full = strings.ReplaceAll(text, "*", *match)
	}
	if !strings.HasPrefix(text, "./") {
		_, err := weburl.Parse(text, "")
		if !isImports || isRelative(text) || err == nil {
			return "", fmt.Errorf("%w in %s: %s doesn't begin with ./", errTarget, quote(p.folder), quote(text))
		}
		return r.resolvePackage(full, p.folder)
	}
	if hasForbiddenSegment(text[2:]) {
		return "", fmt.Errorf("%w in %s: %s has a segment .. or node_modules", errTarget, quote(p.folder), quote(text))
	}
	if match != nil && hasForbiddenSegment(*match) {
		return "", invalid(*match, "it has a segment .. or node_modules")
	}
	if r.require && !strings.Contains(full, "%") {
		return path.Join(p.folder, full), nil
	}
	return r.inFolder(p.folder, full)
}

// hasForbiddenSegment finds segments that would lead elsewhere.
func hasForbiddenSegment(text string) bool {
	text, err := url.PathUnescape(text)
	if err != nil {
		return true
	}
	text = strings.ReplaceAll(text, `\`, "/")
	for segment := range strings.SplitSeq(text, "/") {
		if segment == "" || segment == "." || segment == ".." || strings.EqualFold(segment, "node_modules") {
			return true
		}
	}
	return false
}
