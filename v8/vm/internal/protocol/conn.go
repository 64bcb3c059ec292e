package protocol

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// A FrameType is what a frame has in it.
type FrameType uint8

// The types of a frame.
const (
	_                 FrameType = iota
	FrameHello                  // of the worker: Hello
	FrameRequest                // of the host: Request
	FrameResponse               // of the worker to the Request of the same number
	FrameCancel                 // of the host: ctx of the Request has ended
	FrameHostCall               // of the worker: HostCall
	FrameHostResponse           // of the host: Response to the HostCall of the same number
	FrameHostCancel             // of the worker: ctx of the HostCall has ended
	lastFrameType
)

// Version is that of the protocol. A host and its workers have the same.
const Version = "3"

const headerSize = 4 + 1 + 8

// LongestFrame is how long the body of a frame may be, in bytes.
const LongestFrame = 1 << 30

// A Conn sends and receives frames. Any number of goroutines may send. One receives
// at a time, who has the turn: [Conn.Serve], or whoever waits for a frame, which is
// quicker.
type Conn struct {
	socket      io.ReadWriter
	to          io.Writer
	from        *bufio.Reader
	longest     int // that may come
	longestSent int
	memory      *Memory       // or nil
	bells       *bufio.Reader // of the socket, where there is memory
	rung        atomic.Bool   // and nobody has looked since
	failed      atomic.Pointer[error]

	// Turn holds an element while somebody receives. Send to it, and then call Lead.
	Turn chan struct{}

	// Handler is given what is received for nobody in particular. It is set before
	// Serve and Lead are called.
	Handler Handler

	mutex sync.Mutex // of sending
	data  []byte
	large []piece
}

// NewConn makes a Conn over a socket, on which no frame that is longer may come, and
// none that is longer than longestSent is sent.
func NewConn(socket io.ReadWriter, longest, longestSent int) *Conn {
	c := &Conn{
		socket: socket, to: socket, from: bufio.NewReaderSize(socket, bufferSize), longest: longest, longestSent: longestSent,
		Turn: make(chan struct{}, 1), large: noPieces,
	}
	c.Turn <- struct{}{} // Serve's, until Share
	return c
}

const bufferSize = 64 << 10

// Share lets all frames from now on go through shared memory, to which both sides
// agree after Hello. The socket is left to wake who waits for something else.
func (c *Conn) Share(memory *Memory) {
	stream := memoryStream{memory, c.socket}
	c.memory, c.bells = memory, c.from
	c.to, c.from = stream, bufio.NewReaderSize(stream, bufferSize)
	<-c.Turn
}

// Close ends who waits for a frame in shared memory, or for room there.
func (c *Conn) Close() {
	if c.memory != nil {
		c.memory.close()
	}
}

// Poke makes Lead ask again whether it is enough.
func (c *Conn) Poke() {
	if c.memory != nil {
		c.memory.poke()
	}
}

// A Handler is given each frame. It must not wait for another.
type Handler func(t FrameType, id uint64, body []byte) error

// Serve receives while nobody leads, until there is an error.
func (c *Conn) Serve() error {
	if c.memory == nil {
		return c.lead(c.Handler, func() bool { return false })
	}
	for {
		_, err := c.bells.ReadByte()
		if err == nil {
			c.bells.Discard(c.bells.Buffered()) // once is enough
			c.rung.Store(true)
			err = c.look()
		}
		if err != nil {
			if failed := c.failed.Load(); failed != nil {
				return *failed
			}
			return err
		}
	}
}

// look receives what has come while nobody had the turn. Who has it looks when he
// gives it back.
func (c *Conn) look() error {
	for c.rung.Load() {
		select {
		case c.Turn <- struct{}{}:
		default:
			return nil
		}
		c.rung.Store(false)
		if err := c.lead(c.Handler, func() bool { return !c.hasReceived() }); err != nil {
			return err
		}
		c.giveBack()
	}
	return nil
}

// Lead receives frames until it is enough, or [Conn.Poke] was called. The caller has
// the turn, and loses it. After an error, which is the caller's to see to, nobody
// receives any more.
func (c *Conn) Lead(handle Handler, enough func() bool) error {
	if err := c.lead(handle, enough); err != nil {
		return err
	}
	if c.giveBack(); c.rung.Load() {
		go func() {
			if err := c.look(); err != nil { // Serve tells of it
				c.failed.CompareAndSwap(nil, &err)
				c.socket.(io.Closer).Close()
			}
		}()
	}
	return nil
}

