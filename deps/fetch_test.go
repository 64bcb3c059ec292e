package deps_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/deps"
)

// checkout is a copy of what scripts/fetch-v8.sh reads, with an environment to
// run it in.
type checkout struct {
	dir string
	env []string
}

// newCheckout makes one that shares the module cache, which holds V8 already:
// this test is linked with it. So nothing needs the network.
func newCheckout(t *testing.T, env ...string) checkout {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "scripts/fetch-v8.sh"} {
		text, err := os.ReadFile(filepath.Join("..", name))
		require.NoError(t, err)
		writeFile(t, filepath.Join(dir, name), string(text), 0o755)
	}
	return checkout{dir, append([]string{"GOPROXY=off", "GOFLAGS=", "GOTOOLCHAIN=local"}, env...)}
}

func (c checkout) fetch(args ...string) (stdout, stderr string, err error) {
	cmd := exec.Command("bash", append([]string{filepath.Join(c.dir, "scripts", "fetch-v8.sh")}, args...)...)
	cmd.Env = append(os.Environ(), c.env...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err = cmd.Run()
	return o.String(), e.String(), err
}

func TestFetch(t *testing.T) {
	c := newCheckout(t)

	stdout, stderr, err := c.fetch()
	require.NoError(t, err, stderr)
	require.Empty(t, stderr)
	require.Contains(t, stdout, "V8 "+deps.Version)
	require.Contains(t, stdout, "matches go.sum")
	require.Contains(t, stdout, "make hello")
	require.FileExists(t, filepath.Join(c.dir, "deps/v8/include/v8.h"))
	require.FileExists(t, filepath.Join(c.dir, "deps/v8/lib/libv8-0.a"))

	t.Run("again is instant", func(t *testing.T) {
		start := time.Now()
		stdout, stderr, err := c.fetch()
		require.NoError(t, err, stderr)
		require.Contains(t, stdout, "up to date")
		require.Less(t, time.Since(start), 500*time.Millisecond, "20 ms on an idle machine")

		stdout, stderr, err = c.fetch("--quiet")
		require.NoError(t, err, stderr)
		require.Empty(t, stdout)
	})

	t.Run("again when something changed", func(t *testing.T) {
		for what, change := range map[string]func(*checkout){
			"target gone": func(c *checkout) { require.NoError(t, os.Remove(filepath.Join(c.dir, "deps/v8/include"))) },
			"compiler":    func(c *checkout) { c.env = append(c.env, "CXX="+goTool(t, "env", "CXX")+" -pipe") },
			"go.mod":      func(c *checkout) { edit(t, c, "go.mod", regexp.MustCompile(`^`), "// A comment.\n") },
		} {
			change(&c)
			stdout, stderr, err := c.fetch("--quiet")
			require.NoError(t, err, stderr)
			require.Contains(t, stdout, "matches go.sum", what)
		}
	})
}

// oneMessage is all that a failure prints.
var oneMessage = regexp.MustCompile(`^make v8: [^\n]+\ncure: [^\n]+\n$`)

func TestFetchFailures(t *testing.T) {
	onLinux := goTool(t, "env", "GOOS") == "linux"

	for _, test := range []struct {
		name  string
		setUp func(t *testing.T, c *checkout)
		cause string
		cure  string
	}{
		{"no network and an empty cache", func(t *testing.T, c *checkout) {
			c.env = append(c.env, "GOMODCACHE="+t.TempDir())
		}, "can't download " + headersModule, "GOPROXY"},

		{"network down", func(t *testing.T, c *checkout) {
			// Nothing answers on port 1 of this machine.
			c.env = append(c.env, "GOMODCACHE="+t.TempDir(), "GOPROXY=http://127.0.0.1:1", "GOSUMDB=off")
		}, "dial tcp 127.0.0.1:1", "GOPROXY"},

		{"wrong checksum", func(t *testing.T, c *checkout) {
			edit(t, c, "go.sum", regexp.MustCompile(`(?m)(deps/\w+ v\S+ h1:)\w{4}`), "${1}XXXX")
		}, "does not match go.sum", "git checkout go.sum"},

		{"no checksum", func(t *testing.T, c *checkout) {
			edit(t, c, "go.sum", regexp.MustCompile(`(?m)^\S+ v0\.34\.0 h1:.*\n`), "")
		}, "no checksum", "git checkout go.sum"},

		{"files changed in the module cache", func(t *testing.T, c *checkout) {
			c.env = append(c.env, "GOMODCACHE="+tamperedCache(t))
		}, "not what go.sum says", "go clean -modcache"},

		{"unsupported platform", func(t *testing.T, c *checkout) {
			c.env = append(c.env, "GOOS=windows")
		}, "no prebuilt V8 for windows/", "v8_custom"},

		{"no compiler", func(t *testing.T, c *checkout) {
			c.env = append(c.env, "CXX=/nonexistent/g++")
		}, "no C++ compiler /nonexistent/g++", "CXX="},

		{"no C compiler, or cgo turned off", func(t *testing.T, c *checkout) {
			c.env = append(c.env, "CGO_ENABLED=0")
		}, "cgo is off", "CGO_ENABLED=1"},

		{"compiler too old", func(t *testing.T, c *checkout) {
			c.fakeCompiler(t, `echo "g++: error: unrecognized command line option '-std=c++20'" >&2; exit 1`)
		}, "can't compile C++20: g++: error: unrecognized", "g++ 11"},

		{"musl", func(t *testing.T, c *checkout) {
			c.fakeCompiler(t, `printf 'In file x:\nprobe.cc:4:2: error: #error isolates:musl\n' >&2; exit 1`)
		}, "musl", "glibc"},

		{"system libraries too old", func(t *testing.T, c *checkout) {
			if !onLinux {
				t.Skip("only linux links against the system's libstdc++")
			}
			c.fakeCompiler(t, `case " $* " in *" -c "*) exit 0 ;; esac
printf "/usr/bin/ld: in function main:\nundefined reference to 'newest'\n" >&2; exit 1`)
		}, "undefined reference to 'newest'", "newer system"},

		{"Go too old", func(t *testing.T, c *checkout) {
			edit(t, c, "go.mod", regexp.MustCompile(`(?m)^go .*`), "go 1.999.0")
		}, "1.999.0", "go.dev/dl"},

		{"no Go", func(t *testing.T, c *checkout) {
			c.env = append(c.env, "PATH="+pathWithoutGo(t))
		}, "no go in PATH", "install Go 1."},

		{"folder that can't be written", func(t *testing.T, c *checkout) {
			// A file in the way stops root too, which permissions don't.
			writeFile(t, filepath.Join(c.dir, "deps"), "", 0o644)
		}, "can't create", "writable"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCheckout(t)
			test.setUp(t, &c)

			stdout, stderr, err := c.fetch()
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit)
			require.Equal(t, 1, exit.ExitCode())
			require.Empty(t, stdout)
			require.Regexp(t, oneMessage, stderr)

			cause, cure, _ := strings.Cut(stderr, "\ncure: ")
			require.Contains(t, cause, test.cause)
			require.Contains(t, cure, test.cure)
			require.NoFileExists(t, filepath.Join(c.dir, "deps/v8/stamp"))
		})
	}
}

