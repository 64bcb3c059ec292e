package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAdmin(t *testing.T) {
	n := newNode(t, NodeOptions{})
	admin := n.Admin("secret")
	do := func(method, path string, body []byte) (int, string) {
		w := ask(admin, method, "http://admin"+path, string(body), "Authorization", "Bearer secret")
		return w.Code, w.Body.String()
	}
	put := func(name string, files map[string]string) (int, string) {
		return do(http.MethodPut, "/tenants/"+name, pack(t, files))
	}
	for _, path := range []string{"/tenants", "/tenants/a"} {
		require.Equal(t, http.StatusUnauthorized, ask(admin, http.MethodGet, "http://admin"+path, "").Code)
		require.Equal(t, http.StatusUnauthorized, ask(admin, http.MethodPut, "http://admin/tenants/a", "", "Authorization", "Bearer secre").Code)
	}
	version := func(text string) map[string]string {
		return map[string]string{"worker.ts": "export default { fetch: (r, env) => new Response('" + text + " ' + env.KEY) }"}
	}
	var first, second Version
	status, text := put("a", version("one"))
	require.Equal(t, http.StatusOK, status, text)
	require.NoError(t, json.Unmarshal([]byte(text), &first))
	current(t, n, "a", first.ID)
	require.Equal(t, "one undefined", ask(n, http.MethodGet, "http://a.test/", "").Body.String())
	status, text = put("a", version("two"))
	require.Equal(t, http.StatusOK, status, text)
	require.NoError(t, json.Unmarshal([]byte(text), &second))
	current(t, n, "a", second.ID)
	require.Equal(t, "two undefined", ask(n, http.MethodGet, "http://a.test/", "").Body.String())

	status, _ = do(http.MethodPut, "/tenants/a/secrets/KEY", []byte("hush"))
	require.Equal(t, http.StatusOK, status)
	require.Eventually(t, func() bool { return ask(n, http.MethodGet, "http://a.test/", "").Body.String() == "two hush" }, 10*time.Second, time.Millisecond)
	_, text = do(http.MethodGet, "/tenants/a", nil)
	require.NotContains(t, text, "hush")
	status, _ = do(http.MethodPost, "/tenants/a/rollback?version="+first.ID, nil)
	require.Equal(t, http.StatusOK, status)
	current(t, n, "a", first.ID)
	require.Equal(t, "one hush", ask(n, http.MethodGet, "http://a.test/", "").Body.String())
	status, _ = do(http.MethodPost, "/tenants/a/rollback?version=none", nil)
	require.Equal(t, http.StatusNotFound, status)

	_, text = do(http.MethodGet, "/tenants", nil)
	require.Contains(t, text, `"name":"a"`)
	_, text = do(http.MethodGet, "/metrics", nil)
	require.Contains(t, text, `workers_requests_total{tenant="a"}`)
	status, _ = do(http.MethodGet, "/healthz", nil)
	require.Equal(t, http.StatusOK, status)
	for _, path := range []string{"/tenants/b", "/tenants/b/secrets/x"} {
		method := http.MethodGet
		if strings.HasSuffix(path, "x") {
			method = http.MethodPut
		}
		status, _ = do(method, path, []byte("x"))
		require.Equal(t, http.StatusNotFound, status)
	}
	status, _ = do(http.MethodDelete, "/tenants/a", nil)
	require.Equal(t, http.StatusOK, status)
	require.Eventually(t, func() bool { return ask(n, http.MethodGet, "http://a.test/", "").Code == http.StatusNotFound }, 10*time.Second, time.Millisecond)
	status, _ = do(http.MethodDelete, "/tenants/a", nil)
	require.Equal(t, http.StatusNotFound, status)

	// The next one of its name has none of its secrets, and may have some.
	status, text = put("a", version("three"))
	require.Equal(t, http.StatusOK, status, text)
	require.Eventually(t, func() bool { return ask(n, http.MethodGet, "http://a.test/", "").Body.String() == "three undefined" }, 10*time.Second, time.Millisecond)
	status, _ = do(http.MethodPut, "/tenants/a/secrets/KEY", []byte("new"))
	require.Equal(t, http.StatusOK, status)
	require.Eventually(t, func() bool { return ask(n, http.MethodGet, "http://a.test/", "").Body.String() == "three new" }, 10*time.Second, time.Millisecond)
}

// zipOf is an archive as PackFolder makes none.
func zipOf(t *testing.T, write func(w *zip.Writer)) []byte {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	write(w)
	require.NoError(t, w.Close())
	return archive.Bytes()
}

func TestBadUploads(t *testing.T) {
	n := newNode(t, NodeOptions{})
	file := func(w *zip.Writer, name, text string) {
		to, err := w.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(to, text)
		require.NoError(t, err)
	}
	const module = "export default {}"
	for want, archive := range map[string][]byte{
		"the archive: zip": []byte("PK this is none"),
		"no path inside":   zipOf(t, func(w *zip.Writer) { file(w, "../worker.ts", module) }),
		"is no path":       zipOf(t, func(w *zip.Writer) { file(w, "/worker.ts", module) }),
		"there twice":      zipOf(t, func(w *zip.Writer) { file(w, "worker.ts", module); file(w, "worker.ts", module) }),
		"no regular file": zipOf(t, func(w *zip.Writer) {
			h := &zip.FileHeader{Name: "worker.ts"}
			h.SetMode(0o777 | 1<<27) // a symbolic link
			to, err := w.CreateHeader(h)
			require.NoError(t, err)
			io.WriteString(to, "/etc/passwd")
		}),
		"all files have more than": zipOf(t, func(w *zip.Writer) { file(w, "worker.ts", strings.Repeat("\n", maxBundle+1)) }),
		"files, and may have": zipOf(t, func(w *zip.Writer) {
			for at := range maxFiles + 1 {
				file(w, fmt.Sprint(at, ".ts"), "")
			}
		}),
		"no module to start with": pack(t, map[string]string{"a.ts": module}),
		"unknown field":           pack(t, map[string]string{"worker.ts": module, "worker.json": `{"x": 1}`}),
		"less than a second":      pack(t, map[string]string{"worker.ts": module, "worker.json": `{"every": "1ms"}`}),
		"worker.ts:1:":            pack(t, map[string]string{"worker.ts": "export default ("}),
		"does not start: vm":      pack(t, map[string]string{"worker.ts": "for (;;);"}),
		"no default export":       pack(t, map[string]string{"worker.ts": "export default null"}),
		"missing.ts":              pack(t, map[string]string{"worker.ts": "import './missing.ts'; export default {}"}),
	} {
		_, err := n.Deploy(t.Context(), "a", archive)
		require.ErrorContains(t, err, want)
	}
	for _, name := range []string{"", "A", "a.b", "a/b", "-a", strings.Repeat("a", 33), "a>"} {
		_, err := n.Deploy(t.Context(), name, pack(t, map[string]string{"worker.ts": module}))
		require.ErrorContains(t, err, "the name", name)
	}
	require.Nil(t, n.tenant("a"))
}
