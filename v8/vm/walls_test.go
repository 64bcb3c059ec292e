package vm_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// What this system has of walls stands, and is told; what is required and is not
// there is an error that names it.
func TestWalls(t *testing.T) {
	h := newHost(t, vm.Process)
	held := map[string]bool{}
	for _, wall := range h.Walls() {
		t.Logf("%+v", wall)
		held[wall.Name] = wall.Held
	}
	for _, name := range []string{"no_new_privs", "seccomp", "rlimits", "environment", "descriptors", "parent-death"} {
		require.True(t, held[name], name)
	}
	_, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{RequireWalls: []string{"seccomp", "moat"}}})
	require.ErrorContains(t, err, `"moat" is no wall`)
	require.Nil(t, newHost(t, vm.InProcess).Walls())
}

// A worker that is hardened has no WebAssembly, and no code from text.
func TestHardenedWorker(t *testing.T) {
	h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Hardened: true}})
	require.NoError(t, err)
	defer h.Close()
	i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	c, err := i.NewContext(t.Context(), vm.ContextOptions{})
	require.NoError(t, err)
	var kind string
	require.NoError(t, c.Eval(t.Context(), "typeof WebAssembly + typeof SharedArrayBuffer", &kind))
	require.Equal(t, "undefinedundefined", kind)
	var exception *vm.Exception
	require.ErrorAs(t, c.Eval(t.Context(), "eval('1')", nil), &exception)
}

// A program that is no worker is refused, whatever it does.
func TestNoWorker(t *testing.T) {
	silent := filepath.Join(t.TempDir(), "silent")
	require.NoError(t, os.WriteFile(silent, []byte("#!/bin/sh\nexec true\n"), 0o755))
	noisy := filepath.Join(t.TempDir(), "noisy")
	require.NoError(t, os.WriteFile(noisy, []byte("#!/bin/sh\nhead -c 100 /dev/zero >&3\n"), 0o755))
	for _, path := range []string{silent, noisy, "/nowhere/worker", t.TempDir()} {
		_, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Path: path}})
		require.Error(t, err, path)
	}
}
