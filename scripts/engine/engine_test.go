package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func theList(t *testing.T) *list {
	l, err := readList("../../cshim", "../../v8")
	require.NoError(t, err)
	return l
}

// pinned is the V8 that make v8 has fetched.
func pinned(t *testing.T) (include string, archives []string) {
	archives, _ = filepath.Glob("../../deps/v8/lib/*.a")
	if _, err := exec.LookPath("nm"); err != nil || len(archives) == 0 || runtime.GOOS != "linux" {
		t.Skip("for Linux, after make v8, with nm")
	}
	return "../../deps/v8/include", archives
}

func TestPinnedLacksNothing(t *testing.T) {
	include, archives := pinned(t)
	other, err := readOther(include, archives)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, other.report(&out, theList(t).groups, false), &out)
	require.NotContains(t, out.String(), "MISSING")
}

// An archive that is not all of V8.
func TestOtherLacksSomething(t *testing.T) {
	include, archives := pinned(t)
	other, err := readOther(include, archives[:1])
	require.NoError(t, err)
	var out bytes.Buffer
	require.ErrorIs(t, other.report(&out, theList(t).groups, false), errFindings)
	require.Contains(t, out.String(), "MISSING")
}

func TestLacks(t *testing.T) {
	o := &other{
		headers:  map[string]string{"v8-a.h": "static constexpr int kIndex =\n      2;"},
		binaries: [][]byte{[]byte("\x00rehash_snapshot\x00../src/wasm/a.cc\x00")},
		defined:  map[string]bool{},
		called:   map[string]bool{},
	}
	o.addSymbols("\na.o:\n0000 T _ZN2v84Heap3GetEi\n0000 T _ZN2v84Heap3SetEi\n\nb.o:\n         U _ZN2v84Heap3GetEi\n         U malloc\n")
	for _, test := range []struct {
		row  row
		want string
	}{
		{row{kind: "wrap", name: "_ZN2v84Heap3GetEi", meaning: "v8::Heap::Get(int)"}, ""},
		{row{kind: "wrap", name: "malloc", meaning: "malloc()"}, ""},
		{row{kind: "wrap", name: "calloc", meaning: "calloc()"}, "no other object calls calloc, so that --wrap changes nothing"},
		{row{kind: "wrap", name: "_ZN2v84Heap3SetEi", meaning: "v8::Heap::Set(int)"}, "no other object calls _ZN2v84Heap3SetEi, so that --wrap changes nothing"},
		{row{kind: "symbol", name: "_ZN2v84Heap3SetEl", meaning: "v8::Heap::Set(long)"}, "it defines no _ZN2v84Heap3SetEl, but _ZN2v84Heap3SetEi"},
		{row{kind: "symbol", name: "_ZN2v84Heap3SetEl|_ZN2v84Heap3SetEi", meaning: "v8::Heap::Set(long)"}, ""},
		{row{kind: "constant", header: "v8-a.h", name: "kIndex"}, ""},
		{row{kind: "constant", header: "v8-a.h", name: "kIndex = 2"}, ""},
		{row{kind: "constant", header: "v8-a.h", name: "kIndex = 3"}, "it is 2"},
		{row{kind: "constant", header: "v8-a.h", name: "kInd"}, "v8-a.h does not have it"},
		{row{kind: "flag", name: "--rehash-snapshot"}, ""},
		{row{kind: "flag", name: "--no-rehash-snapshot"}, ""},
		{row{kind: "flag", name: "--rehash=1"}, "its binary does not have this flag"},
		{row{kind: "text", name: "/wasm/"}, ""},
		{row{kind: "text", name: "/maglev/"}, "its binary does not have this text"},
	} {
		got, checked := o.lacks(test.row)
		require.True(t, checked)
		require.Equal(t, test.want, got, test.row)
	}
}

