package v8_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestSetFlags(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetFlags())
		require.NoError(t, v8.SetFlags("--expose-gc", "--stack_trace_limit=3", "-no_opt"))
		require.NoError(t, v8.SetFlags("--no-expose-gc"))
		require.NoError(t, v8.SetFlags("--expose-gc"), "it can be called again")
		v8test.Run(t, func(s *v8.Scope) {
			require.Equal(t, "function", v8test.MustEval(t, s, "typeof gc").String())
			require.Equal(t, "3", v8test.MustEval(t, s, "Error.stackTraceLimit").String())
		})
	})
}

func TestSetFlagsAfterStart(t *testing.T) {
	for name, start := range map[string]func(*testing.T){
		"Initialize": func(t *testing.T) { require.NoError(t, v8.Initialize()) },
		"NewIsolate": func(t *testing.T) { v8test.Isolate(t, v8.IsolateOptions{}) },
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, v8.SetFlags("--max-lazy"))
				start(t)
				require.ErrorIs(t, v8.SetFlags("--max-lazy"), v8.ErrStarted)
				require.ErrorIs(t, v8.SetFlags(), v8.ErrStarted)
			})
		})
	}
}

func TestSetFlagsThatAreWrong(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		for _, flag := range []string{
			"", "-", "--", "---", "max-lazy", "--no-such-flag", "--no-such-flag=1",
			"--stack-trace-limit", "--stack-trace-limit=large", "--stack-trace-limit=1x",
			"--expose-gc=true", "--no-stack-trace-limit", "--max-lazy --expose-gc", " --max-lazy",
			"--help", "-help", "--help=1", "--no-help", "--print_feature_flags_json", "--exit-on-contradictory-flags",
			"--abort_on-contradictory-flags", "--max-lazy\x00", "\x00", "--\xff", "--日本語",
		} {
			for _, set := range []func(...string) error{v8.SetFlags, v8.SetUnsafeFlags} {
				require.ErrorContains(t, set(flag), "v8: set flag "+fmt.Sprintf("%q", flag), "%q", flag)
			}
		}
		err := v8.SetFlags("--expose-gc", "--no-such-flag", "--stack-trace-limit=x")
		require.ErrorContains(t, err, `"--no-such-flag"`, "the first wrong one is named")
		v8test.Run(t, func(s *v8.Scope) {
			require.Equal(t, "function", v8test.MustEval(t, s, "typeof gc").String(), "the one before it is set")
		})
	})
}

// A user who sets the contrary must not lose the protection.
func TestSetFlagsKeepsLoopsInterruptible(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags("--turboshaft-loop-unrolling", "--memory-protection-keys"))
		c := v8test.Context(t)
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		err := v8test.EvalIn(ctx, c, "(function () { for (;;) { new Array(1000).fill(1) } })()")
		require.ErrorIs(t, err, v8.ErrTerminated)
	})
}

// However it is spelt, a flag that undoes what the package promises is refused.
// V8 knows each of these, so that SetUnsafeFlags takes them.
func TestSetFlagsThatAreUnsafe(t *testing.T) {
	flags := []string{
		"--js-explicit-resource-management", "--turbolev", "--turbolev-future", "--future", "--maglev-future",
		"--experimental-wasm-jspi", "--experimental-wasm-skip-bounds-checks", "--wasm-staging", "--harmony",
		"--harmony-shadow-realm", "--js-staging", "--allow-natives-syntax", "--jit-fuzzing", "--fuzzing",
		"--predictable", "--single-threaded", "--single-threaded-gc", "--stress-compaction", "--stress-inline",
		"--lazy-feedback-allocation", "--ignition-elide-redundant-tdz-checks", "--validate-asm", "--no-rehash-snapshot",
		"--turbo-store-elimination", "--maglev-escape-analysis", "--turboshaft-wasm-load-elimination",
		"--hash-seed=1", "--random-seed=1", "--stack-size=100000", "--max-old-space-size=4096", "--max-heap-size=4096",
		"--no-freeze-flags-after-init", "--disable-write-barriers", "--no-wasm-bounds-checks", "--no-wasm-stack-checks",
		"--expose-memory-corruption-api", "--no-memory-protection-keys", "--trace-turbo", "--logfile=x", "--prof",
		"--disallow-code-generation-from-strings", "--lite-mode", "--always-turbofan", "--max-opt=3",
	}
	refused := func(t *testing.T) {
		for _, flag := range flags {
			bare := strings.TrimLeft(flag, "-")
			spellings := []string{flag, "-" + bare, strings.ReplaceAll(flag, "-", "_"), "--" + strings.ReplaceAll(bare, "-", "_")}
			if !strings.Contains(flag, "=") {
				bare = strings.TrimPrefix(bare, "no-")
				spellings = append(spellings, "--"+bare, "--no"+bare, "--no-"+bare, "--no_"+bare, "-no"+bare, "-no_"+bare)
			}
			for _, spelling := range spellings {
				require.ErrorContains(t, v8.SetFlags(spelling), "v8: set flag "+fmt.Sprintf("%q", spelling), spelling)
			}
		}
		require.ErrorContains(t, v8.SetFlags(flags[0]), "SetUnsafeFlags takes all", "it names the cure")
		require.NoError(t, v8.SetFlags("--expose-gc"))
		require.NoError(t, v8.Harden(v8.HardenOptions{}), "none has been set")
	}
	taken := func(t *testing.T) {
		for _, flag := range flags {
			require.NoError(t, v8.SetUnsafeFlags(flag))
		}
		require.ErrorContains(t, v8.Harden(v8.HardenOptions{}), "SetUnsafeFlags")
	}
	t.Run("SetFlags", func(t *testing.T) { v8test.Subprocess(t, refused) })
	t.Run("SetUnsafeFlags", func(t *testing.T) { v8test.Subprocess(t, taken) })
}
