package module

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8/module/internal/weburl"
)

// An ImportMap gives specifiers the URLs that they stand for, as
// <script type="importmap"> does in a browser: with prefixes that end with "/",
// scopes, null for what must not be had, and integrity.
//
// HTML: [import maps].
//
// [import maps]: https://html.spec.whatwg.org/multipage/webappapis.html#import-maps
type ImportMap struct {
	base      string
	imports   specifierMap
	scopes    []scope
	integrity map[string]string
	warnings  []string
}

// A specifierMap is sorted so that of two prefixes the longer one comes first.
type specifierMap []mapping

type mapping struct {
	key string
	url string // "" is null: the specifier is blocked
}

type scope struct {
	prefix  string
	imports specifierMap
}

// The errors of import maps.
var (
	// ErrInvalidImportMap is that of text that is no import map.
	ErrInvalidImportMap = errors.New("invalid import map")

	// ErrBlocked is that of a specifier that an import map blocks, by null or by
	// an entry that is wrong. It is final: no loader after the map is asked.
	ErrBlocked = errors.New("blocked by the import map")

	// ErrIntegrity is that of a module whose text does not have the hash that an
	// import map demands.
	ErrIntegrity = errors.New("the text of the module has another hash")
)

// ParseImportMap parses the JSON text of an import map. Its relative URLs, and
// imports without a referrer, are relative to base, an absolute URL.
//
// What is wrong as a whole is [ErrInvalidImportMap]. A single entry that is wrong
// is left out or blocks its specifier, as the standard has it, with a line in
// [ImportMap.Warnings].
//
// HTML: [parse an import map string].
//
// [parse an import map string]: https://html.spec.whatwg.org/multipage/webappapis.html#parse-an-import-map-string
func ParseImportMap(text, base string) (*ImportMap, error) {
	u, err := weburl.Parse(base, "")
	if err != nil {
		return nil, fmt.Errorf("%w: its base %s: %w", ErrInvalidImportMap, quote(base), err)
	}
	parsed, err := parseOrdered(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidImportMap, err)
	}
	top, ok := parsed.(members)
	if !ok {
		return nil, fmt.Errorf("%w: it is no object", ErrInvalidImportMap)
	}
	m := &ImportMap{base: u.String(), integrity: map[string]string{}}
	for _, key := range []string{"imports", "scopes", "integrity"} {
		object, ok := top.get(key).(members)
		if !ok && slices.ContainsFunc(top, func(m member) bool { return m.key == key }) {
			return nil, fmt.Errorf("%w: %q is no object", ErrInvalidImportMap, key)
		}
		switch key {
		case "imports":
			m.imports = m.parseSpecifiers(object)
		case "scopes":
			if err := m.parseScopes(object); err != nil {
				return nil, err
			}
		case "integrity":
			m.parseIntegrity(object)
		}
	}
	for _, known := range top {
		if known.key != "imports" && known.key != "scopes" && known.key != "integrity" {
			m.warn("the key %s is unknown", quote(known.key))
		}
	}
	return m, nil
}

func (m *ImportMap) warn(format string, args ...any) {
	m.warnings = append(m.warnings, fmt.Sprintf(format, args...))
}

// Warnings are the entries that were left out or block their specifier because
// they are wrong, a line for each.
func (m *ImportMap) Warnings() []string { return slices.Clone(m.warnings) }

func (m *ImportMap) parseSpecifiers(object members) specifierMap {
	found := map[string]string{}
	for _, entry := range object {
		if entry.key == "" {
			m.warn("an empty specifier is left out")
			continue
		}
		key := entry.key
		if u, ok := urlLike(key, m.base); ok {
			key = u.String()
		}
		found[key] = m.address(key, entry.value)
	}
	list := make(specifierMap, 0, len(found))
	for key, url := range found {
		list = append(list, mapping{key, url})
	}
	slices.SortFunc(list, func(a, b mapping) int { return strings.Compare(b.key, a.key) })
	return list
}

// address is the URL of an entry, or "" if it has none.
func (m *ImportMap) address(key string, value any) string {
	text, ok := value.(string)
	if !ok {
		if value != nil {
			m.warn("%s stands for no string", quote(key))
		}
		return ""
	}
	u, ok := urlLike(text, m.base)
	switch {
	case !ok:
		m.warn("%s stands for %s, which is neither a URL nor begins with ./, ../ or /", quote(key), quote(text))
		return ""
	case strings.HasSuffix(key, "/") && !strings.HasSuffix(u.String(), "/"):
		m.warn("%s ends with a slash, and %s does not", quote(key), quote(text))
		return ""
	}
	return u.String()
}

