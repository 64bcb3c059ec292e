package v8test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// Program is a script of 5 KB, of some functions, whose value is n: of one length for
// each n of as many digits.
func Program(n int) string {
	var text strings.Builder
	for f := range 40 {
		fmt.Fprintf(&text, "function f%d(a) { let sum = 0; for (let i = 0; i < %d; i++) sum += a.length; return sum }\n", f, f)
	}
	fmt.Fprintf(&text, "f3([1]); f7('text'); %d", n)
	return text.String()
}

// CodeOf is what V8 has compiled of a script that has run.
func CodeOf(t testing.TB, source string) (data []byte) {
	t.Helper()
	Run(t, func(s *v8.Scope) {
		script, err := s.Compile(source, v8.ScriptOrigin{CachedData: &v8.CachedData{}})
		require.NoError(t, err)
		_, err = script.Run()
		require.NoError(t, err)
		u, err := script.UnboundScript()
		require.NoError(t, err)
		data, err = u.CreateCodeCache()
		require.NoError(t, err)
	})
	return data
}