// The compiler can't explain itself, so the name that it misses must.
func TestUnsupportedBuildsNameTheCure(t *testing.T) {
	for want, env := range map[string][]string{
		"use_the_build_tag_v8_custom": {"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"},
		"set_CGO_ENABLED_to_1":        {"CGO_ENABLED=0"},
	} {
		cmd := exec.Command("go", "build", ".")
		cmd.Env = append(os.Environ(), env...)
		out, err := cmd.CombinedOutput()
		require.Error(t, err)
		require.Contains(t, string(out), want)
	}
}

func edit(t *testing.T, c *checkout, name string, old *regexp.Regexp, new string) {
	t.Helper()
	path := filepath.Join(c.dir, name)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Regexp(t, old, string(text))
	require.NoError(t, os.WriteFile(path, old.ReplaceAll(text, []byte(new)), 0o644))
}

// writeFile makes a file and its folders.
func writeFile(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), mode))
}

func (c *checkout) fakeCompiler(t *testing.T, body string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cxx")
	writeFile(t, path, "#!/bin/sh\n"+body+"\n", 0o755)
	c.env = append(c.env, "CXX="+path)
}

// tamperedCache is a module cache whose archive has lost files since its
// download. It borrows everything else from the real one.
func tamperedCache(t *testing.T) string {
	t.Helper()
	cache := t.TempDir()
	archive := headersModule + "/deps/" + goTool(t, "env", "GOOS") + "_" + goTool(t, "env", "GOARCH")
	text, err := os.ReadFile(filepath.Join(moduleDir(t, archive), "cgo.go"))
	require.NoError(t, err)
	writeFile(t, filepath.Join(cache, archive+"@"+deps.ArchiveVersion, "cgo.go"), string(text), 0o644)
	downloads := filepath.Join(goTool(t, "env", "GOMODCACHE"), "cache", "download")
	require.NoError(t, os.MkdirAll(filepath.Join(cache, "cache"), 0o755))
	require.NoError(t, os.Symlink(downloads, filepath.Join(cache, "cache", "download")))
	return cache
}

// pathWithoutGo has the other programs that the script may call.
func pathWithoutGo(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"bash", "awk", "sed", "sort", "dirname", "cat", "rm"} {
		path, err := exec.LookPath(name)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(path, filepath.Join(dir, name)))
	}
	return dir
}
