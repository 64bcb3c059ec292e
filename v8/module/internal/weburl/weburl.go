// Package weburl parses URLs as browsers do, as far as modules need it: Go's
// net/url keeps "a/../b" and "%2e%2e" as they are, so that one module could have
// many names.
//
// It is the URL standard without the following: hosts that are not ASCII are an
// error, IP addresses are not normalized, and drive letters of Windows are folders
// like any other.
//
// https://url.spec.whatwg.org/#url-parsing
package weburl

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A URL is an absolute URL. What is compared is its String.
type URL struct {
	Scheme    string
	Authority string // user, host and port
	Path      string // percent-encoded, and begins with "/" unless Opaque
	Query     string // with its "?"
	Fragment  string // with its "#"
	Opaque    bool   // the path is no list of segments: "node:fs"
	Escapes   bool   // ".." has led above the root, where it means nothing

	hasAuthority bool
}

// ErrNoBase is that of a relative URL without a base, or with one that has no
// folders.
var ErrNoBase = errors.New("relative URL without a base that has a path")

var defaultPorts = map[string]string{
	"http": "80", "https": "443", "ws": "80", "wss": "443", "ftp": "21", "file": "",
}

// IsSpecial reports whether the scheme is one that the standard knows: its URLs
// have a host and a path with "/".
func (u URL) IsSpecial() bool {
	_, special := defaultPorts[u.Scheme]
	return special
}

// String is the URL as text.
func (u URL) String() string {
	text := u.Scheme + ":"
	switch {
	case u.hasAuthority:
		text += "//" + u.Authority
	case strings.HasPrefix(u.Path, "//"):
		text += "/." // Or the path would be read as a host.
	}
	return text + u.Path + u.Query + u.Fragment
}

// Parse parses input, which may be relative to base, an absolute URL or nothing.
func Parse(input, base string) (URL, error) {
	input = clean(input)
	if scheme, rest, ok := cutScheme(input); ok {
		u := URL{Scheme: scheme}
		// "https:a" is relative to another https URL.
		if u.IsSpecial() && !startsWithSlash(rest) && base != "" {
			if b, err := Parse(base, ""); err == nil && b.Scheme == scheme {
				return parseRelative(rest, b)
			}
		}
		return u.parseAbsolute(rest)
	}
	if base == "" {
		return URL{}, ErrNoBase
	}
	b, err := Parse(base, "")
	if err != nil {
		return URL{}, fmt.Errorf("base: %w", err)
	}
	return parseRelative(input, b)
}

// clean takes away what the standard takes away first.
func clean(input string) string {
	input = strings.TrimFunc(input, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(input, "\t\n\r") {
		input = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(input)
	}
	return input
}

func cutScheme(input string) (scheme, rest string, ok bool) {
	for n := 0; n < len(input); n++ {
		switch c := input[n]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		case n > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case n > 0 && c == ':':
			return strings.ToLower(input[:n]), input[n+1:], true
		default:
			return "", input, false
		}
	}
	return "", input, false
}

func startsWithSlash(text string) bool { return text != "" && (text[0] == '/' || text[0] == '\\') }

// cutTail splits off query and fragment, which keep their first character.
func cutTail(input string) (path, query, fragment string) {
	if n := strings.IndexByte(input, '#'); n >= 0 {
		input, fragment = input[:n], input[n:]
	}
	if n := strings.IndexByte(input, '?'); n >= 0 {
		input, query = input[:n], input[n:]
	}
	return input, query, fragment
}

