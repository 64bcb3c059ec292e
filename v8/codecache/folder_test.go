package codecache_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/codecache"
)

// told collects what OnError is told.
type told struct {
	sync.Mutex
	errs []error
}

func (o *told) add(err error) {
	o.Lock()
	defer o.Unlock()
	o.errs = append(o.errs, err)
}

func open(t testing.TB, dir string, options codecache.FolderOptions) (*codecache.Folder, *told) {
	t.Helper()
	o := &told{}
	options.OnError = o.add
	f, err := codecache.OpenFolder(dir, options)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f, o
}

// files are the names in a folder.
func files(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	f, errs := open(t, dir, codecache.FolderOptions{})
	require.Nil(t, f.Load(keyOf(1)))
	f.Store(keyOf(1), []byte("one"))
	f.Store(keyOf(1), []byte("uno"))
	f.Store(keyOf(2), nil)
	require.Equal(t, []byte("uno"), f.Load(keyOf(1)))
	require.Empty(t, f.Load(keyOf(2)))
	require.Len(t, files(t, dir), 2)
	require.Empty(t, errs.errs)
	require.NoError(t, f.Close())
	again, errs := open(t, dir, codecache.FolderOptions{})
	require.Equal(t, []byte("uno"), again.Load(keyOf(1)))
	why := errors.New("of another V8")
	again.Reject(keyOf(1), why)
	require.ErrorIs(t, errs.errs[0], why)
	require.Nil(t, again.Load(keyOf(1)))
	again.Reject(keyOf(1), why)
	require.Len(t, errs.errs, 2)
	require.NoError(t, again.Close())
	again.Store(keyOf(1), nil)
	require.Nil(t, again.Load(keyOf(1)))
	require.ErrorIs(t, errs.errs[2], os.ErrClosed)
}

func TestFolderThatIsFull(t *testing.T) {
	dir := t.TempDir()
	f, errs := open(t, dir, codecache.FolderOptions{MaxBytes: 10_000})
	for n := range 50 {
		f.Store(keyOf(n), make([]byte, 1000))
		// The next is newer, however coarse the clock of the file system is.
		old := time.Now().Add(time.Duration(n-100) * time.Second)
		name := files(t, dir)
		require.LessOrEqual(t, len(name), 10)
		for _, name := range name {
			if info, err := os.Stat(filepath.Join(dir, name)); err == nil && time.Since(info.ModTime()) < 10*time.Second {
				require.NoError(t, os.Chtimes(filepath.Join(dir, name), old, old))
			}
		}
	}
	require.NotNil(t, f.Load(keyOf(49)))
	require.NotNil(t, f.Load(keyOf(45)))
	require.Nil(t, f.Load(keyOf(30)))
	f.Store(keyOf(60), make([]byte, 20_000))
	require.Nil(t, f.Load(keyOf(60)))
	require.Empty(t, errs.errs)
}

// What is asked for is kept, and what a process has left half written is not.
func TestFolderKeepsWhatIsAskedFor(t *testing.T) {
	dir := t.TempDir()
	f, _ := open(t, dir, codecache.FolderOptions{MaxBytes: 5000})
	long := time.Now().Add(-48 * time.Hour)
	f.Store(keyOf(1), make([]byte, 1000))
	f.Store(keyOf(2), make([]byte, 1000))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "left.new"), make([]byte, 10), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "written.new"), make([]byte, 10), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "another's"), make([]byte, 9000), 0o600))
	for _, name := range files(t, dir) {
		if name != "written.new" {
			require.NoError(t, os.Chtimes(filepath.Join(dir, name), long, long))
		}
	}
	require.NotNil(t, f.Load(keyOf(1)))
	for n := range 3 {
		f.Store(keyOf(10+n), make([]byte, 1000))
	}
	require.NotNil(t, f.Load(keyOf(1)))
	require.Nil(t, f.Load(keyOf(2)))
	names := files(t, dir)
	require.NotContains(t, names, "left.new")
	require.Contains(t, names, "written.new")
	require.Contains(t, names, "another's")
}

