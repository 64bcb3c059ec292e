package v8_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// runCached compiles and runs in an isolate of its own, and gives the value.
func runCached(t testing.TB, source string, cached *v8.CachedData) (value string) {
	t.Helper()
	v8test.Run(t, func(s *v8.Scope) {
		script, err := s.Compile(source, v8.ScriptOrigin{Name: "b.js", CachedData: cached})
		require.NoError(t, err)
		v, err := script.Run()
		require.NoError(t, err)
		value = v.String()
	})
	return value
}

func TestCachedData(t *testing.T) {
	source := v8test.Program(111)
	data := v8test.CodeOf(t, source)
	cached := &v8.CachedData{Data: data, Rejected: errors.New("before")}
	value := runCached(t, source, cached)
	require.Equal(t, "111", value)
	require.NoError(t, cached.Rejected)
	v8test.Run(t, func(s *v8.Scope) {
		u, err := s.CompileUnboundScript(source, v8.ScriptOrigin{CachedData: cached})
		require.NoError(t, err)
		require.NoError(t, cached.Rejected)
		script, err := u.BindToCurrentContext()
		require.NoError(t, err)
		again, err := script.UnboundScript()
		require.NoError(t, err)
		_, err = again.CreateCodeCache()
		require.NoError(t, err)
	})
}

// V8 runs the code and not the text, which is why all that is here is needed.
func TestCachedDataIsUsed(t *testing.T) {
	code := v8.ResealFor(v8test.CodeOf(t, v8test.Program(111)), v8test.Program(222))
	cached := &v8.CachedData{Data: code}
	value := runCached(t, v8test.Program(222), cached)
	require.NoError(t, cached.Rejected)
	require.Equal(t, "111", value)
}

// Functions that have run are in it.
func TestCachedDataAfterARun(t *testing.T) {
	var before []byte
	v8test.Run(t, func(s *v8.Scope) {
		u, err := s.CompileUnboundScript(v8test.Program(1), v8.ScriptOrigin{CachedData: &v8.CachedData{}})
		require.NoError(t, err)
		before, err = u.CreateCodeCache()
		require.NoError(t, err)
	})
	require.Greater(t, len(v8test.CodeOf(t, v8test.Program(1))), len(before))
}

// The origin is that of the compilation that uses the data.
func TestCachedDataHasNoOrigin(t *testing.T) {
	source := v8test.Program(1) + "\nconst p = import('x'); throw new Error('no')"
	var data []byte
	for _, test := range []struct {
		origin v8.ScriptOrigin
		place  string
	}{
		{v8.ScriptOrigin{Name: "a.js", LineOffset: 1, HostDefinedOptions: "of a"}, "a.js:43:24"},
		{v8.ScriptOrigin{Name: "file:///b.js", LineOffset: 100}, "file:///b.js:142:24"},
		{v8.ScriptOrigin{HostDefinedOptions: "of c"}, ":42:24"},
	} {
		v8test.Run(t, func(s *v8.Scope) {
			var call v8.ImportCall
			s.Context().SetHostImportModuleDynamicallyCallback(func(s *v8.Scope, c v8.ImportCall) (v8.Promise, error) {
				call = c
				resolver, err := s.NewPromiseResolver()
				return resolver.Promise(), err
			})
			test.origin.CachedData = &v8.CachedData{Data: data}
			script, err := s.Compile(source, test.origin)
			require.NoError(t, err)
			require.NoError(t, test.origin.CachedData.Rejected)
			_, err = script.Run()
			var thrown *v8.Exception
			require.ErrorAs(t, err, &thrown)
			require.Equal(t, test.place, fmt.Sprintf("%s:%d:%d", thrown.ResourceName, thrown.Line, thrown.Column))
			require.Equal(t, test.origin.Name, call.ResourceName)
			require.Equal(t, test.origin.HostDefinedOptions, call.HostDefinedOptions)
			u, err := script.UnboundScript()
			require.NoError(t, err)
			data, err = u.CreateCodeCache()
			require.NoError(t, err)
		})
	}
}

func TestCachedDataOfAModule(t *testing.T) {
	source := "export const x = 1;\n" + v8test.Program(1)
	var data []byte
	for range 3 {
		v8test.Run(t, func(s *v8.Scope) {
			cached := &v8.CachedData{Data: data}
			m, err := s.CompileModule(source, v8.ScriptOrigin{Name: "a.js", CachedData: cached})
			require.NoError(t, err)
			require.NoError(t, cached.Rejected)
			_, err = m.CreateCodeCache()
			require.NoError(t, err, "before it is linked")
			require.NoError(t, m.InstantiateModule(nil))
			_, err = m.CreateCodeCache()
			require.NoError(t, err)
			_, err = m.Evaluate()
			require.NoError(t, err)
			data, err = m.CreateCodeCache()
			require.NoError(t, err)
			require.Equal(t, "1", v8test.Exported(t, m, "x"))
		})
	}
	// A module's code is none of a script's.
	cached := &v8.CachedData{Data: data}
	v8test.Run(t, func(s *v8.Scope) {
		_, err := s.Compile(v8test.Program(1), v8.ScriptOrigin{CachedData: cached})
		require.NoError(t, err)
		require.ErrorContains(t, cached.Rejected, "another text")
	})
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.CompileModule("throw 1", v8.ScriptOrigin{CachedData: &v8.CachedData{}})
		require.NoError(t, err)
		require.NoError(t, m.InstantiateModule(nil))
		promise, err := m.Evaluate()
		require.NoError(t, err)
		promise.MarkAsHandled()
		_, err = m.CreateCodeCache()
		require.ErrorContains(t, err, "errored")
	})
}

