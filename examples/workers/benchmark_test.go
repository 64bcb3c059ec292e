package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

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

// What the first answer of a tenant takes that is not in memory, without the network.
func BenchmarkColdStart(b *testing.B) {
	const source = `
		type Greeting = { hello: string, path: string }
		export default {
			async fetch(request: Request): Promise<Response> {
				const greeting: Greeting = { hello: 'World', path: new URL(request.url).pathname }
				return Response.json(greeting)
			},
		}`
	for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
		b.Run(tier.String(), func(b *testing.B) {
			n := newNode(b, NodeOptions{Tier: tier})
			deploy(b, n, "tenant", source, "")
			var took []time.Duration
			for b.Loop() {
				b.StopTimer()
				n.tenant("tenant").cool(0)
				b.StartTimer()
				began := time.Now()
				w := httptest.NewRecorder()
				n.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://tenant.test/path", nil))
				took = append(took, time.Since(began))
				require.Equal(b, http.StatusOK, w.Code)
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