func TestFolderWithAKey(t *testing.T) {
	dir := t.TempDir()
	mine, errs := open(t, dir, codecache.FolderOptions{Key: []byte("secret")})
	mine.Store(keyOf(1), []byte("code"))
	mine.Store(keyOf(2), []byte("other"))
	require.Equal(t, []byte("code"), mine.Load(keyOf(1)))
	names := files(t, dir)

	// A signature is for one key.
	text, err := os.ReadFile(filepath.Join(dir, names[1]))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, names[0]), text, 0o600))
	require.Nil(t, mine.Load(keyOf(1)))
	require.ErrorContains(t, errs.errs[0], "signed")
	require.Len(t, files(t, dir), 1, "it is gone")

	for n := range text {
		bad := bytes.Clone(text)
		bad[n] ^= 1
		require.NoError(t, os.WriteFile(filepath.Join(dir, names[1]), bad, 0o600))
		require.Nil(t, mine.Load(keyOf(2)))
		require.NoError(t, os.WriteFile(filepath.Join(dir, names[1]), text[:n], 0o600))
		require.Nil(t, mine.Load(keyOf(2)))
	}
	theirs, errs := open(t, dir, codecache.FolderOptions{Key: []byte("guess")})
	require.NoError(t, os.WriteFile(filepath.Join(dir, names[1]), text, 0o600))
	require.Nil(t, theirs.Load(keyOf(2)))
	require.Len(t, errs.errs, 1)
}

func TestFolderThatEverybodyCanWriteTo(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o777))
	_, err := codecache.OpenFolder(dir, codecache.FolderOptions{})
	require.ErrorContains(t, err, "everybody can write")
	f, _ := open(t, dir, codecache.FolderOptions{Key: []byte("secret")})
	f.Store(keyOf(1), []byte("code"))
	require.Equal(t, []byte("code"), f.Load(keyOf(1)))
	_, err = codecache.OpenFolder(filepath.Join(dir, "x\x00"), codecache.FolderOptions{})
	require.Error(t, err)
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = codecache.OpenFolder(file, codecache.FolderOptions{})
	require.Error(t, err)
}

// A folder that was taken away, and files that are none.
func TestFolderThatCannotBeUsed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "code")
	f, errs := open(t, dir, codecache.FolderOptions{MaxBytes: 1000})
	f.Store(keyOf(1), []byte("code"))
	name := filepath.Join(dir, files(t, dir)[0])
	require.NoError(t, os.Remove(name))
	require.NoError(t, os.Mkdir(name, 0o700))
	require.Nil(t, f.Load(keyOf(1)))
	require.ErrorContains(t, errs.errs[0], "not a file")
	f.Store(keyOf(1), []byte("code"))
	require.Len(t, errs.errs, 2, "a folder can't be replaced by a file")
	require.NoError(t, os.Remove(name))
	require.NoError(t, os.Symlink("/etc/passwd", name))
	require.Nil(t, f.Load(keyOf(1)))
	require.NoError(t, os.Remove(name))
	require.NoError(t, os.WriteFile(name, make([]byte, 2000), 0o600))
	require.Nil(t, f.Load(keyOf(1)), "larger than the cache")
	require.Len(t, errs.errs, 4)
	require.NoError(t, os.RemoveAll(dir))
	f.Store(keyOf(1), []byte("code"))
	require.ErrorIs(t, errs.errs[4], fs.ErrNotExist)
	require.Nil(t, f.Load(keyOf(1)))
}

var folder = flag.String("folder", "", "of a process that a test starts")

// Many processes write, read and make room at a time: what one reads is whole.
func TestFolderByManyProcesses(t *testing.T) {
	if *folder != "" {
		f, errs := open(t, *folder, codecache.FolderOptions{MaxBytes: 100_000})
		for n := range 400 {
			key := keyOf(n % 23)
			data := f.Load(key)
			for _, b := range data {
				require.Equal(t, data[0], b)
			}
			f.Store(key, bytes.Repeat([]byte{byte(os.Getpid())}, 5000+n))
			if n%50 == 0 {
				f.Reject(key, errors.New("test"))
			}
		}
		require.Len(t, errs.errs, 8)
		return
	}
	dir := t.TempDir()
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			command, err := v8test.Command(t.Context(), "-test.run=^TestFolderByManyProcesses$", "-folder="+dir)
			if err == nil {
				var output []byte
				if output, err = command.CombinedOutput(); err != nil {
					t.Errorf("%d: %s", n, output)
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var total int64
	for _, name := range files(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		total += info.Size()
		require.NotContains(t, name, ".new")
	}
	require.LessOrEqual(t, total, int64(100_000+4*100_000/16))
}