// What is not as it was made is rejected before V8 sees it, and the text is compiled.
func TestBadCachedData(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		source := v8test.Program(111)
		data := v8test.CodeOf(t, source)
		change := func(at int, by byte) []byte {
			bad := bytes.Clone(data)
			bad[at] ^= by
			return bad
		}
		c := v8test.Context(t)
		try := func(why string, data []byte) {
			v8test.RunIn(t, c, func(s *v8.Scope) {
				cached := &v8.CachedData{Data: data}
				script, err := s.Compile(source, v8.ScriptOrigin{CachedData: cached})
				require.NoError(t, err)
				require.ErrorContains(t, cached.Rejected, why)
				v, err := script.Run()
				require.NoError(t, err)
				require.Equal(t, "111", v.String())
			})
		}
		for n := range v8.CodeHead + 100 {
			if n > 0 {
				try("the data", data[:n])
			}
			try("the data", change(n, 1<<(n%8)))
		}
		for n := v8.CodeHead; n < len(data); n += 97 {
			try("damaged", data[:n])
		}
		try("damaged", append(bytes.Clone(data), 0))
		random := rand.New(rand.NewPCG(1, 2))
		for range 1000 {
			try("the data", change(random.IntN(len(data)), byte(1+random.IntN(255))))
		}
		try("another text", v8test.CodeOf(t, v8test.Program(222)))
		try("another V8", v8.Reseal(change(12, 1)))
		try("not made by this version", v8.Reseal(change(8, 1)))
		try("another text", v8.Reseal(change(24, 1)))
		// In V8's own head: its magic number, its version, the source and its flags. An
		// isolate that has compiled the text does not look.
		for n, why := range []string{"V8 refuses", "another V8", "another text", "another V8"} {
			cached := &v8.CachedData{Data: v8.Reseal(change(v8.CodeHead+4*n, 1))}
			value := runCached(t, source, cached)
			require.Equal(t, "111", value)
			require.ErrorContains(t, cached.Rejected, why)
		}
		value := runCached(t, source, &v8.CachedData{Data: data})
		require.Equal(t, "111", value)
	})
}

// Where it is said of what it is, a thing is of one text, use and place of a source map.
func TestCachedDataIsOfOneUse(t *testing.T) {
	source := "return " + strings.Repeat("1 + ", 10) + "1"
	data := v8test.CodeOf(t, "0 // "+source)
	for name, compile := range map[string]func(s *v8.Scope, origin v8.ScriptOrigin) error{
		"module": func(s *v8.Scope, origin v8.ScriptOrigin) error {
			return v8test.Second(s.CompileModule("0 // "+source, origin))
		},
		"source map": func(s *v8.Scope, origin v8.ScriptOrigin) error {
			origin.SourceMapURL = "x.map"
			return v8test.Second(s.Compile("0 // "+source, origin))
		},
	} {
		v8test.Run(t, func(s *v8.Scope) {
			cached := &v8.CachedData{Data: data}
			require.NoError(t, compile(s, v8.ScriptOrigin{CachedData: cached}), name)
			require.ErrorContains(t, cached.Rejected, "another text", name)
		})
	}
}

// Code of a process with other flags.
func TestCachedDataOfOtherFlags(t *testing.T) {
	source := v8test.Program(111)
	const begin, end = "data: ", " :data"
	output := v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags("--no-opt"))
		fmt.Printf("%s%x%s\n", begin, v8test.CodeOf(t, source), end)
	})
	if output == "" {
		return // in the subprocess
	}
	_, text, _ := strings.Cut(output, begin)
	text, _, ok := strings.Cut(text, end)
	require.True(t, ok)
	var data []byte
	_, err := fmt.Sscanf(text, "%x", &data)
	require.NoError(t, err)
	cached := &v8.CachedData{Data: data}
	value := runCached(t, source, cached)
	require.Equal(t, "111", value)
	require.ErrorContains(t, cached.Rejected, "other flags")
	ours := v8test.CodeOf(t, source)
	require.NotEqual(t, binary.LittleEndian.Uint32(ours[12:]), binary.LittleEndian.Uint32(data[12:]))
}

func TestCreateCodeCacheFails(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{ExportLimit: 2000})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		script, err := s.CompileUnboundScript(v8test.Program(1), v8.ScriptOrigin{CachedData: &v8.CachedData{}})
		require.NoError(t, err)
		_, err = script.CreateCodeCache()
		require.ErrorIs(t, err, v8.ErrExportLimit)
	})
	iso = v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte, SourceLimit: 16 * v8test.Megabyte})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		script, err := s.CompileUnboundScript("1 //"+strings.Repeat(" ", 6*v8test.Megabyte), v8.ScriptOrigin{CachedData: &v8.CachedData{}})
		require.NoError(t, err)
		_, err = script.CreateCodeCache()
		require.ErrorContains(t, err, "memory is short")
	})
}
