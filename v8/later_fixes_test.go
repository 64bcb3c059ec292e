package v8_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Later versions of V8 mended what ends the process, or gives wrong results, in
// this one. SECURITY.md lists it.

var flagInShim = regexp.MustCompile(`(?m)^    "(--[a-z0-9=-]+)",`)

// What the shim sets stays set, whatever a user has set before.
func TestFlagsOfTheShim(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "cshim", "v8.cc"))
	require.NoError(t, err)
	flags := flagInShim.FindAllStringSubmatch(string(source), -1)
	require.GreaterOrEqual(t, len(flags), 11)
	output := v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags(
			"--turboshaft-loop-unrolling", "--memory-protection-keys", "--wasm-tiering-budget=5000",
			"--wasm-native-module-cache", "--wasm-async-compilation", "--no-rehash-snapshot", "--ignition-elide-redundant-tdz-checks",
			"--lazy-feedback-allocation", "--validate-asm", "--turbo-store-elimination", "--maglev-escape-analysis",
			"--turboshaft-wasm-load-elimination", "--print-flag-values"))
		require.NoError(t, v8.Initialize())
	})
	if output == "" {
		return // inside the subprocess
	}
	for _, flag := range flags {
		require.Regexp(t, `(?m)^\s*`+flag[1]+`\s*$`, output)
	}
}

// Each ended the process, with V8's own flags.
func TestLaterFixes(t *testing.T) {
	for name, test := range map[string]struct{ source, want string }{
		// V8 left out the check whether y is initialized, since a use before it,
		// which the optional chain jumps over, had checked.
		"CVE-2025-6554": {
			"const f = () => { let x; delete x?.[y]?.a; return y; let y }; try { typeof f() } catch (e) { e.name }", "ReferenceError",
		},
		// A getter of V8's own, called on a number, took it for an object.
		"CVE-2025-13224": {
			"const o = {get() { 'use strict'; return super.stack }}; Object.setPrototypeOf(o, new Error); typeof o.get.call(0x1111111)", "undefined",
		},
		"CVE-2025-13224 in a class": {
			"class C { get() { return super.stack } }; Object.setPrototypeOf(C.prototype, new Error); typeof new C().get.call(0x1111111)", "undefined",
		},
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				v8test.Run(t, func(s *v8.Scope) {
					require.Equal(t, test.want, v8test.MustEval(t, s, test.source).String())
				})
			})
		})
	}
}

// A module of asm.js is ordinary JavaScript: V8's other way to run it crashed
// when the code of one that had failed to link was thrown away.
func TestAsmJSIsJavaScript(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags("--validate-asm", "--allow-natives-syntax"))
		v8test.Run(t, func(s *v8.Scope) {
			require.Equal(t, "false 3", v8test.MustEval(t, s, `
				function module(stdlib) { "use asm"; function f(x) { x = x | 0; return (x + 1) | 0 } return { f: f } }
				const made = module(globalThis).f(2);
				[%IsAsmWasmCode(module), made].join(' ')`).String())
		})
	})
}

// Strings are hashed with a seed that is another in each process: who knows it
// makes strings that all collide.
func TestHashSeed(t *testing.T) {
	hash := func(t *testing.T) string {
		t.Helper()
		output := v8test.Subprocess(t, func(t *testing.T) {
			require.NoError(t, v8.SetUnsafeFlags("--no-rehash-snapshot")) // to no effect
			v8test.Run(t, func(s *v8.Scope) {
				name, ok := v8test.MustEval(t, s, "'constructor'").AsName()
				require.True(t, ok)
				t.Logf("hash: %d", name.IdentityHash())
			})
		})
		return regexp.MustCompile(`hash: \d+`).FindString(output)
	}
	seen := map[string]bool{}
	for _, name := range []string{"a", "b", "c"} {
		t.Run(name, func(t *testing.T) { seen[hash(t)] = true })
	}
	if !seen[""] { // inside a subprocess
		require.Greater(t, len(seen), 1)
	}
}
