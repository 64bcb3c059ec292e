package hostile_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What ends scripts must do so whichever compilers have made their code: those
// that loop, in WebAssembly and in regular expressions too. HOSTILE_SCRIPTS
// chooses others.
func TestHostileHardened(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("it takes long, and shows nothing of memory")
	}
	loops := func(s hostileScript) bool {
		return os.Getenv("HOSTILE_SCRIPTS") != "" || slices.ContainsFunc([]string{"wasm-", "regexp-", "-loop", "recursion-", "labels"},
			func(part string) bool { return strings.Contains(s.name, part) })
	}
	for name, compilers := range map[string]v8.Compilers{
		"baseline": v8.BaselineCompilers, "none": v8.NoCompilers, "cautious": v8.CautiousCompilers,
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, v8.Harden(v8.HardenOptions{
					Compilers: compilers, AllowWasm: true, AllowCodeGenerationFromStrings: true,
					AllowSharedMemory: true, AllowAtomicsWait: true,
				}))
				var lock sync.Mutex
				var failures []error
				var outcomes []hostileOutcome
				each(slices.DeleteFunc(hostileScripts(t), func(s hostileScript) bool { return !loops(s) }), func(script hostileScript) {
					outcome, err := attack(script)
					lock.Lock()
					defer lock.Unlock()
					outcomes = append(outcomes, outcome)
					if err != nil {
						failures = append(failures, fmt.Errorf("%s: %w", script.name, err))
					} else if outcome.Late > hostileGrace {
						failures = append(failures, fmt.Errorf("%s: %v late", script.name, outcome.Late))
					}
				})
				logOutcomes(t, outcomes)
				require.NoError(t, errors.Join(failures...))
			})
		})
	}
}
