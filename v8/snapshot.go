package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A Snapshot is the heap of an isolate, with its contexts, as it was when
// [NewSnapshot] had filled it: isolates that are made of it, see [IsolateOptions], begin
// there, and run no script for it. It does not change. Any number of isolates may be
// made of it at a time, and it lives as long as they or Go refer to it; there is
// nothing to close.
//
// It can be saved and read, by the same version of this package, with the same build of
// V8, for the same system and processor.
//
// V8 believes all that is in a snapshot, as it would machine code: whoever can make one
// can do anything in the process. Never take one from a stranger. What [ReadSnapshot]
// checks keeps accidents out, and with a key, which is a secret, strangers too.
//
// V8: [v8::StartupData].
//
// [v8::StartupData]: https://v8.github.io/api/head/classv8_1_1StartupData.html
type Snapshot struct {
	data   *C.shim_startup_data
	about  snapshotAbout
	secret []byte
}

// snapshotAbout is what is saved of a snapshot beside V8's data.
type snapshotAbout struct {
	Contexts   []string            // their names; the first is the default, without one
	References []externalReference // that stay in isolates of it
	LastID     uint32              // that objects in it may have
}

func newSnapshot(data C.shim_bytes, about snapshotAbout, secret []byte) (*Snapshot, error) {
	s := &Snapshot{C.shim_startup_data_new(data), about, slices.Clone(secret)}
	if s.data == nil {
		return nil, errors.New("there is no memory for it, or it has more than V8 takes")
	}
	runtime.AddCleanup(s, func(data *C.shim_startup_data) { C.shim_startup_data_free(data) }, s.data)
	if !bool(C.shim_startup_data_can_be_rehashed(s.data)) {
		return nil, errNotRehashable
	}
	return s, nil
}

// errNotRehashable is that of a snapshot that would bring its hash seed to other
// processes.
var errNotRehashable = errors.New("V8 can't give it another hash seed: something that is in it, " +
	"such as an ES module that was evaluated, stands in the way")

// made refuses a Snapshot that was not made here.
func (s *Snapshot) made() *Snapshot {
	if s == nil || s.data == nil {
		panic(misuse.ZeroSnapshot)
	}
	return s
}

// startupData is V8's, or nil without a snapshot.
func (s *Snapshot) startupData() *C.shim_startup_data {
	if s == nil {
		return nil
	}
	return s.made().data
}

func (s *Snapshot) references() []externalReference {
	if s == nil {
		return nil
	}
	return slices.Clone(s.made().about.References)
}

// indexOf is where V8 has the context that is asked for, or -1 for the default.
func (s *Snapshot) indexOf(options ContextOptions) (int, error) {
	name := options.FromSnapshot
	if name == "" {
		return -1, nil
	}
	if options.GlobalTemplate != nil {
		panic(misuse.SnapshotTemplate)
	}
	if s != nil {
		if index := slices.Index(s.about.Contexts, name); index > 0 {
			return index - 1, nil
		}
	}
	return 0, fmt.Errorf("v8: new context: the isolate's snapshot has no context %q", name)
}

// Contexts are the names of those that were added, in their order; the default context
// has none.
func (s *Snapshot) Contexts() []string { return slices.Clone(s.made().about.Contexts[1:]) }

// Size is how many bytes V8's data have, which all isolates of the snapshot share.
func (s *Snapshot) Size() int { return len(s.bytes()) }

func (s *Snapshot) bytes() []byte {
	data := C.shim_startup_data_bytes(s.made().data)
	return unsafe.Slice((*byte)(unsafe.Pointer(data.data)), int(data.length))
}

const snapshotFormat = 1

