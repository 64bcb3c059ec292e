package v8_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestReadSnapshot(t *testing.T) {
	data := v8test.Saved(t, v8test.SnapshotOf(t, v8test.Library))
	from := bytes.NewReader(append(bytes.Clone(data), "more"...))
	s, err := v8.ReadSnapshot(iotest.OneByteReader(from), nil)
	require.NoError(t, err)
	rest, err := io.ReadAll(from)
	require.NoError(t, err)
	require.Equal(t, "more", string(rest))
	require.Equal(t, data, v8test.Saved(t, s))
	require.Equal(t, v8test.LibraryValue, v8test.ValueIn(t, v8.IsolateOptions{Snapshot: s}, v8.ContextOptions{}, "describe()"))
	require.Contains(t, s.String(), "bytes")
}

var snapshotFile = flag.String("snapshot-file", "", "of a process that a test starts")

// What one process makes another uses, with its own addresses and hash seed.
func TestReadSnapshotOfAnotherProcess(t *testing.T) {
	if *snapshotFile != "" {
		require.NoError(t, os.WriteFile(*snapshotFile, v8test.Saved(t, v8test.SnapshotOf(t, v8test.Library)), 0o600))
		return
	}
	file := filepath.Join(t.TempDir(), "snapshot")
	command, err := v8test.Command(t.Context(), "-test.run=^TestReadSnapshotOfAnotherProcess$", "-snapshot-file="+file)
	require.NoError(t, err)
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	s, err := v8.ReadSnapshot(bytes.NewReader(data), nil)
	require.NoError(t, err)
	require.Equal(t, v8test.LibraryValue, v8test.ValueIn(t, v8.IsolateOptions{Snapshot: s}, v8.ContextOptions{}, "describe()"))
}

// One that was made without Harden serves a process that is hardened.
func TestReadSnapshotHardened(t *testing.T) {
	if *snapshotFile == "" {
		file := filepath.Join(t.TempDir(), "snapshot")
		require.NoError(t, os.WriteFile(file, v8test.Saved(t, v8test.SnapshotOf(t, v8test.Library)), 0o600))
		command, err := v8test.Command(t.Context(), "-test.run=^TestReadSnapshotHardened$", "-snapshot-file="+file)
		require.NoError(t, err)
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
		return
	}
	require.NoError(t, v8.Harden(v8.HardenOptions{Compilers: v8.NoCompilers, AllowCodeGenerationFromStrings: true}))
	data, err := os.ReadFile(*snapshotFile)
	require.NoError(t, err)
	read, err := v8.ReadSnapshot(bytes.NewReader(data), nil)
	require.NoError(t, err)
	for _, snapshot := range []*v8.Snapshot{read, v8test.SnapshotOf(t, v8test.Library)} {
		options := v8.IsolateOptions{Snapshot: snapshot}
		require.Equal(t, v8test.LibraryValue, v8test.ValueIn(t, options, v8.ContextOptions{}, "describe()"))
		require.Equal(t, "undefined undefined", v8test.ValueIn(t, options, v8.ContextOptions{}, "typeof WebAssembly + ' ' + typeof SharedArrayBuffer"))
	}
}

func TestReadSnapshotWithAKey(t *testing.T) {
	key := []byte("secret")
	signed := v8test.Saved(t, v8test.Snapshot(t, v8.SnapshotOptions{Key: key}, v8test.Running("const x = 1")))
	key[0] = 'S'
	for _, wrong := range [][]byte{nil, {}, []byte("guess"), key} {
		_, err := v8.ReadSnapshot(bytes.NewReader(signed), wrong)
		require.ErrorContains(t, err, "damaged")
	}
	s, err := v8.ReadSnapshot(bytes.NewReader(signed), []byte("secret"))
	require.NoError(t, err)
	require.Equal(t, signed, v8test.Saved(t, s), "it is signed again")
	plain := v8test.Saved(t, v8test.SnapshotOf(t, "const x = 1"))
	_, err = v8.ReadSnapshot(bytes.NewReader(plain), []byte("secret"))
	require.ErrorContains(t, err, "signed with another key")
}

