package web

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/nodeisolates/isolates/v8"
)

// multipartBoundary is a boundary that no part has by chance.
func multipartBoundary() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return "----formdata-" + hex.EncodeToString(random[:])
}

// maxParts is how many parts a form may have: each takes more memory than its bytes.
const maxParts = 10_000

// A multipartPart is [name, file name or nil, type, bytes].
type multipartPart [4]any

// multipartParse takes multipart/form-data apart: undefined if it is not valid. The
// standard, unlike package mime/multipart, takes names as they are: there is no
// escape but %22, %0D and %0A, and each part is a field of the form.
//
// Fetch: [multipart/form-data parser].
//
// [multipart/form-data parser]: https://fetch.spec.whatwg.org/#multipart-form-data-parser
func multipartParse(info v8.FunctionCallbackInfo) (v8.Value, error) {
	data, err := bytesOf(info.Argument(0))
	if err != nil {
		return v8.Value{}, err
	}
	parts, ok := parseMultipart(data, info.Argument(1).String())
	if !ok {
		return v8.Value{}, nil
	}
	return info.Scope().ToValue(parts)
}

func parseMultipart(data []byte, boundary string) (parts []multipartPart, ok bool) {
	parts = []multipartPart{}
	delimiter := []byte("--" + boundary)
	data = bytes.TrimPrefix(data, []byte("\r\n"))
	rest, ok := bytes.CutPrefix(data, delimiter)
	for ok && len(parts) <= maxParts {
		if end := bytes.TrimRight(rest, "\r\n"); bytes.Equal(end, []byte("--")) {
			return parts, true
		}
		if rest, ok = bytes.CutPrefix(rest, []byte("\r\n")); !ok {
			break
		}
		var part multipartPart
		if part, rest, ok = parsePart(rest); !ok {
			break
		}
		var body []byte
		if body, rest, ok = bytes.Cut(rest, append([]byte("\r\n"), delimiter...)); !ok {
			break
		}
		part[3] = append([]byte{}, body...)
		parts = append(parts, part)
	}
	return nil, false
}

// parsePart takes the headers of a part off.
func parsePart(data []byte) (part multipartPart, rest []byte, ok bool) {
	part[2] = "text/plain"
	named := false
	for {
		line, after, ok := bytes.Cut(data, []byte("\r\n"))
		if !ok {
			return part, nil, false
		}
		data = after
		if len(line) == 0 {
			return part, data, named
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			return part, nil, false
		}
		text := strings.Trim(string(value), " \t")
		switch strings.ToLower(strings.TrimRight(string(name), " \t")) {
		case "content-disposition":
			var filename *string
			var field string
			if field, filename, named = parseDisposition(text); !named {
				return part, nil, false
			}
			part[0] = field
			if filename != nil {
				part[1] = *filename
			}
		case "content-type":
			part[2] = latin1Text(text)
		}
	}
}

// latin1Text is a header's value as the standard has it: each byte a character.
func latin1Text(text string) string {
	if isASCII(text) {
		return text
	}
	runes := make([]rune, len(text))
	for n := range len(text) {
		runes[n] = rune(text[n])
	}
	return string(runes)
}

// parseDisposition is for `form-data; name="a"; filename="b"`.
func parseDisposition(text string) (name string, filename *string, ok bool) {
	rest, ok := strings.CutPrefix(text, "form-data")
	if !ok {
		return "", nil, false
	}
	named := false
	for {
		rest = strings.TrimLeft(rest, " \t")
		if rest == "" {
			return name, filename, named
		}
		if rest, ok = strings.CutPrefix(rest, ";"); !ok {
			return "", nil, false
		}
		key, after, ok := strings.Cut(strings.TrimLeft(rest, " \t"), "=")
		if !ok {
			return "", nil, false
		}
		var value string
		if value, rest, ok = parameterValue(after); !ok {
			return "", nil, false
		}
		switch strings.ToLower(key) {
		case "name":
			name, named = value, true
		case "filename":
			filename = &value
		case "filename*":
			return "", nil, false // RFC 7578 forbids it
		}
	}
}

var unescape = strings.NewReplacer("%0A", "\n", "%0D", "\r", "%22", `"`)

func parameterValue(text string) (value, rest string, ok bool) {
	if quoted, isQuoted := strings.CutPrefix(text, `"`); isQuoted {
		value, rest, ok = strings.Cut(quoted, `"`)
		value = unescape.Replace(value)
	} else {
		end := strings.IndexAny(text, "; \t")
		if end < 0 {
			end = len(text)
		}
		value, rest, ok = text[:end], text[end:], true
	}
	if !utf8.ValidString(value) {
		value = strings.ToValidUTF8(value, "\ufffd")
	}
	return value, rest, ok
}
