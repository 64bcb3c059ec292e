package codecache_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/codecache"
)

func TestMemory(t *testing.T) {
	const size, overhead = 1000, 256
	m := codecache.NewMemory(3 * (size + overhead))
	data := func(n int) []byte { return bytes.Repeat([]byte{byte(n)}, size) }
	for n := range 3 {
		require.Nil(t, m.Load(keyOf(n)))
		m.Store(keyOf(n), data(n))
	}
	require.Equal(t, data(0), m.Load(keyOf(0)))
	m.Store(keyOf(3), data(3))
	require.Nil(t, m.Load(keyOf(1)), "asked for the longest ago")
	for _, n := range []int{0, 2, 3} {
		require.Equal(t, data(n), m.Load(keyOf(n)))
	}
	m.Store(keyOf(0), data(9))
	require.Equal(t, data(9), m.Load(keyOf(0)))
	require.Equal(t, 3, m.Len())
	m.Reject(keyOf(0), nil)
	m.Reject(keyOf(1), nil)
	require.Nil(t, m.Load(keyOf(0)))
	m.Store(keyOf(2), make([]byte, 4*size))
	require.Nil(t, m.Load(keyOf(2)), "neither the old nor one that is too large")
	m.Store(keyOf(5), make([]byte, 3*size))
	require.Equal(t, 1, m.Len())
}

func TestMemoryMisuse(t *testing.T) {
	require.PanicsWithValue(t, misuse.CodeCacheLimit, func() { codecache.NewMemory(0) })
	require.PanicsWithValue(t, misuse.CodeCacheLimit, func() { codecache.OpenFolder(t.TempDir(), codecache.FolderOptions{MaxBytes: -1}) })
}

func TestMemoryByMany(t *testing.T) {
	m := codecache.NewMemory(20_000)
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for n := range 500 {
				key := keyOf(n * (g + 1) % 50)
				if data := m.Load(key); data != nil && data[0] != key[0] {
					t.Errorf("%d has the data of %d", key[0], data[0])
				}
				m.Store(key, bytes.Repeat(key[:1], 10*g+1))
				if n%7 == 0 {
					m.Reject(key, nil)
				}
			}
		})
	}
	group.Wait()
	require.LessOrEqual(t, m.Len(), 50)
}
