package codecache_test

import (
	"os/signal"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/codecache"
)

// A disk that is full: no file may have more than some bytes.
func TestFolderOnAFullDisk(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		dir := t.TempDir()
		f, errs := open(t, dir, codecache.FolderOptions{})
		f.Store(keyOf(1), make([]byte, 500))
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 1000, Max: 1000}
		require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))
		f.Store(keyOf(2), make([]byte, 5000))
		require.ErrorIs(t, errs.errs[0], syscall.EFBIG)
		require.Nil(t, f.Load(keyOf(2)))
		require.Len(t, f.Load(keyOf(1)), 500)
		require.Len(t, files(t, dir), 1, "nothing half written is left")
	})
}
