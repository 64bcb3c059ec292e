package codecache_test

import (
	"os"
	"testing"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
)

func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }

var (
	_ v8.CodeCache = (*codecache.Memory)(nil)
	_ v8.CodeCache = (*codecache.Folder)(nil)
)

func keyOf(n int) (key [32]byte) {
	key[0], key[1], key[31] = byte(n), byte(n>>8), 1
	return key
}
