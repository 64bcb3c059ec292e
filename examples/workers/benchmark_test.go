package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// What a warm request takes, without the network.
func BenchmarkRequest(b *testing.B) {
	for name, source := range map[string]string{
		"json":   `export default { fetch(request) { return Response.json({ hello: 'World', url: request.url }) } }`,
		"async":  `export default { async fetch(request) { await null; return new Response(await request.text(), { headers: { a: 'b' } }) } }`,
		"post":   `export default { async fetch(request) { return Response.json(await request.json()) } }`,
		"stream": `export default { fetch() { return new Response(ReadableStream.from([new Uint8Array(1000), new Uint8Array(1000)])) } }`,
	} {
		for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
			b.Run(name+"/"+tier.String(), func(b *testing.B) {
				n := newNode(b, NodeOptions{Tier: tier})
				deploy(b, n, "tenant", source, "")
				b.ReportAllocs()
				for b.Loop() {
					w := httptest.NewRecorder()
					n.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "http://tenant.test/path?query", strings.NewReader(`{"a": [1, "text"]}`)))
					require.Equal(b, http.StatusOK, w.Code)
				}
			})
		}
	}
}
