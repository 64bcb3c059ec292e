package web_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// What scripts let Go compute, which no Run counts.
var computations = map[string]string{
	"PBKDF2": `(async () => {
		const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits'])
		for (;;) await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 10_000_000 }, key, 512)
	})()`,
	"digest":  `(async () => { const data = new Uint8Array(10 << 20); for (;;) await crypto.subtle.digest('SHA-512', data) })()`,
	"sign":    `(async () => { const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-521' }, false, ['sign', 'verify']); for (;;) await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-512' }, privateKey, new Uint8Array(1)) })()`,
	"caught":  `(async () => { const data = new Uint8Array(10 << 20); for (;;) try { await crypto.subtle.digest('SHA-1', data) } catch {} })()`,
	"deflate": `new Response(new ReadableStream({ pull(c) { c.enqueue(crypto.getRandomValues(new Uint8Array(1 << 16))) } }).pipeThrough(new CompressionStream('gzip'))).body.pipeTo(new WritableStream())`,
	"inflate": `(async () => {
		const bomb = await new Response(new Blob([new Uint8Array(10 << 20)]).stream().pipeThrough(new CompressionStream('deflate'))).bytes()
		for (;;) await new Blob([bomb]).stream().pipeThrough(new DecompressionStream('deflate')).pipeTo(new WritableStream())
	})()`,
}

// Their CPU time is that of the Await's budget, and ends it.
func TestComputationsOfBudget(t *testing.T) {
	for name, source := range computations {
		t.Run(name, func(t *testing.T) {
			l := newWeb(t, web.Options{})
			budget := v8.NewCPUBudget(300 * time.Millisecond)
			err := evalAwait(t, l, source, v8.RunOptions{CPUBudget: budget})
			require.ErrorIs(t, err, v8.ErrCPULimit)
			require.GreaterOrEqual(t, budget.Used(), 299*time.Millisecond)
			require.Eventually(t, func() bool { return l.Statistics().Calls == 0 }, time.Minute, time.Millisecond)
			var text string
			require.NoError(t, l.Await(soon(t), &text, func(s *v8.Scope) (v8.Value, error) {
				var v v8.Value
				return v, s.Eval("crypto.subtle.digest('SHA-1', new Uint8Array(1)).then(() => 'goes on')", &v)
			}))
			require.Equal(t, "goes on", text)
		})
	}
}

// Without a budget one may use as much as a Run.
func TestComputationsOfIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{CPULimit: 200 * time.Millisecond})
	l := newWebIn(t, v8test.ContextIn(t, iso), web.Options{})
	err := evalAwait(t, l, computations["PBKDF2"])
	require.ErrorIs(t, err, v8.ErrCPULimit)
	require.ErrorContains(t, err, "200ms")
}

// A key that takes longer to make than is left is not begun, for nothing ends it.
func TestRSAKeysOfBudget(t *testing.T) {
	l := newWeb(t, web.Options{})
	const source = `crypto.subtle.generateKey({ name: 'RSA-PSS', modulusLength: 4096, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, false, ['sign']).then(() => 'made', e => e.name)`
	budget := v8.NewCPUBudget(500 * time.Millisecond)
	var text string
	require.NoError(t, l.Await(soon(t), &text, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		return v, s.Eval(source, &v)
	}, v8.RunOptions{CPUBudget: budget}))
	require.Equal(t, "OperationError", text)
	require.Less(t, budget.Used(), 500*time.Millisecond)
}

// Nothing goes on for a loop that is closed.
func TestComputationsOfClosedLoop(t *testing.T) {
	l := newWeb(t, web.Options{})
	failed := make(chan error, 1)
	go func() { failed <- evalAwait(t, l, computations["PBKDF2"]) }()
	require.Eventually(t, func() bool { return l.Statistics().Calls > 0 }, time.Minute, time.Millisecond)
	require.NoError(t, l.Close())
	require.ErrorIs(t, <-failed, v8.ErrClosed)
	require.Eventually(t, func() bool { return l.Statistics().CallsRunning == 0 }, time.Minute, time.Millisecond)
}

// What is looked at once for each character takes as long as that.
func TestLongTypes(t *testing.T) {
	l := newWeb(t, web.Options{})
	for _, source := range []string{
		"fetch('data:a/b' + ';a'.repeat(3e6) + ',')",
		"new Response('', { headers: { 'content-type': 'a/b' + ';a'.repeat(3e6) } }).blob()",
		"new Response('', { headers: { 'content-type': 'a/b,'.repeat(3e6) } }).blob()",
	} {
		require.NoError(t, evalAwait(t, l, source, v8.RunOptions{CPULimit: time.Minute}))
	}
}

func evalAwait(t *testing.T, l *loop.Loop, source string, options ...v8.RunOptions) error {
	return l.Await(soon(t), nil, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		return v, s.Eval(source, &v)
	}, options...)
}
