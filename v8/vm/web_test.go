package vm_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func TestWeb(t *testing.T) {
	for _, isWeb := range []bool{false, true} {
		t.Run(fmt.Sprint(isWeb), func(t *testing.T) { testWeb(t, vm.IsolateOptions{Web: isWeb}) })
	}
}

func testWeb(t *testing.T, options vm.IsolateOptions) {
	onTiers(t, options, func(t *testing.T, i *vm.Isolate, without *vm.Context) {
		require.Equal(t, "undefined", eval[string](t, without, "typeof URL"))
		c, err := i.NewContext(t.Context(), vm.ContextOptions{Web: true})
		require.NoError(t, err)
		require.Equal(t, "example.org:3000 hello 1",
			eval[string](t, c, `(async () => {
				const request = new Request('https://example.org:3000/a?b=1', { method: 'POST', body: 'hello' })
				const url = new URL(request.url)
				return [url.host, await request.text(), url.searchParams.get('b')].join(' ')
			})()`))
		var body []byte
		require.NoError(t, c.Eval(t.Context(), "new Response(new Blob(['a', 'b'])).arrayBuffer()", &body))
		require.Equal(t, "ab", string(body))
		require.Equal(t, "undefined undefined", eval[string](t, c, "[typeof SharedArrayBuffer, typeof __host].join(' ')"))

		// Each context has its own, with limits and consoles as ever.
		var output vm.Output
		other, err := i.NewContext(t.Context(), vm.ContextOptions{Web: true, Console: output.Console(), DisallowCodeGeneration: true, DisallowWasm: true})
		require.NoError(t, err)
		require.NoError(t, c.Eval(t.Context(), "URL.mine = 1; console.log('nobody')", nil))
		require.NoError(t, other.Eval(t.Context(), `
			new Promise(resolve => setTimeout(resolve, 1)).then(() => console.log(typeof URL.mine, typeof WebAssembly, [...Object.keys(globalThis)].length > 0))`, nil))
		require.Equal(t, "undefined undefined true\n", output.String())
		require.ErrorContains(t, other.Eval(t.Context(), "eval('1')", nil), "EvalError")
		require.ErrorIs(t, c.Eval(t.Context(), "for (;;) new URL('https://a')", nil, vm.CallOptions{CPULimit: 20 * time.Millisecond}), vm.ErrCPULimit)
		require.Equal(t, "https://a/", eval[string](t, c, "new URL('https://a').href"))
	})
}

// Workers have the snapshot of the first one, which is gone with its file by then.
func TestWebOfWorkers(t *testing.T) {
	h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Web: true, Ahead: -1}})
	require.NoError(t, err)
	defer h.Close()
	for range 3 {
		i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Web: true})
		require.NoError(t, err)
		c, err := i.NewContext(t.Context(), vm.ContextOptions{Web: true})
		require.NoError(t, err)
		require.Equal(t, "a.example", eval[string](t, c, "new URL(new Request('https://a.example').url).host"))
		require.NoError(t, i.Close())
	}
}

func TestWebOfPool(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			p := vm.NewPool(newHost(t, tier), vm.PoolOptions{Context: vm.ContextOptions{Web: true}})
			defer p.Close()
			for range 2 {
				require.NoError(t, p.Run(t.Context(), "tenant", func(ctx context.Context, c *vm.Context) error {
					require.Equal(t, "undefined function", eval[string](t, c, "const is = typeof mine + ' ' + typeof Request; globalThis.mine = 1; is"))
					return nil
				}))
			}
		})
	}
}
