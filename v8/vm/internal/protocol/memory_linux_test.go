package protocol

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// pair is a host's Conn and its worker's, in one process, and the worker's memory.
func pair(t *testing.T, longest int) (host, worker *Conn, shared []byte) {
	t.Helper()
	memory, file, err := NewMemory()
	require.NoError(t, err)
	defer file.Close()
	theirs, err := MapMemory(file, true)
	require.NoError(t, err)
	shared, err = unix.Mmap(int(file.Fd()), 0, memorySize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	require.NoError(t, err)
	sockets, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	ours, end := socket(t, sockets[0]), socket(t, sockets[1])
	host, worker = NewConn(ours, longest, LongestFrame), NewConn(end, LongestFrame, LongestFrame)
	host.Share(memory)
	worker.Share(theirs)
	t.Cleanup(func() {
		host.Close()
		worker.Close()
		ours.Close()
		end.Close()
		unix.Munmap(shared)
	})
	return host, worker, shared
}

func socket(t *testing.T, descriptor int) net.Conn {
	t.Helper()
	file := os.NewFile(uintptr(descriptor), "socket")
	defer file.Close()
	conn, err := net.FileConn(file)
	require.NoError(t, err)
	return conn
}

// echo answers each Request of a worker with its first value.
func echo(c *Conn) Handler {
	return func(_ FrameType, id uint64, body []byte) error {
		r := &Request{}
		if err := Decode(body, r); err != nil {
			return err
		}
		go c.Send(FrameResponse, id, &Response{Value: r.Values[0]})
		return nil
	}
}

// ask sends requests of these lengths, each when the one before is answered.
func ask(c *Conn, first uint64, answers *sync.Map, lengths []int) error {
	for n, length := range lengths {
		id, answer := first+uint64(n), make(chan *Response, 1)
		answers.Store(id, answer)
		sent := bytes.Repeat([]byte{byte(id)}, length)
		if err := c.Send(FrameRequest, id, &Request{Op: OpApply, Values: []Value{{Kind: Clone, Data: sent}}}); err != nil {
			return err
		}
		for len(answer) == 0 {
			select {
			case r := <-answer:
				answer <- r
			case c.Turn <- struct{}{}:
				if err := c.Lead(c.Handler, func() bool { return len(answer) > 0 }); err != nil {
					return err
				}
			}
		}
		if !bytes.Equal(sent, (<-answer).Value.Data) {
			return errors.New("another answer")
		}
	}
	return nil
}

func told(answers *sync.Map) Handler {
	return func(_ FrameType, id uint64, body []byte) error {
		r := &Response{}
		if err := Decode(body, r); err != nil {
			return err
		}
		if answer, ok := answers.LoadAndDelete(id); ok {
			answer.(chan *Response) <- r
		}
		return nil
	}
}

// Frames of any length reach who waits for them, whoever receives them, on both sides.
func TestMemory(t *testing.T) {
	host, worker, _ := pair(t, 4*ringSize)
	answers := &sync.Map{}
	host.Handler, worker.Handler = told(answers), echo(worker)
	go host.Serve()
	go worker.Serve()
	var asking sync.WaitGroup
	errs := make([]error, 4)
	for n := range errs {
		asking.Go(func() {
			lengths := []int{1, 100, largeSize, ringSize - 100, ringSize, 3 * ringSize}
			for range 500 {
				lengths = append(lengths, 1)
			}
			errs[n] = ask(host, uint64(n)<<32, answers, lengths)
		})
	}
	asking.Wait()
	require.NoError(t, errors.Join(errs...))
}

// Who waits for a frame, or for room, ends with the Conn.
func TestMemoryCloses(t *testing.T) {
	host, _, _ := pair(t, 1<<20)
	ended := make(chan error, 2)
	go func() {
		_, _, _, err := host.Receive()
		ended <- err
	}()
	go func() {
		ended <- host.Send(FrameRequest, 1, &Request{Op: OpApply, Values: []Value{{Kind: Clone, Data: make([]byte, 2*ringSize)}}})
	}()
	host.Close()
	require.ErrorIs(t, <-ended, io.EOF)
	require.ErrorIs(t, <-ended, io.EOF)
}

// Poke ends a wait, and nothing else.
func TestMemoryPoke(t *testing.T) {
	host, worker, _ := pair(t, 1<<20)
	answers := &sync.Map{}
	host.Handler, worker.Handler = told(answers), echo(worker)
	go worker.Serve()
	enough, asked := make(chan struct{}), make(chan struct{}, 1)
	led := make(chan error)
	host.Turn <- struct{}{}
	go func() {
		led <- host.Lead(host.Handler, func() bool {
			select {
			case asked <- struct{}{}:
			default:
			}
			select {
			case <-enough:
				return true
			default:
				return false
			}
		})
	}()
	<-asked
	close(enough)
	host.Poke()
	require.NoError(t, <-led)
	require.NoError(t, ask(host, 1, answers, []int{1}))
}

// A worker can't take the memory away, nor add to it.
func TestMemoryIsSealed(t *testing.T) {
	_, file, err := NewMemory()
	require.NoError(t, err)
	defer file.Close()
	for _, size := range []int64{0, memorySize - 1, 2 * memorySize} {
		require.ErrorIs(t, file.Truncate(size), unix.EPERM)
	}
	require.ErrorIs(t, seal(file, unix.F_SEAL_SHRINK), unix.EPERM)
	_, err = file.WriteAt([]byte{1}, memorySize)
	require.Error(t, err)
	info, err := file.Stat()
	require.NoError(t, err)
	require.Equal(t, int64(memorySize), info.Size())
	require.Equal(t, os.FileMode(0), info.Mode()&0o111, "nor run it")
}

// What a snapshot is, nobody can change once others may have it: neither whoever has the
// file, nor whoever has it mapped.
func TestSnapshotFileIsSealed(t *testing.T) {
	file, err := NewSnapshotFile()
	require.NoError(t, err)
	defer file.Close()
	_, err = file.WriteString("snapshot")
	require.NoError(t, err)
	mapped, err := unix.Mmap(int(file.Fd()), 0, 8, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	require.NoError(t, err)
	require.ErrorIs(t, SealSnapshotFile(file), unix.EBUSY)
	require.NoError(t, unix.Munmap(mapped))
	require.NoError(t, SealSnapshotFile(file))
	_, err = file.WriteAt([]byte("x"), 0)
	require.ErrorIs(t, err, unix.EPERM)
	_, err = file.WriteAt([]byte("x"), 8)
	require.ErrorIs(t, err, unix.EPERM)
	require.ErrorIs(t, file.Truncate(0), unix.EPERM)
	_, err = unix.Mmap(int(file.Fd()), 0, 8, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	require.ErrorIs(t, err, unix.EPERM)
	require.ErrorIs(t, seal(file, unix.F_SEAL_SEAL), unix.EPERM)
	text := make([]byte, 8)
	_, err = file.ReadAt(text, 0)
	require.NoError(t, err)
	require.Equal(t, "snapshot", string(text))
}

// control words, as a worker that was taken over sees them.
func word(shared []byte, ring int, offset uintptr) *uint32 {
	return (*uint32)(unsafe.Pointer(&shared[uintptr(ring)*memoryStart/2+offset]))
}

// Positions that can't be are refused, and so is who wakes for nothing all the time.
func TestMemoryLies(t *testing.T) {
	const ours = 1 // the ring that the worker writes
	for _, count := range []uint32{ringSize + 1, 1 << 31, ^uint32(0)} {
		host, _, shared := pair(t, 1<<20)
		*word(shared, ours, unsafe.Offsetof(control{}.written)) = count
		_, _, _, err := host.Receive()
		require.ErrorIs(t, err, ErrBroken)
		*word(shared, 0, unsafe.Offsetof(control{}.read)) = 1 << 31
		require.ErrorIs(t, host.Send(FrameCancel, 1, nil), ErrBroken)
	}
	host, worker, _ := pair(t, 1<<20)
	over := make(chan struct{})
	var ringing sync.WaitGroup
	ringing.Go(func() {
		for {
			select {
			case <-over:
				return
			default:
				worker.memory.out.written.wakeSelf()
			}
		}
	})
	_, _, _, err := host.Receive()
	close(over)
	ringing.Wait()
	require.ErrorIs(t, err, ErrBroken)
}

// Whatever is written anywhere at any time, the host gets frames or an error.
func TestMemoryIsScribbledOn(t *testing.T) {
	for seed := range uint64(50) {
		host, worker, shared := pair(t, 1<<16)
		host.Handler = func(_ FrameType, _ uint64, body []byte) error {
			Decode(body, &Response{})
			return nil
		}
		over := make(chan struct{})
		var scribbling sync.WaitGroup
		scribbling.Go(func() {
			random := rand.New(rand.NewPCG(seed, 1))
			for {
				select {
				case <-over:
					return
				default:
				}
				at := random.IntN(memorySize)
				if random.IntN(4) == 0 {
					at = random.IntN(memoryStart)
				}
				shared[at] = byte(random.Uint32())
				worker.memory.out.written.wakeSelf()
			}
		})
		done := make(chan struct{}, 2)
		go func() {
			defer func() { done <- struct{}{} }()
			host.Turn <- struct{}{}
			host.Lead(host.Handler, func() bool { return false })
		}()
		go func() {
			defer func() { done <- struct{}{} }()
			for range 1000 {
				if host.Send(FrameRequest, 1, messages[0]) != nil {
					return
				}
			}
		}()
		<-done
		host.Close()
		<-done
		close(over)
		scribbling.Wait()
	}
}

// Who looks before it sleeps sees the end, too.
func TestMemoryClosesWhileLooking(t *testing.T) {
	host, _, _ := pair(t, 1<<20)
	host.Close()
	for range 3 {
		_, _, _, err := host.Receive()
		require.ErrorIs(t, err, io.EOF)
	}
}
