// Package browser opens pages in a headless Chromium, for tests of what programs of
// this module serve.
package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"
)

// A Page is open in a browser of its own, until the test ends.
type Page struct {
	t          testing.TB
	connection *websocket.Conn
	lastID     int
}

var listening = regexp.MustCompile(`DevTools listening on ws://([^/]+)/`)

// Open opens a page. Without Chromium the test is skipped.
func Open(t testing.TB, url string) *Page {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed; Debian: apt-get install chromium")
	}
	command := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,800",
		"--remote-debugging-port=0", "--user-data-dir="+filepath.Join(t.TempDir(), "chromium"), url)
	stderr, err := command.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if found := listening.FindStringSubmatch(lines.Text()); found != nil {
			go func() { // so that it can go on writing
				for lines.Scan() {
				}
			}()
			return &Page{t: t, connection: connect(t, found[1], url)}
		}
	}
	require.FailNow(t, "chromium has ended", "%v", lines.Err())
	return nil
}

// connect finds the page among those that the browser has.
func connect(t testing.TB, address, url string) *websocket.Conn {
	for {
		response, err := http.Get("http://" + address + "/json/list")
		require.NoError(t, err)
		var pages []struct{ Type, URL, WebSocketDebuggerURL string }
		require.NoError(t, json.NewDecoder(response.Body).Decode(&pages))
		response.Body.Close()
		for _, page := range pages {
			if page.Type == "page" && strings.HasPrefix(page.URL, url) {
				connection, _, err := websocket.Dial(t.Context(), page.WebSocketDebuggerURL, nil)
				require.NoError(t, err)
				t.Cleanup(func() { connection.CloseNow() })
				connection.SetReadLimit(64 << 20)
				return connection
			}
		}
		require.NoError(t, t.Context().Err(), "no page is open for %s", url)
		time.Sleep(10 * time.Millisecond)
	}
}

// call calls a method of the DevTools protocol.
func (p *Page) call(method string, parameters, out any) {
	p.t.Helper()
	p.lastID++
	request := map[string]any{"id": p.lastID, "method": method, "params": parameters}
	require.NoError(p.t, wsjson.Write(p.t.Context(), p.connection, request))
	for {
		var answer struct {
			ID     int
			Error  json.RawMessage
			Result json.RawMessage
		}
		require.NoError(p.t, wsjson.Read(p.t.Context(), p.connection, &answer))
		if answer.ID == p.lastID {
			require.Empty(p.t, string(answer.Error))
			require.NoError(p.t, json.Unmarshal(answer.Result, out))
			return
		}
	}
}

// Eval stores the value of an expression, as JSON has it, in what out points to. A
// promise is awaited.
func (p *Page) Eval(expression string, out any) {
	p.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	p.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	require.Empty(p.t, string(answer.ExceptionDetails))
	require.NoError(p.t, json.Unmarshal(answer.Result.Value, out))
}

// Until waits until the page is loaded and an expression is true.
func (p *Page) Until(expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		var is bool
		p.Eval("document.URL !== 'about:blank' && document.readyState === 'complete' && Boolean("+expression+")", &is)
		if is {
			return
		}
		require.True(p.t, time.Now().Before(deadline), "it never came true: %s", expression)
	}
}

// Screenshot is a picture of the page. When the environment variable SCREENSHOTS
// names a folder, it is stored there too, as name.png.
func (p *Page) Screenshot(name string) image.Image {
	p.t.Helper()
	var answer struct{ Data []byte }
	p.call("Page.captureScreenshot", map[string]any{"format": "png"}, &answer)
	if folder := os.Getenv("SCREENSHOTS"); folder != "" {
		require.NoError(p.t, os.WriteFile(filepath.Join(folder, name+".png"), answer.Data, 0o600))
	}
	picture, err := png.Decode(bytes.NewReader(answer.Data))
	require.NoError(p.t, err)
	return picture
}
