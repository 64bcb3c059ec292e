package web

import (
	"regexp"
	"strings"
)

// A dataURL is the type, as it stands there, and the bytes of a data: URL.
type dataURL struct {
	Type  string `js:"type"`
	Bytes []byte `js:"bytes"`
}

var base64Suffix = regexp.MustCompile(`(?i); *base64$`)

// parseDataURL gives nil for what is not valid.
//
// Fetch: [data: URL processor].
//
// [data: URL processor]: https://fetch.spec.whatwg.org/#data-url-processor
func parseDataURL(text string) *dataURL {
	text, _, _ = strings.Cut(text, "#")
	text, isData := strings.CutPrefix(text, "data:")
	kind, body, hasComma := strings.Cut(text, ",")
	if !isData || !hasComma {
		return nil
	}
	kind = strings.Trim(kind, " \t\n\f\r")
	data := percentDecode(body)
	if suffix := base64Suffix.FindStringIndex(kind); suffix != nil {
		kind = kind[:suffix[0]]
		var ok bool
		if data, ok = forgivingBase64(data); !ok {
			return nil
		}
	}
	if strings.HasPrefix(kind, ";") {
		kind = "text/plain" + kind
	}
	return &dataURL{Type: kind, Bytes: data}
}

// percentDecode decodes %XX, and leaves any other % as it is.
func percentDecode(text string) []byte {
	data := make([]byte, 0, len(text))
	for n := 0; n < len(text); n++ {
		if text[n] == '%' && n+2 < len(text) {
			high, low := hexDigit(text[n+1]), hexDigit(text[n+2])
			if high >= 0 && low >= 0 {
				data = append(data, byte(high<<4|low))
				n += 2
				continue
			}
		}
		data = append(data, text[n])
	}
	return data
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
