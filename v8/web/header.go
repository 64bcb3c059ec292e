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

// flatHeader is names and values in turn, with the host if there is one. Each byte of a
// value is a character.
func flatHeader(header http.Header, host string) []string {
	count := 2
	for _, values := range header {
		count += 2 * len(values)
	}
	flat := make([]string, 0, count)
	for name, values := range header {
		name = lowerName(name)
		for _, value := range values {
			flat = append(flat, name, latin1Text(value))
		}
	}
	if host != "" {
		flat = append(flat, "host", latin1Text(host))
	}
	return flat
}

// lowerNames are the names that most requests have, as net/http gives them.
var lowerNames = func() map[string]string {
	names := map[string]string{}
	for _, name := range []string{
		"Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Content-Length", "Content-Type", "Cookie", "Date", "Dnt",
		"Etag", "If-Modified-Since", "If-None-Match", "Last-Modified", "Origin", "Pragma", "Priority", "Range", "Referer", "Sec-Ch-Ua", "Sec-Ch-Ua-Mobile",
		"Sec-Ch-Ua-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Server", "Set-Cookie", "Upgrade-Insecure-Requests",
		"User-Agent", "Vary", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip",
	} {
		names[name] = strings.ToLower(name)
	}
	return names
}()

func lowerName(name string) string {
	if lower, ok := lowerNames[name]; ok {
		return lower
	}
	return strings.ToLower(name)
}

// bytesText is the contrary of latin1Text.
func bytesText(text string) string {
	if isASCII(text) {
		return text
	}
	data := make([]byte, 0, len(text))
	for _, r := range text {
		data = append(data, byte(r))
	}
	return string(data)
}

func isASCII(text string) bool {
	for n := range len(text) {
		if text[n] >= 0x80 {
			return false
		}
	}
	return true
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
