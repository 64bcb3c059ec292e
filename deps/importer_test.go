package deps_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const (
	thisModule  = "github.com/nodeisolates/isolates"
	testVersion = "v0.0.0-test"

	importersProgram = `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/nodeisolates/isolates/v8"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Run(context.Background(), func(s *v8.Scope) error {
		script, err := s.Compile("'Hello' + ', World!'", v8.ScriptOrigin{Name: "hello.js"})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err != nil {
			return err
		}
		fmt.Println(v)
		return nil
	})
}
`
)

// A user's module needs "go get" and "go build" and nothing else. These tests
// publish this checkout to a module proxy of files and do just that.

func TestImporter(t *testing.T) {
	m := newImporter(t)
	m.run("./hello")
}

func TestImporterVendors(t *testing.T) {
	m := newImporter(t)
	m.do("go", "mod", "vendor")
	require.NoDirExists(t, filepath.Join(m.dir, "vendor", headersModule, "deps/include/cppgc/internal"),
		"vendoring carries V8's own headers now: deps/cppgc can go")
	m.do("go", "clean", "-modcache") // Nothing may come from there any more.
	m.run("./hello", "-mod=vendor")
}

// importer is a module that somebody made to use this one.
type importer struct {
	t   *testing.T
	dir string
	env []string
}

func newImporter(t *testing.T) importer {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles the whole binding anew")
	}
	// What this module requires comes out of the module cache, so that a
	// machine that has built it once needs no network for this test.
	goTool(t, "mod", "download")
	proxies := "file://" + publish(t) + ",file://" + filepath.Join(goTool(t, "env", "GOMODCACHE"), "cache", "download")

	m := importer{t: t, dir: t.TempDir(), env: append(os.Environ(),
		"GOPROXY="+proxies,
		"GOSUMDB=off", // The cache's content has been compared with go.sum already.
		"GOMODCACHE="+t.TempDir(),
		"GOFLAGS=",
		"GOWORK=off",
	)}
	t.Cleanup(func() { m.do("go", "clean", "-modcache") }) // Its files are read-only.
	writeFile(t, filepath.Join(m.dir, "main.go"), importersProgram, 0o644)
	m.do("go", "mod", "init", "example.com/hello")
	m.do("go", "get", thisModule+"/v8@"+testVersion)
	return m
}

// run builds the program and checks what it prints.
func (m importer) run(program string, buildFlags ...string) {
	m.t.Helper()
	m.do("go", append([]string{"build", "-o", program}, buildFlags...)...)
	require.Equal(m.t, "Hello, World!\n", m.do(program))
}

// do runs a command in the importer's folder and returns what it prints.
func (m importer) do(name string, args ...string) string {
	m.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = m.dir, m.env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(m.t, err, "%s\n%s%s", cmd, out, &stderr)
	return string(out)
}

// publish makes a module proxy of files that has this checkout as its only
// module, and returns its folder.
func publish(t *testing.T) string {
	t.Helper()
	proxy := t.TempDir()
	versions := filepath.Join(proxy, thisModule, "@v")
	goMod, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	writeFile(t, filepath.Join(versions, "list"), testVersion+"\n", 0o644)
	writeFile(t, filepath.Join(versions, testVersion+".info"), `{"Version":"`+testVersion+`"}`, 0o644)
	writeFile(t, filepath.Join(versions, testVersion+".mod"), string(goMod), 0o644)

	archive, err := os.Create(filepath.Join(versions, testVersion+".zip"))
	require.NoError(t, err)
	this := module.Version{Path: thisModule, Version: testVersion}
	if files, err := committable(); err == nil {
		require.NoError(t, zip.Create(archive, this, files))
	} else {
		t.Logf("taking every file, as this is no git checkout: %v", err)
		require.NoError(t, zip.CreateFromDir(archive, this, ".."))
	}
	require.NoError(t, archive.Close())
	return proxy
}

// committable is what git would commit: the files of a published version.
func committable() (files []zip.File, err error) {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = ".."
	out, err := cmd.Output()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		// Git found the files, so "go test" doesn't know of them and would take
		// a result from its cache though one was added. Reading folders tells it.
		_, _ = os.ReadDir(filepath.Join("..", filepath.Dir(name)))
		if _, err := os.Lstat(filepath.Join("..", name)); err == nil { // Not deleted since.
			files = append(files, checkoutFile(name))
		}
	}
	return files, err
}

// checkoutFile is a path in this checkout, as golang.org/x/mod/zip wants it.
type checkoutFile string

func (f checkoutFile) Path() string                 { return string(f) }
func (f checkoutFile) Lstat() (os.FileInfo, error)  { return os.Lstat(filepath.Join("..", string(f))) }
func (f checkoutFile) Open() (io.ReadCloser, error) { return os.Open(filepath.Join("..", string(f))) }
