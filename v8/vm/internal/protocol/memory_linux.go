package protocol

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A Memory is memory that a host and a worker share: a ring of bytes for each
// direction. Neither can change its size.
//
// The other side may write there whatever and whenever it likes. So its position is
// read once, and checked, and what it has written is copied before anybody looks at
// it; own positions are kept elsewhere.
type Memory struct {
	in, out ring
	closed  atomic.Bool
}

const (
	ringSize    = 1 << 20 // a power of 2
	memoryStart = 4 << 10 // of the bytes, behind both controls
	memorySize  = memoryStart + 2*ringSize
)

// ring is one direction, as one side sees it.
type ring struct {
	*control
	data   []byte
	at     uint32 // own position: how many bytes this side has read, or written
	memory *Memory

	poked atomic.Uint32 // by poke
	vain  int           // how often it was woken for nothing
	spins spins
}

// A control is what both sides of a ring write. Each is alone in its line of the
// processor's cache.
type control struct {
	written bell // how many bytes were written; the reader sleeps here
	_       [48]byte
	read    bell // how many were read; the writer sleeps here
	_       [48]byte
}

// A bell is a count of bytes, and how to wake who waits for more of them.
type bell struct {
	count   atomic.Uint32
	rung    atomic.Uint32 // changes when somebody is to be woken
	sleeper atomic.Uint32 // how
	_       uint32
}

// How to wake who waits.
const (
	awake     = iota // not needed
	inFutex          // by rung
	atSocket         // by a byte on the socket
	mostVain  = 100_000
	longSleep = time.Second // so that a lost wake-up, which there is none of, is no hang
)

// NewMemory makes the memory of a worker, and the file by which the worker gets it.
// Both are nil where there is none.
func NewMemory() (*Memory, *os.File, error) {
	file, err := newFile()
	if err != nil {
		return nil, nil, fmt.Errorf("share memory: %w", err)
	}
	if err := errors.Join(file.Truncate(memorySize), seal(file, unix.F_SEAL_SHRINK|unix.F_SEAL_GROW|unix.F_SEAL_SEAL)); err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("share memory: %w", err)
	}
	m, err := MapMemory(file, false)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	m.in.written.sleeper.Store(atSocket)
	m.out.written.sleeper.Store(atSocket)
	return m, file, nil
}