func (u URL) parseAbsolute(rest string) (URL, error) {
	path, query, fragment := cutTail(rest)
	u.setTail(query, fragment)
	if !u.IsSpecial() {
		if !strings.HasPrefix(path, "/") {
			u.Opaque = true
			u.Path = encode(path, "")
			return u, nil
		}
		return u.parseHierarchy(path)
	}
	path = strings.ReplaceAll(path, `\`, "/")
	if u.Scheme != "file" {
		path = "//" + strings.TrimLeft(path, "/") // However many there were.
	}
	return u.parseHierarchy(path)
}

// parseHierarchy takes a path that may begin with an authority.
func (u URL) parseHierarchy(path string) (URL, error) {
	u.hasAuthority = u.IsSpecial()
	if rest, ok := strings.CutPrefix(path, "//"); ok {
		authority := rest
		path = ""
		if n := strings.IndexByte(rest, '/'); n >= 0 {
			authority, path = rest[:n], rest[n:]
		}
		u.hasAuthority = true
		if err := u.setAuthority(authority); err != nil {
			return URL{}, err
		}
	}
	u.setPath("", path)
	return u, nil
}

func parseRelative(input string, base URL) (URL, error) {
	path, query, fragment := cutTail(input)
	u := base
	u.Escapes = false
	u.setTail(query, fragment)
	if base.Opaque {
		if path != "" || query != "" || fragment == "" {
			return URL{}, ErrNoBase
		}
		u.Query = base.Query
		return u, nil
	}
	if base.IsSpecial() {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	switch {
	case strings.HasPrefix(path, "//"):
		u.Authority = ""
		return u.parseHierarchy(path)
	case strings.HasPrefix(path, "/"):
		u.setPath("", path)
	case path != "":
		u.setPath(base.Path[:strings.LastIndexByte(base.Path, '/')+1], path)
	case query == "":
		u.Query = base.Query
	}
	return u, nil
}

func (u *URL) setTail(query, fragment string) {
	unsafe := " \"#<>"
	if u.IsSpecial() {
		unsafe += "'"
	}
	u.Query, u.Fragment = "", ""
	if query != "" {
		u.Query = encode(query, unsafe)
	}
	if fragment != "" {
		u.Fragment = encode(fragment, " \"<>`")
	}
}

// setAuthority checks and normalizes user, host and port.
func (u *URL) setAuthority(authority string) error {
	user, host := "", authority
	if n := strings.LastIndexByte(authority, '@'); n >= 0 {
		user, host = encode(authority[:n], " \"#<>?`{}/;=@[\\]^|")+"@", authority[n+1:]
	}
	port := ""
	if n := strings.LastIndexByte(host, ':'); n >= 0 && !strings.HasSuffix(host, "]") {
		host, port = host[:n], host[n+1:]
	}
	if port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return fmt.Errorf("port %q is no number from 0 to 65535", port)
		}
		port = strconv.FormatUint(number, 10)
		if port == defaultPorts[u.Scheme] {
			port = ""
		}
	}
	bracketed := strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]")
	for n := 0; n < len(host); n++ {
		if c := host[n]; strings.IndexByte(":[]", c) >= 0 && !bracketed || c <= ' ' || c >= 0x7f || strings.IndexByte("#/<>?@\\^|%", c) >= 0 {
			return fmt.Errorf("host %q has a character that is not allowed", host)
		}
	}
	host = strings.ToLower(host)
	switch {
	case u.Scheme == "file" && host == "localhost":
		host = ""
	case u.Scheme == "file" && (port != "" || user != ""):
		return errors.New("a file URL has neither a user nor a port")
	case host == "" && u.IsSpecial() && u.Scheme != "file":
		return errors.New("the host is missing")
	}
	u.Authority = user + host
	if port != "" {
		u.Authority += ":" + port
	}
	return nil
}

// setPath joins a folder, which is normal and ends with "/", with a path.
func (u *URL) setPath(folder, path string) {
	if folder == "" {
		if path == "" && !u.IsSpecial() && u.hasAuthority {
			u.Path = ""
			return
		}
		folder = "/"
		path = strings.TrimPrefix(path, "/")
	}
	out := []byte(folder)
	for more := true; more; {
		var segment string
		segment, path, more = strings.Cut(path, "/")
		switch strings.ReplaceAll(strings.ToLower(segment), "%2e", ".") {
		case ".":
		case "..":
			if len(out) == 1 {
				u.Escapes = true
				break
			}
			out = out[:strings.LastIndexByte(string(out[:len(out)-1]), '/')+1]
		default:
			out = append(out, encode(segment, " \"#<>?`{}^")...)
			if more {
				out = append(out, '/')
			}
		}
	}
	u.Path = string(out)
}

// encode percent-encodes control characters, what is not ASCII, and unsafe.
func encode(text, unsafe string) string {
	var out []byte
	for n, r := range text {
		if r > ' '-1 && r < 0x7f && strings.IndexByte(unsafe, byte(r)) < 0 {
			if out != nil {
				out = append(out, byte(r))
			}
			continue
		}
		if out == nil {
			out = append(make([]byte, 0, len(text)+16), text[:n]...)
		}
		for _, b := range []byte(string(r)) {
			out = append(out, '%', "0123456789ABCDEF"[b>>4], "0123456789ABCDEF"[b&15])
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}