// V8 verifies nothing: of 300 bits, 79 ended the process and 13 gave wrong results.
func TestReadSnapshotDamaged(t *testing.T) {
	data := v8test.Saved(t, v8test.SnapshotOf(t, "const x = 1"))
	refused := func(damaged []byte) {
		t.Helper()
		s, err := v8.ReadSnapshot(bytes.NewReader(damaged), nil)
		require.ErrorContains(t, err, "v8: read snapshot: the data ")
		require.Nil(t, s)
	}
	random := rand.New(rand.NewPCG(1, 2))
	const head = 200
	for n := range head {
		refused(data[:n])
	}
	for range v8test.Rounds(1000) {
		refused(data[:random.IntN(len(data))])
	}
	flip := func(n int) {
		t.Helper()
		data[n/8] ^= 1 << (n % 8)
		refused(data)
		data[n/8] ^= 1 << (n % 8)
	}
	for n := range head * 8 {
		flip(n)
	}
	for range v8test.Rounds(10_000) - head*8 {
		flip(random.IntN(len(data) * 8))
	}
	_, err := v8.ReadSnapshot(bytes.NewReader(data), nil)
	require.NoError(t, err)
	_, err = v8.ReadSnapshot(iotest.ErrReader(errors.New("of the reader")), nil)
	require.ErrorContains(t, err, "of the reader")
	_, err = v8.ReadSnapshot(bytes.NewReader(nil), nil)
	require.ErrorContains(t, err, "end too early")
}

func TestSnapshotOfAnotherV8(t *testing.T) {
	data := v8test.Saved(t, v8test.SnapshotOf(t, "const x = 1"))
	for at, want := range map[int]string{
		0:  "not made by this version", // the magic
		8:  "not made by this version", // the format
		12: "of another V8",            // the archive
		24: "of another V8",            // V8's version, the system, the processor, our callbacks
		55: "of another V8",
	} {
		other := bytes.Clone(data)
		other[at]++
		_, err := v8.ReadSnapshot(bytes.NewReader(v8.Reseal(other)), nil)
		require.ErrorContains(t, err, want, at)
	}
	// One that is right, and not a snapshot's.
	for _, inside := range [][]byte{nil, {0}, {1, 0, 0, 0}, {2, 0, 0, 0, '{', '}'}, {255, 255, 255, 255, '{'}} {
		_, err := v8.ReadSnapshot(bytes.NewReader(v8.SealSnapshot(inside)), nil)
		require.ErrorContains(t, err, "damaged")
	}
}

// A writer that fails.
func TestSnapshotWriteToFails(t *testing.T) {
	reader, writer := io.Pipe()
	reader.CloseWithError(errors.New("of the writer"))
	_, err := v8test.SnapshotOf(t, "const x = 1").WriteTo(writer)
	require.ErrorContains(t, err, "v8: write snapshot: of the writer")
}

// It lives as long as an isolate of it.
func TestSnapshotIsKept(t *testing.T) {
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: v8test.SnapshotOf(t, "const x = 7")})
	for range 5 {
		runtime.GC()
		c := v8test.ContextIn(t, i)
		v8test.RunIn(t, c, func(s *v8.Scope) { require.Equal(t, "7", v8test.MustEval(t, s, "x").String()) })
	}
}

func FuzzReadSnapshot(f *testing.F) {
	f.Add(v8test.Saved(f, v8test.SnapshotOf(f, "const x = 1"))[:300])
	f.Add(v8.SealSnapshot([]byte{2, 0, 0, 0, '{', '}'}))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := v8.ReadSnapshot(bytes.NewReader(data), nil)
		require.Error(t, err)
	})
}