// newFile is a file in memory alone, which can be sealed.
func newFile() (*os.File, error) {
	const name = "isolates"
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING|unix.MFD_NOEXEC_SEAL)
	if errors.Is(err, unix.EINVAL) { // before Linux 6.3
		fd, err = unix.MemfdCreate(name, unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

func seal(file *os.File, seals int) error {
	_, err := unix.FcntlInt(file.Fd(), unix.F_ADD_SEALS, seals)
	return err
}

// NewSnapshotFile makes the file in which a worker leaves a snapshot for others, or nil
// where there are no such files.
func NewSnapshotFile() (*os.File, error) {
	file, err := newFile()
	if err != nil {
		return nil, fmt.Errorf("a file for the snapshot: %w", err)
	}
	return file, nil
}

// SealSnapshotFile lets nobody change the file any more, and fails if somebody still can:
// from now on those who have it may be anybody.
func SealSnapshotFile(file *os.File) error {
	if err := seal(file, unix.F_SEAL_WRITE|unix.F_SEAL_SHRINK|unix.F_SEAL_GROW|unix.F_SEAL_SEAL); err != nil {
		return fmt.Errorf("seal the snapshot: %w", err)
	}
	return nil
}

// MapMemory is the memory in a file that NewMemory has made, for the host or its worker.
func MapMemory(file *os.File, worker bool) (*Memory, error) {
	all, err := unix.Mmap(int(file.Fd()), 0, memorySize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("share memory: %w", err)
	}
	m := &Memory{}
	first, second := &m.out, &m.in
	if worker {
		first, second = second, first
	}
	for n, r := range []*ring{first, second} {
		r.memory = m
		r.control = (*control)(unsafe.Pointer(&all[n*memoryStart/2]))
		r.data = all[memoryStart+n*ringSize:][:ringSize:ringSize]
	}
	// Those who read and write hold m, and with it the mapping.
	runtime.AddCleanup(m, func(all []byte) { unix.Munmap(all) }, all)
	return m, nil
}

// close ends all that waits, and what comes after it.
func (m *Memory) close() {
	defer runtime.KeepAlive(m)
	m.closed.Store(true)
	m.in.written.wakeSelf()
	m.out.read.wakeSelf()
}

// poke makes this side's reader look whether it still has to wait.
func (m *Memory) poke() {
	defer runtime.KeepAlive(m)
	m.in.poked.Add(1)
	m.in.written.wakeSelf()
}

// available is how many bytes can be read.
func (r *ring) available() (int, error) {
	n := r.written.count.Load() - r.at
	if n > ringSize {
		return 0, ErrBroken
	}
	return int(n), nil
}

// Read is that of io.Reader.
func (r *ring) Read(to []byte) (int, error) {
	defer runtime.KeepAlive(r.memory)
	for {
		n, err := r.available()
		if err != nil {
			return 0, err
		}
		if n > 0 {
			n = min(n, len(to))
			from := int(r.at % ringSize)
			copied := copy(to[:n], r.data[from:])
			copy(to[copied:n], r.data)
			r.at += uint32(n)
			r.read.count.Store(r.at)
			return n, r.read.wake(nil)
		}
		if err := r.wait(); err != nil {
			return 0, err
		}
	}
}

// wait waits for bytes to read, and may return in vain.
func (r *ring) wait() error {
	if r.spins.worthwhile() {
		r.written.sleeper.Store(awake)
		count, poked := r.at, r.poked.Load()
		if r.spins.spin(func() bool {
			return r.written.count.Load() != count || r.poked.Load() != poked || r.memory.closed.Load()
		}) && !r.memory.closed.Load() {
			return nil
		}
	}
	rung := r.written.rung.Load()
	r.written.sleeper.Store(inFutex)
	if n, err := r.available(); n > 0 || err != nil {
		r.written.sleeper.Store(awake)
		return err
	}
	return r.sleep(&r.written, rung)
}

// sleep waits until a bell is rung. What is woken all the time for nothing is being
// fooled.
func (r *ring) sleep(b *bell, rung uint32) error {
	if r.memory.closed.Load() {
		return io.EOF
	}
	count, poked := b.count.Load(), r.poked.Load()
	ended := b.sleep(rung)
	b.sleeper.Store(awake)
	if r.memory.closed.Load() {
		return io.EOF
	}
	if ended || b.count.Load() != count || r.poked.Load() != poked {
		r.vain = 0
	} else if r.vain++; r.vain > mostVain {
		return ErrBroken
	}
	return nil
}

// writeTo writes, and waits for room. The socket is where a reader is woken
// that does not wait for this memory.
func (r *ring) writeTo(from []byte, socket io.Writer) (written int, err error) {
	defer runtime.KeepAlive(r.memory)
	for len(from) > 0 {
		rung := r.read.rung.Load()
		used := r.at - r.read.count.Load()
		if used > ringSize {
			return written, ErrBroken
		}
		if used == ringSize {
			r.read.sleeper.Store(inFutex)
			if r.at-r.read.count.Load() != ringSize {
				r.read.sleeper.Store(awake)
				continue
			}
			if err := r.sleep(&r.read, rung); err != nil {
				return written, err
			}
			continue
		}
		n := min(ringSize-int(used), len(from))
		to := int(r.at % ringSize)
		copied := copy(r.data[to:], from[:n])
		copy(r.data, from[copied:n])
		r.at += uint32(n)
		r.written.count.Store(r.at)
		if err := r.written.wake(socket); err != nil {
			return written, err
		}
		from, written = from[n:], written+n
	}
	return written, nil
}

// wake wakes the other side if it waits.
func (b *bell) wake(socket io.Writer) error {
	if b.sleeper.Load() == awake {
		return nil
	}
	switch b.sleeper.Swap(awake) {
	case inFutex:
		b.wakeSelf()
	case atSocket:
		if socket != nil {
			_, err := socket.Write([]byte{0})
			return err
		}
	}
	return nil
}

// wakeSelf wakes whoever waits.
func (b *bell) wakeSelf() {
	b.rung.Add(1)
	unix.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(&b.rung)), futexWake, 1, 0, 0, 0)
}

const futexWait, futexWake = 0, 1

// sleep waits until rung is another, and reports whether it gave up.
func (b *bell) sleep(rung uint32) (gaveUp bool) {
	timeout := unix.NsecToTimespec(int64(longSleep))
	_, _, errno := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(&b.rung)), futexWait, uintptr(rung),
		uintptr(unsafe.Pointer(&timeout)), 0, 0)
	return errno == syscall.ETIMEDOUT
}

// receiveAtSocket says where the reader is to be woken, and reports whether it has
// nothing to read before.
func (m *Memory) receiveAtSocket() bool {
	defer runtime.KeepAlive(m)
	m.in.written.sleeper.Store(atSocket)
	if n, err := m.in.available(); n == 0 && err == nil {
		return true
	}
	m.in.written.sleeper.Store(awake)
	return false
}

// hasReceived reports whether there is something to read.
func (m *Memory) hasReceived() bool {
	defer runtime.KeepAlive(m)
	n, err := m.in.available()
	return n > 0 || err != nil
}

// await waits for something to read, and may return in vain.
func (m *Memory) await() error {
	defer runtime.KeepAlive(m)
	return m.in.wait()
}

// A memoryStream is a Memory with the socket.
type memoryStream struct {
	*Memory
	socket io.Writer
}

func (s memoryStream) Read(to []byte) (int, error)    { return s.in.Read(to) }
func (s memoryStream) Write(from []byte) (int, error) { return s.out.writeTo(from, s.socket) }
