package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func TestWeb(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, without *vm.Context) {
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
	})
}
