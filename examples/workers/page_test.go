package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/browser"
)

// The operator's page wants the token, shows every tenant, and takes what a program says
// for text.
func TestPage(t *testing.T) {
	n := newNode(t, NodeOptions{})
	server := httptest.NewServer(n.Admin("secret"))
	defer server.Close()
	page := browser.Open(t, server.URL)
	deploy(t, n, "fine", "export default { fetch: () => new Response('fine') }", "")
	deploy(t, n, "markup", "export default { fetch() { console.log('<u>printed</u>'); throw new Error('<b>no</b>') } }", "")
	for range 3 {
		require.Equal(t, http.StatusOK, ask(n, http.MethodGet, "http://fine.test/", "").Code)
		require.Equal(t, http.StatusInternalServerError, ask(n, http.MethodGet, "http://markup.test/", "").Code)
	}
	enter := func(token string) {
		var nothing any
		page.Eval(fmt.Sprintf("document.getElementById('token').value = %q; login.requestSubmit(); null", token), &nothing)
	}
	page.Until("!login.hidden")
	enter("wrong")
	page.Until("state.textContent.includes('Authorization') && !login.hidden")
	enter("secret")
	page.Until("login.hidden && body.rows.length === 2")
	page.Until("body.rows[0].cells[3].textContent === '3' && body.rows[1].cells[4].textContent === '3'")
	page.Until("body.rows[1].lastChild.textContent.includes('<b>no</b>')")
	var nothing any
	page.Eval("body.rows[1].click(); null", &nothing)
	page.Until("detail.textContent.includes('worker.ts:1:') && detail.textContent.includes('<u>printed</u>')")
	var markup int
	page.Eval("document.querySelectorAll('b, u').length", &markup)
	require.Zero(t, markup)
	page.Screenshot("workers")
}
