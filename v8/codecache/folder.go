package codecache

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// FolderOptions say how to open a [Folder]. The zero value has these defaults.
type FolderOptions struct {
	// MaxBytes is how much the files may be together. Each process that writes may add
	// a sixteenth before it makes room. Zero is 256 MB.
	MaxBytes int64

	// Key, when not empty, is a secret with which the files are signed (HMAC-SHA-256):
	// what somebody without it has written is not used.
	Key []byte

	// OnError, when not nil, is told what goes wrong: files that can't be read or
	// written, that somebody else has signed, or that were rejected. Texts are compiled
	// all the same. Any goroutine may call it.
	OnError func(error)
}

const defaultMaxBytes = 256 << 20

// Folder is a v8.CodeCache in a folder, with a file for each text. Any number of
// processes may use a folder at a time, and any goroutine may call the methods. When
// it is full, what was not asked for the longest goes.
//
// A Folder is owned: call [Folder.Close].
type Folder struct {
	options FolderOptions
	root    *os.Root

	mu    sync.Mutex // of who makes room
	wrote int64      // since that was done last
}

// OpenFolder opens a folder, and makes it if it is not there. It should have no other
// files. One that everybody can write to is an error, unless there is a Key.
func OpenFolder(dir string, options FolderOptions) (*Folder, error) {
	if options.MaxBytes < 0 {
		panic(misuse.CodeCacheLimit)
	}
	if options.MaxBytes == 0 {
		options.MaxBytes = defaultMaxBytes
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("codecache: open folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("codecache: open folder: %w", err)
	}
	info, err := root.Stat(".")
	if err == nil && info.Mode().Perm()&0o002 != 0 && len(options.Key) == 0 {
		err = fmt.Errorf("%s: everybody can write to it: V8 runs what is in there, so it needs a Key", dir)
	}
	if err != nil {
		root.Close()
		return nil, fmt.Errorf("codecache: open folder: %w", err)
	}
	return &Folder{options: options, root: root, wrote: options.MaxBytes}, nil
}

// Close closes the folder, and leaves the files. Using it afterwards is no more than
// an error for OnError.
func (f *Folder) Close() error {
	if err := f.root.Close(); err != nil {
		return fmt.Errorf("codecache: close folder: %w", err)
	}
	return nil
}

// Files are named by their keys; what is being written has a name of its own.
const (
	extension = ".code"
	unwritten = ".new"
)

func nameOf(key [32]byte) string { return hex.EncodeToString(key[:]) + extension }

func (f *Folder) failed(op string, key [32]byte, err error) {
	if f.options.OnError != nil {
		f.options.OnError(fmt.Errorf("codecache: %s %s: %w", op, nameOf(key), err))
	}
}

// Load is what was stored under the key, or nil.
func (f *Folder) Load(key [32]byte) []byte {
	data, err := f.load(key)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.failed("load", key, err)
	}
	return data
}

var (
	errFile      = errors.New("not a file, or larger than the cache")
	errSignature = errors.New("it is signed with another key, or damaged")
)

func (f *Folder) load(key [32]byte) ([]byte, error) {
	name := nameOf(key)
	// What is no file might block in Open.
	info, err := f.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > f.options.MaxBytes {
		return nil, errFile
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, err
	}
	if len(f.options.Key) > 0 {
		signed := len(data) - sha256.Size
		if signed < 0 || !hmac.Equal(data[signed:], f.sign(key, data[:signed])) {
			f.root.Remove(name)
			return nil, errSignature
		}
		data = data[:signed]
	}
	// It has been asked for. Once in a while is enough.
	if now := time.Now(); now.Sub(info.ModTime()) > time.Hour {
		if err := f.root.Chtimes(name, now, now); err != nil {
			return data, err
		}
	}
	return data, nil
}

func (f *Folder) sign(key [32]byte, data []byte) []byte {
	mac := hmac.New(sha256.New, f.options.Key)
	mac.Write(key[:])
	mac.Write(data)
	return mac.Sum(nil)
}

// Store writes a file. Whoever reads meanwhile has the old one or the new one.
func (f *Folder) Store(key [32]byte, data []byte) {
	if err := f.store(key, data); err != nil {
		f.failed("store", key, err)
	}
}

func (f *Folder) store(key [32]byte, data []byte) (err error) {
	size := int64(len(data) + sha256.Size)
	if size > f.options.MaxBytes {
		return nil
	}
	if err := f.makeRoom(size); err != nil {
		return err
	}
	name := rand.Text() + unwritten
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.root.Remove(name)
		}
	}()
	_, err = file.Write(data)
	if err == nil && len(f.options.Key) > 0 {
		_, err = file.Write(f.sign(key, data))
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = f.root.Rename(name, nameOf(key))
	}
	return err
}

// Reject removes the file.
func (f *Folder) Reject(key [32]byte, why error) {
	f.failed("use", key, why)
	if err := f.root.Remove(nameOf(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.failed("remove", key, err)
	}
}

// makeRoom is told that so many bytes will be written. Other processes write too: it
// looks at what there is, once in a while.
func (f *Folder) makeRoom(size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	share := f.options.MaxBytes / 16
	if f.wrote += size; f.wrote <= share {
		return nil
	}
	f.wrote = size
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return err
	}
	var files []fs.FileInfo
	used := size
	for _, e := range entries {
		info, err := f.root.Lstat(e.Name())
		if err != nil || !info.Mode().IsRegular() {
			continue // gone, or nothing of ours
		}
		switch {
		case strings.HasSuffix(e.Name(), extension):
			files = append(files, info)
			used += info.Size()
		case strings.HasSuffix(e.Name(), unwritten) && time.Since(info.ModTime()) > time.Hour:
			f.root.Remove(e.Name()) // of a process that has ended
		}
	}
	return f.removeOldest(files, used-(f.options.MaxBytes-share))
}

// removeOldest removes that many bytes of files.
func (f *Folder) removeOldest(files []fs.FileInfo, bytes int64) error {
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range files {
		if bytes <= 0 {
			break
		}
		if err := f.root.Remove(info.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		bytes -= info.Size()
	}
	return nil
}
