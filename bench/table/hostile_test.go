package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/bench/hostile"
)

func TestRenderHostile(t *testing.T) {
	well := hostile.Outcome{Script: "well", End: "deadline", Detail: "too late", Took: 301 * time.Millisecond, Usable: true, Peak: 60 << 20}
	engines := map[string][]hostile.Outcome{
		"another": {well},
		"empty":   nil,
		goja:      {well, {Script: "large", End: "result", Usable: true, Peak: 600 << 20}},
		ours:      {well, well},
		v8go: {well, {Script: "aborts", Exit: "signal: aborted", Detail: "#\n# Fatal"},
			{Script: "loops", Cut: hostile.CutTime, Took: 3 * time.Second}, {Script: "spins", Cut: hostile.CutTime}},
	}
	var out strings.Builder
	renderHostile(&out, engines, false)
	require.Equal(t, `| 4 hostile scripts | contained | hung | killed | over memory | largest process |
|---|---|---|---|---|---|
| isolates | 2 | 0 | 0 | 0 | 60 MB, well |
| v8go | 1 | 2 | 1 | 0 | 60 MB, well |
| goja | 1 | 0 | 0 | 1 | 600 MB, large |
| another | 1 | 0 | 0 | 0 | 60 MB, well |

isolates
  hung: none
  killed: none
  over memory: none

v8go
  hung: loops, spins
  killed: aborts
  over memory: none

goja
  hung: none
  killed: none
  over memory: large

another
  hung: none
  killed: none
  over memory: none
`, out.String())

	out.Reset()
	renderHostile(&out, map[string][]hostile.Outcome{v8go: engines[v8go]}, true)
	_, listing, _ := strings.Cut(out.String(), "\n\n")
	require.Equal(t, `v8go
  contained   well                            deadline      301 ms    60 MB  too late
  hung        loops                           cut: time    3000 ms     0 MB  
  hung        spins                           cut: time       0 ms     0 MB  
  killed      aborts                          crash           0 ms     0 MB  signal: aborted # # Fatal
`, listing)
}