// giveBack gives the turn back. What comes from now on rings at the socket.
func (c *Conn) giveBack() {
	if c.from.Buffered() > 0 || !c.memory.receiveAtSocket() {
		c.rung.Store(true)
	}
	<-c.Turn
}

func (c *Conn) lead(handle Handler, enough func() bool) error {
	for !enough() {
		if c.memory != nil && !c.hasReceived() {
			if err := c.memory.await(); err != nil {
				return err
			}
			continue
		}
		t, id, body, err := c.Receive()
		if err == nil {
			err = handle(t, id, body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Conn) hasReceived() bool { return c.from.Buffered() > 0 || c.memory.hasReceived() }

// Send sends a message; see Append. An error of a message is ErrMalformed or
// a *TooLongError, and nothing is sent; others are the stream's.
func (c *Conn) Send(t FrameType, id uint64, m any) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.data = append(c.data[:0], make([]byte, headerSize)...)
	c.data[4] = byte(t)
	binary.LittleEndian.PutUint64(c.data[5:], id)
	w := codec{data: c.data, large: c.large[:0]}
	w.message(m)
	if w.failed {
		return ErrMalformed
	}
	c.data, c.large = w.data, w.large
	const keep = 1 << 20
	if cap(c.data) > keep {
		c.data = nil
	}
	length := len(w.data) - headerSize
	for _, each := range w.large {
		length += len(each.data)
	}
	if length > c.longestSent {
		c.data, c.large = nil, noPieces
		return &TooLongError{Length: length, Limit: c.longestSent}
	}
	binary.LittleEndian.PutUint32(w.data, uint32(length))
	if len(w.large) == 0 {
		_, err := c.to.Write(w.data)
		return err
	}
	return c.sendPieces(&w)
}

// sendPieces sends what was written with its large pieces, from where these are.
func (c *Conn) sendPieces(w *codec) error {
	var all net.Buffers
	from := 0
	for _, each := range w.large {
		all = append(all, w.data[from:each.at], each.data)
		from = each.at
	}
	all = append(all, w.data[from:])
	c.large = noPieces // keeps nothing alive
	_, err := all.WriteTo(c.to)
	return err
}

var noPieces = []piece{}

// ErrBroken is that of shared memory in which the other side has written what nobody
// of ours does. Nothing can be sent or received any more.
var ErrBroken = errors.New("shared memory is broken")

// A TooLongError is that of a message that is longer than the other side takes.
type TooLongError struct{ Length, Limit int }

// Error has both figures.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("a message of %d bytes is longer than %d", e.Length, e.Limit)
}

// Refusal is the Response in place of a message that Send has refused, or nil for
// other errors.
func Refusal(err error) *Response {
	var tooLong *TooLongError
	switch {
	case errors.As(err, &tooLong):
		return &Response{Failure: &Failure{
			Reason: ResultLimit, Message: err.Error(),
			Option: "MaxMessage", Limit: uint64(tooLong.Limit), Used: uint64(tooLong.Length),
		}}
	case errors.Is(err, ErrMalformed):
		return Fail(Unsupported, "%v", err)
	}
	return nil
}

// Receive gets the next frame. The body is the caller's.
func (c *Conn) Receive() (t FrameType, id uint64, body []byte, err error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(c.from, header[:]); err != nil {
		return 0, 0, nil, err
	}
	t, id = FrameType(header[4]), binary.LittleEndian.Uint64(header[5:])
	length := int64(binary.LittleEndian.Uint32(header[:]))
	if t == 0 || t >= lastFrameType || length > int64(c.longest) {
		return 0, 0, nil, ErrMalformed
	}
	body, err = readBody(c.from, int(length))
	return t, id, body, err
}

// readBody reads a body as it comes: whoever only says that it is long gets no
// memory for it.
func readBody(from io.Reader, length int) ([]byte, error) {
	const step = 4 << 20
	body := make([]byte, min(length, step))
	read := 0
	for {
		n, err := io.ReadFull(from, body[read:])
		if read += n; err != nil {
			return nil, err
		}
		if read == length {
			return body, nil
		}
		grown := make([]byte, min(length, 2*len(body)))
		copy(grown, body)
		body = grown
	}
}