// snapshotSeal is what is saved before a snapshot. V8 has started.
func snapshotSeal(secret []byte) *seal {
	archive := uint64(C.shim_startup_data_identity())
	key := sha256.Sum256(fmt.Appendf(nil, "isolates %d, V8 %s, %016x, %s/%s, %s", snapshotFormat,
		C.GoString(C.shim_v8_version()), archive, runtime.GOOS, runtime.GOARCH, shimCallbacks))
	return &seal{
		magic: [8]byte([]byte("v8gosnap")), format: snapshotFormat, tag: uint32(archive), key: key,
		secret: secret, otherKey: errSealOther,
	}
}

// shimCallbacks are what V8's data refer to by their numbers, in the order in which
// startup_data.cc has them.
const shimCallbacks = "function, call as function, accessor get, accessor set, enumerate, " +
	"named get set query delete define describe, indexed get set query delete define describe"

// WriteTo saves the snapshot, for [ReadSnapshot]. With a [SnapshotOptions].Key it is
// signed.
func (s *Snapshot) WriteTo(w io.Writer) (n int64, err error) {
	about, err := json.Marshal(s.made().about)
	if err != nil {
		return 0, fmt.Errorf("v8: write snapshot: %w", err)
	}
	data := binary.LittleEndian.AppendUint32(nil, uint32(len(about)))
	data = append(append(data, about...), s.bytes()...)
	runtime.KeepAlive(s)
	written, err := w.Write(snapshotSeal(s.secret).seal(data))
	if err != nil {
		err = fmt.Errorf("v8: write snapshot: %w", err)
	}
	return int64(written), err
}

// ReadSnapshot reads what [Snapshot.WriteTo] has saved, and not a byte more. It starts
// V8 when it is the first to need it. With a key that is not empty, it takes only what
// was signed with the same [SnapshotOptions].Key; without one, only what was not
// signed.
//
// It is an error, and V8 sees nothing of it, when the data are damaged, end too early,
// or are of another V8, another build of it, another system or processor.
func ReadSnapshot(r io.Reader, key []byte) (*Snapshot, error) {
	if err := Initialize(); err != nil {
		return nil, err
	}
	s, err := readSnapshot(r, key)
	if err != nil {
		return nil, fmt.Errorf("v8: read snapshot: %w", err)
	}
	return s, nil
}

func readSnapshot(r io.Reader, key []byte) (*Snapshot, error) {
	seal := snapshotSeal(key)
	var sealed bytes.Buffer
	if _, err := io.CopyN(&sealed, r, sealHead); err != nil {
		return nil, readError(err)
	}
	length, err := seal.lengthOf(sealed.Bytes())
	if err != nil {
		return nil, err
	}
	if length > 2*math.MaxInt32 {
		return nil, errSealDamaged
	}
	// The memory grows with what there is, and not with what is said, but for a little.
	sealed.Grow(int(min(length, 1<<20)))
	if _, err := io.CopyN(&sealed, r, int64(length)); err != nil {
		return nil, readError(err)
	}
	data, err := seal.open(sealed.Bytes())
	if err != nil {
		return nil, err
	}
	about, data, found := cutAbout(data)
	if !found {
		return nil, errSealDamaged
	}
	return newSnapshot(bytesOf(unsafe.String(unsafe.SliceData(data), len(data))), about, key)
}

func readError(err error) error {
	if errors.Is(err, io.EOF) {
		return errSealShort
	}
	return err
}

func cutAbout(data []byte) (about snapshotAbout, rest []byte, found bool) {
	const length = 4
	if len(data) < length {
		return about, nil, false
	}
	end := length + int64(binary.LittleEndian.Uint32(data))
	if int64(len(data)) < end || json.Unmarshal(data[length:end], &about) != nil || len(about.Contexts) == 0 {
		return about, nil, false
	}
	return about, data[end:], true
}

// String is a summary.
func (s *Snapshot) String() string {
	if s == nil || s.data == nil {
		return "v8.Snapshot{}"
	}
	return fmt.Sprintf("v8.Snapshot{%d bytes, contexts: %s}", s.Size(), strings.Join(s.Contexts(), ", "))
}