// What C++'s preprocessor makes of names is found.
func TestPreprocess(t *testing.T) {
	const source = `
#define SHIM_JOIN_(a, b) a##b
#define SHIM_JOIN(a, b) SHIM_JOIN_(a, b)
#define SHIM_ONE _ZN3oneEv  // a name
extern "C" void SHIM_JOIN(__wrap_, SHIM_ONE)(void*);
#define SHIM_PAIR(name, ...) \
  void __real_##name(__VA_ARGS__); \
  void __wrap_##name(__VA_ARGS__)
SHIM_PAIR(_ZN3twoEv, void*, int (*)(int, int));
#define SHIM_ERROR(name) SHIM_PAIR(_ZN##name##Ev, void*)
SHIM_ERROR(5three)
#define SHIM_FOUR "_ZN4" \
  "fourEv"
void Real() SHIM_SYMBOL("__real_" SHIM_FOUR);
void Five() SHIM_SYMBOL(
    "_ZN4"
    "fiveEv");
#if 0
void _ZN3sixEv();  // nor _ZN5sevenEv /* nor this */
#endif
`
	found := sources{"a.cc": preprocess(source, macros{})}.unlisted(nil)
	require.Equal(t, []string{
		"a.cc: no row for wrap _ZN3oneEv",
		"a.cc: no row for wrap _ZN3twoEv",
		"a.cc: no row for wrap _ZN5threeEv",
		"a.cc: no row for wrap _ZN4fourEv",
		"a.cc: no row for symbol _ZN4fiveEv",
		"a.cc: no row for symbol _ZN3sixEv",
	}, found)
}

func TestLint(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write("cshim/engine.txt", "# A comment\n== Things\nWhy,\nindeed.\ntests: TestA TestB TestC\n"+
		"wrap  _ZN1aEv  v8::a()\nwrap  _ZN1aEv  v8::a()\nflag  --b  because\n")
	write("cshim/unexported.h", "")
	write("cshim/a.cc", "void __wrap__ZN1aEv(); void f() { __real__ZN1cEv(); }")
	write("v8/a_test.go", "func TestA(t *testing.T) {}")
	write("tests/hammer/c_test.go", "func TestC(t *testing.T) {}")
	findings := func() []string {
		l, err := readList(filepath.Join(dir, "cshim"), filepath.Join(dir, "v8"))
		require.NoError(t, err)
		require.Equal(t, "Why, indeed.", l.groups[0].why)
		found, err := l.lint()
		require.NoError(t, err)
		if strings.Contains(found[0], "ENGINE.md") {
			require.NoError(t, l.generate())
		}
		return found
	}
	want := []string{
		"cshim/a.cc: no row for wrap _ZN1cEv",
		"engine.txt has it twice: wrap _ZN1aEv",
		"nothing uses flag --b",
		"no such test: TestB",
	}
	require.Equal(t, want, findings()[2:], "after what is not generated")
	require.Equal(t, want, findings())
	wraps, err := os.ReadFile(filepath.Join(dir, "cshim/wraps.go"))
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(wraps), "-Wl,--wrap=_ZN1aEv\n"))
}

// closed is a name as younger c++filts write it: A<B<C>> for A<B<C> >.
func closed(name string) string { return strings.ReplaceAll(name, "> >", ">>") }

func TestDemangledNames(t *testing.T) {
	if _, err := exec.LookPath("c++filt"); err != nil {
		t.Skip(err)
	}
	for _, r := range rowsOf(theList(t).groups) {
		if !r.mangled() || !strings.HasPrefix(r.name, "_Z") {
			continue
		}
		name, err := exec.Command("c++filt", r.names()[0]).Output()
		require.NoError(t, err)
		require.Equal(t, closed(strings.TrimSpace(string(name))), closed(r.meaning), r.name)
	}
}

func TestTableErrors(t *testing.T) {
	for line, want := range map[string]string{
		"wrap  _ZN1aEv  v8::a()":           "is in no group",
		"== Things\nwrap  _ZN1aEv v8::a()": "lacks a column",
	} {
		path := filepath.Join(t.TempDir(), "engine.txt")
		require.NoError(t, os.WriteFile(path, []byte(line), 0o644))
		_, err := readTable(path)
		require.ErrorContains(t, err, want)
	}
}
