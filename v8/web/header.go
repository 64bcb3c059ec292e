package web

import (
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// newHeader makes a header of names and values in turn, which JavaScript has checked; a
// script that has got round that is refused here.
func newHeader(flat []string, limit int, option string) (http.Header, error) {
	header, size := http.Header{}, 0
	for n := 0; n+1 < len(flat); n += 2 {
		name, value := flat[n], bytesText(flat[n+1])
		if size += len(name) + len(value) + 32; size > limit {
			return nil, &LimitError{Option: option, Limit: int64(limit)}
		}
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			return nil, fmt.Errorf("header %q is not valid", name)
		}
		header.Add(name, value)
	}
	return header, nil
}

// flatHeader is names and values in turn. Each byte of a value is a character.
func flatHeader(header http.Header) []string {
	flat := make([]string, 0, 2*len(header))
	for name, values := range header {
		for _, value := range values {
			flat = append(flat, strings.ToLower(name), latin1Text(value))
		}
	}
	return flat
}

// bytesText is the contrary of latin1Text.
func bytesText(text string) string {
	ascii := true
	for n := range len(text) {
		ascii = ascii && text[n] < 0x80
	}
	if ascii {
		return text
	}
	data := make([]byte, 0, len(text))
	for _, r := range text {
		data = append(data, byte(r))
	}
	return string(data)
}

// isFraming reports whether a header is about the connection, or about where a message
// ends, which net/http alone says: two that disagree are how requests are smuggled.
func isFraming(name string) bool {
	switch name {
	case "Connection", "Content-Length", "Expect", "Host", "Http2-Settings", "Keep-Alive", "Proxy-Connection", "Te", "Trailer",
		"Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}
