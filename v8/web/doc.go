/*
Package web gives a context what the web platform and Node.js have in common, the
Minimum Common Web API, so that a script finds what it expects to find:

	l, err := loop.New(c, loop.Options{})
	err = web.Install(l, web.Options{})

A V8 context by itself has ECMAScript alone. Timers and queueMicrotask come from the
[loop.Loop], console from package v8/console.

# Parts

A [Part] is what can be left out:

	DOMException     DOMException
	Events           Event, CustomEvent, ErrorEvent, EventTarget
	Abort            AbortController, AbortSignal
	ReportError      reportError
	URL              URL, URLSearchParams; URL.createObjectURL with Blob and fetch
	URLPattern       URLPattern
	Encoding         TextEncoder, TextDecoder, TextEncoderStream, TextDecoderStream
	StructuredClone  structuredClone
	Messaging        MessageChannel, MessagePort, MessageEvent, BroadcastChannel within the context
	Performance      performance, PerformanceObserver
	Navigator        navigator
	Self             self
	Crypto           crypto: getRandomValues, randomUUID, subtle
	Base64           atob, btoa
	Streams          ReadableStream, WritableStream, TransformStream, their readers,
	                 writers and controllers, CountQueuingStrategy, ByteLengthQueuingStrategy
	Compression      CompressionStream, DecompressionStream
	Blob             Blob, File
	Fetch            fetch, Headers, Request, Response, FormData

What is not used costs next to nothing: a global is made when it is first used.

# Cryptography

crypto.subtle has SHA-1, SHA-256, SHA-384, SHA-512; HMAC; AES-CTR, AES-CBC, AES-GCM, AES-KW;
RSASSA-PKCS1-v1_5, RSA-PSS, RSA-OAEP; ECDSA and ECDH on P-256, P-384, P-521; Ed25519, X25519;
HKDF and PBKDF2. Go computes it, in goroutines of the loop's async functions, two of a
context at a time, and the limits of [loop.Options] hold. So does compression. Their CPU
time is spent from the [v8.CPUBudget] of the Await; without one, each may use as much as a
Run. What goes beyond ends the Await with [v8.ErrCPULimit].
What can't be ended midway is bounded, and a key that usually takes longer than is left is
not begun: RSA keys of 1,024 to 4,096
bits are generated, with the exponent 65537, and those of up to 8,192 imported; PBKDF2 has at
most ten million iterations, and at most 8 KB are derived at a time. RSA-PSS without a salt is not supported.

# The network

Scripts have no network unless [Options].Fetch gives it, and then every address is
asked about where it is dialled, after DNS and for each redirect: by default those
that are public alone. A [Handler] answers HTTP requests by JavaScript, as the
fetch of a Worker does.

Bodies stream in both directions, and nothing is read or compressed any further than the
other side takes it. What a script begins ends with its Await: requests, their bodies,
compression.

# Isolation

All of it is JavaScript of this package, and a fixed list of Go functions that
scripts can't get hold of. A script may replace what it likes, also built-in objects:
it changes its own context, and no other, and gets nothing of the host by that.

Install before the first script that is not trusted runs.

WinterTC: [Minimum Common Web API].

[Minimum Common Web API]: https://min-common-api.proposal.wintertc.org/
*/
package web
