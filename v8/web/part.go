package web

// Part is what can be installed by itself; parts are added with |. What a part needs of
// another one it has in any case: leaving out a part leaves out its globals.
type Part uint64

// The parts.
const (
	// DOMException is the class of that name.
	DOMException Part = 1 << iota
	// Events are Event, CustomEvent, ErrorEvent and EventTarget.
	Events
	// Abort is AbortController and AbortSignal.
	Abort
	// ReportError is reportError: the loop's OnUncaughtException is told.
	ReportError
	// URL is URL and URLSearchParams.
	URL
	// Encoding is TextEncoder, TextDecoder and their streams.
	Encoding
	// Base64 is atob and btoa.
	Base64
	// Streams are ReadableStream, WritableStream, TransformStream and their classes.
	Streams
	// Compression is CompressionStream and DecompressionStream.
	Compression
	// Blob is Blob and File.
	Blob
	// Fetch is fetch, Headers, Request, Response and FormData.
	Fetch
	// StructuredClone is structuredClone.
	StructuredClone
	// Messaging is MessageChannel, MessagePort, MessageEvent, and BroadcastChannel, which
	// reaches no other context.
	Messaging
	// Performance is performance, with now, timeOrigin, marks and measures, and
	// PerformanceObserver.
	Performance
	// Navigator is navigator, with userAgent.
	Navigator
	// Crypto is crypto, with getRandomValues, randomUUID and subtle.
	Crypto
	// URLPattern is the class of that name.
	URLPattern
	// Self is self, which is globalThis.
	Self

	end
)

// AllParts are all of them.
const AllParts = end - 1

var partNames = map[Part]string{
	DOMException:    "DOMException",
	Events:          "Events",
	Abort:           "Abort",
	ReportError:     "ReportError",
	URL:             "URL",
	Encoding:        "Encoding",
	Base64:          "Base64",
	Streams:         "Streams",
	Compression:     "Compression",
	Blob:            "Blob",
	StructuredClone: "StructuredClone",
	Messaging:       "Messaging",
	Performance:     "Performance",
	Navigator:       "Navigator",
	Crypto:          "Crypto",
	URLPattern:      "URLPattern",
	Self:            "Self",
	Fetch:           "Fetch",
}

// names are what the script calls the parts.
func (p Part) names() (names []string) {
	for part := Part(1); part < end; part <<= 1 {
		if p&part != 0 {
			names = append(names, partNames[part])
		}
	}
	return names
}