func (m *ImportMap) parseScopes(object members) error {
	found := map[string]specifierMap{}
	for _, entry := range object {
		imports, ok := entry.value.(members)
		if !ok {
			return fmt.Errorf("%w: the scope %s is no object", ErrInvalidImportMap, quote(entry.key))
		}
		u, err := weburl.Parse(entry.key, m.base)
		if err != nil {
			m.warn("the scope %s is no URL", quote(entry.key))
			continue
		}
		found[u.String()] = m.parseSpecifiers(imports)
	}
	for prefix, imports := range found {
		m.scopes = append(m.scopes, scope{prefix, imports})
	}
	slices.SortFunc(m.scopes, func(a, b scope) int { return strings.Compare(b.prefix, a.prefix) })
	return nil
}

func (m *ImportMap) parseIntegrity(object members) {
	for _, entry := range object {
		u, ok := urlLike(entry.key, m.base)
		hashes, isText := entry.value.(string)
		if !ok || !isText {
			m.warn("the integrity of %s is left out: it has to be a URL with a string", quote(entry.key))
			continue
		}
		m.integrity[u.String()] = hashes
	}
}

// urlLike parses what is a URL or begins with /, ./ or ../.
func urlLike(specifier, base string) (weburl.URL, bool) {
	if !strings.HasPrefix(specifier, "/") && !strings.HasPrefix(specifier, "./") && !strings.HasPrefix(specifier, "../") {
		base = ""
	}
	u, err := weburl.Parse(specifier, base)
	return u, err == nil
}

// Resolve is the URL that a specifier stands for in the module at referrer, by
// the map if it has it, else as a URL. A specifier that the map blocks is
// [ErrBlocked], one that leads out of its prefix by ".." is [ErrOutsideRoot], and
// one that is neither in the map nor a URL is [ErrNotFound].
//
// HTML: [resolve a module specifier].
//
// [resolve a module specifier]: https://html.spec.whatwg.org/multipage/webappapis.html#resolve-a-module-specifier
func (m *ImportMap) Resolve(specifier, referrer string) (url string, err error) {
	url, mapped, err := m.resolve(specifier, referrer)
	if err == nil && !mapped {
		u, ok := urlLike(specifier, m.baseOf(referrer))
		if !ok {
			return "", fmt.Errorf("%w: the import map has no %s, and it is no URL", ErrNotFound, quote(specifier))
		}
		url = u.String()
	}
	return url, err
}

func (m *ImportMap) baseOf(referrer string) string {
	if referrer == "" {
		return m.base
	}
	return referrer
}

func (m *ImportMap) resolve(specifier, referrer string) (url string, mapped bool, err error) {
	if err := checkSpecifier(specifier); err != nil {
		return "", false, err
	}
	base := m.baseOf(referrer)
	asURL, isURL := urlLike(specifier, base)
	name := specifier
	if isURL {
		name = asURL.String()
	}
	match := func(imports specifierMap) (string, bool, error) {
		return imports.match(name, !isURL || asURL.IsSpecial())
	}
	for _, scope := range m.scopes {
		if scope.prefix == base || strings.HasSuffix(scope.prefix, "/") && strings.HasPrefix(base, scope.prefix) {
			if url, mapped, err := match(scope.imports); mapped || err != nil {
				return url, mapped, err
			}
		}
	}
	return match(m.imports)
}

// match looks a specifier up; only some may be matched by a prefix.
func (imports specifierMap) match(name string, byPrefix bool) (url string, mapped bool, err error) {
	for _, entry := range imports {
		exact := entry.key == name
		if !exact && !(byPrefix && strings.HasSuffix(entry.key, "/") && strings.HasPrefix(name, entry.key)) {
			continue
		}
		if entry.url == "" {
			return "", false, fmt.Errorf("%w: %s", ErrBlocked, quote(name))
		}
		if exact {
			return entry.url, true, nil
		}
		u, err := weburl.Parse(name[len(entry.key):], entry.url)
		if err != nil {
			return "", false, fmt.Errorf("%w %s: %w", ErrInvalidSpecifier, quote(name), err)
		}
		if !strings.HasPrefix(u.String(), entry.url) {
			return "", false, fmt.Errorf("%w: %s leads out of %s", ErrOutsideRoot, quote(name), quote(entry.url))
		}
		return u.String(), true, nil
	}
	return "", false, nil
}
