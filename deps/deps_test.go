package deps_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/deps"
)

const headersModule = "github.com/tommie/v8go"

// The same versions are written in four places, because go.mod can't be read
// by cgo, nor a C header by Go. They must not drift apart.

func TestVersionsMatchGoMod(t *testing.T) {
	var mod struct {
		Require []struct{ Path, Version string }
	}
	require.NoError(t, json.Unmarshal([]byte(goTool(t, "mod", "edit", "-json", "../go.mod")), &mod))

	archives := 0
	for _, m := range mod.Require {
		switch {
		case m.Path == headersModule:
			require.Equal(t, deps.HeaderVersion, m.Version, m.Path)
		case strings.HasPrefix(m.Path, headersModule+"/deps/"):
			require.Equal(t, deps.ArchiveVersion, m.Version, m.Path)
			archives++
		}
	}
	require.Equal(t, 4, archives, "one archive for each platform")
}

func TestHeaderVersionMatchesIncludeFlag(t *testing.T) {
	files, err := filepath.Glob("../cshim/*.go")
	require.NoError(t, err)

	flag := regexp.MustCompile(`(?m)^#cgo .*/tommie/v8go@([^/\s]+)/deps/include$`)
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range flag.FindAllStringSubmatch(string(text), -1) {
			require.Equal(t, deps.HeaderVersion, m[1], "the include flag in %s", file)
			found++
		}
	}
	require.NotZero(t, found, "no include flag for the module cache in cshim/*.go")
}

func TestVersionMatchesHeader(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(headersDir(t), "v8-version.h"))
	require.NoError(t, err)

	var numbers []string
	for _, name := range []string{"MAJOR_VERSION", "MINOR_VERSION", "BUILD_NUMBER", "PATCH_LEVEL"} {
		m := regexp.MustCompile(`(?m)^#define V8_` + name + ` (\d+)$`).FindSubmatch(text)
		require.NotNil(t, m, name)
		numbers = append(numbers, string(m[1]))
	}
	require.Equal(t, deps.Version, strings.Join(numbers, "."))
}

// Vendoring copies folders that have a Go file. V8's headers must compile from
// such a copy with our stand-ins for the folder that it drops.
func TestHeadersCompileWhenVendored(t *testing.T) {
	vendored, standIns := t.TempDir(), t.TempDir()
	for _, dir := range []string{".", "cppgc", "libplatform"} {
		copyHeaders(t, filepath.Join(headersDir(t), dir), filepath.Join(vendored, dir))
	}
	copyHeaders(t, "cppgc/internal", filepath.Join(standIns, "cppgc/internal"))

	const program = `
#include "libplatform/libplatform.h"
#include "v8-fast-api-calls.h"
#include "v8-inspector.h"
#include "v8-profiler.h"
#include "v8-snapshot.h"
#include "v8-value-serializer.h"
#include "v8-wasm-trap-handler-posix.h"
#include "v8-wasm.h"
#include "v8.h"
static_assert(sizeof(v8::Maybe<bool>) == 2, "the stand-in base class must be empty");
`
	cxx := strings.Fields(goTool(t, "env", "CXX"))
	cmd := exec.Command(cxx[0], append(cxx[1:], "-std=c++20", "-fsyntax-only", "-fno-rtti", "-fno-exceptions",
		"-DV8_COMPRESS_POINTERS", "-DV8_31BIT_SMIS_ON_64BIT_ARCH", "-DV8_ENABLE_SANDBOX",
		"-I"+vendored, "-I"+standIns, "-x", "c++", "-")...)
	cmd.Stdin = strings.NewReader(program)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func copyHeaders(t *testing.T, from, to string) {
	t.Helper()
	headers, err := filepath.Glob(filepath.Join(from, "*.h"))
	require.NoError(t, err)
	require.NotEmpty(t, headers)
	for _, header := range headers {
		text, err := os.ReadFile(header)
		require.NoError(t, err)
		writeFile(t, filepath.Join(to, filepath.Base(header)), string(text), 0o644)
	}
}

// headersDir is where the module cache has V8's headers.
func headersDir(t *testing.T) string {
	t.Helper()
	return filepath.Join(moduleDir(t, headersModule), "deps", "include")
}

func moduleDir(t *testing.T, module string) string {
	t.Helper()
	return goTool(t, "list", "-m", "-f", "{{.Dir}}", module)
}

// goTool runs the go command in this folder and returns what it prints.
func goTool(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err, "go %s", strings.Join(args, " "))
	return strings.TrimSpace(string(out))
}
