package web_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// Scripts that take too much end as such scripts do, and the next one finds all in order.
func TestHostile(t *testing.T) {
	for name, source := range map[string]string{
		"marks":            "for (;;) performance.mark('x', { detail: new Array(1000) })",
		"messages":         "const { port1 } = new MessageChannel; for (;;) port1.postMessage(new Array(1000).fill(1))",
		"clones":           "const all = []; for (;;) all.push(structuredClone(new Uint8Array(1 << 16)))",
		"listeners":        "const t = new EventTarget; for (let n = 0; ; n++) t.addEventListener('x' + n, () => {})",
		"dispatch":         "const t = new EventTarget; t.addEventListener('x', e => { t.dispatchEvent(new Event('x')) }); for (;;) t.dispatchEvent(new Event('x'))",
		"signals":          "const c = new AbortController, all = []; for (;;) { const s = AbortSignal.any([c.signal]); s.onabort = () => {}; all.push(s) }",
		"parameters":       "const p = new URLSearchParams; for (;;) p.append('x'.repeat(1000), 'y')",
		"long URLs":        "let s = 'http://a/'; for (;;) { s += s; new URL(s) }",
		"patterns":         "for (;;) new URLPattern({ pathname: '/:a'.repeat(1000) + Math.random() })",
		"decoders":         "const all = []; for (;;) all.push(new TextDecoder('gbk').decode(new Uint8Array(1 << 16)))",
		"encoders":         "const all = []; for (;;) all.push(new TextEncoder().encode('x'.repeat(1 << 16)))",
		"base64":           "let s = 'x'; for (;;) { s += s; btoa(s); atob(btoa(s)) }",
		"random":           "for (;;) crypto.getRandomValues(new Uint8Array(65536))",
		"digests":          "const all = []; for (;;) all.push(crypto.subtle.digest('SHA-1', new Uint8Array(1 << 16)))",
		"derivations":      "for (let n = 0; ; n++) crypto.subtle.importKey('raw', new Uint8Array(1), 'PBKDF2', false, ['deriveBits']).then(k => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(1), iterations: 1e7 }, k, 8192))",
		"exceptions":       "const all = []; for (;;) all.push(new DOMException('x'.repeat(1000), 'y'))",
		"reports":          "for (;;) reportError(new Error('x'.repeat(1000)))",
		"deep stack first": "const f = () => { try { f() } catch { new URL('http://a'); structuredClone({}); crypto.subtle; new MessageChannel } }; f(); for (;;);",
	} {
		t.Run(name, func(t *testing.T) {
			iso := v8test.Isolate(t, v8.IsolateOptions{
				MemoryLimit:          64 << 20,
				OnUnhandledRejection: func(*v8.Scope, v8.Promise, *v8.Exception) error { return nil },
			})
			l, err := loop.New(v8test.ContextIn(t, iso), loop.Options{OnUncaughtException: func(error) {}})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, l.Close()) })
			require.NoError(t, web.Install(l, web.Options{}))
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			err = l.Context().Eval(ctx, "{"+source+"}", nil)
			require.Error(t, err)
			require.NotErrorIs(t, err, v8.ErrIsolateDead)
			if c, err := iso.NewContext(t.Context(), v8.ContextOptions{}); err == nil {
				require.NoError(t, c.Close())
			}
			requireWorks(t, l)
		})
	}
}

// requireWorks uses each part.
func requireWorks(t *testing.T, l *loop.Loop) {
	t.Helper()
	var got string
	require.NoError(t, l.Context().Eval(soon(t), `[
		new URL('http://a/b?c').searchParams.has('c'), new URLPattern('http://a/:x').test('http://a/b'), new TextDecoder('gbk').decode(new TextEncoder().encode('x')),
		structuredClone({ a: 1 }).a, new MessageChannel().port1.onmessage, performance.now() > 0, crypto.randomUUID().length, AbortSignal.abort().aborted,
		new Event('x').type, new DOMException('m').message, atob('YQ=='), navigator.userAgent,
	].join()`, &got))
	require.Equal(t, "true,true,x,1,,true,36,true,x,m,a,isolates", got)
}

// A part that is ended while it is made is made by its next use.
func TestEndedWhileMade(t *testing.T) {
	l := newWeb(t, web.Options{})
	// Each call has a little less stack: some end in each place.
	require.NoError(t, l.Context().Eval(soon(t), `
		const uses = [() => new URL('http://a'), () => structuredClone({}), () => crypto.subtle, () => new MessageChannel, () => new TextDecoder, () => new URLPattern,
			() => new Request('http://a'), () => new ReadableStream, () => performance.now(), () => AbortSignal.abort()]
		for (const use of uses) {
			const deep = n => n > 0 ? deep(n - 1) : use()
			let most = 1
			try { for (;; most *= 2) deep(most) } catch {}
			for (let n = most; n > 0; n -= Math.ceil(n / 200)) try { deep(n) } catch (e) { if (!(e instanceof RangeError)) throw e }
			use()
		}`, nil))
	requireWorks(t, l)
}

// Many goroutines use contexts of one isolate, and close what others use.
func TestTogether(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				c, err := iso.NewContext(t.Context(), v8.ContextOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				l, err := loop.New(c, loop.Options{})
				if err == nil {
					err = web.Install(l, web.Options{})
				}
				if err != nil {
					t.Error(err)
					return
				}
				go func() {
					time.Sleep(time.Millisecond)
					c.Close()
				}()
				// Whatever becomes of it.
				_ = l.Await(soon(t), nil, eval("crypto.subtle.digest('SHA-1', new Uint8Array(1000)).then(() => new Promise(r => setTimeout(r, 5)))"))
				c.Close()
			}
		})
	}
	all.Wait()
}
