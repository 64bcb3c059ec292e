package protocol

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
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
const Version = "1"

const headerSize = 4 + 1 + 8

// LongestFrame is how long the body of a frame may be, in bytes.
const LongestFrame = 1 << 30

// A Conn sends and receives frames. Any number of goroutines may send; one receives.
type Conn struct {
	to          io.Writer
	from        *bufio.Reader
	longest     int // that may come
	longestSent int

	mutex sync.Mutex // of sending
	data  []byte
	large []piece
}

// NewConn makes a Conn over a stream, on which no frame that is longer may come, and
// none that is longer than longestSent is sent.
func NewConn(stream io.ReadWriter, longest, longestSent int) *Conn {
	return &Conn{to: stream, from: bufio.NewReaderSize(stream, 64<<10), longest: longest, longestSent: longestSent, large: noPieces}
}

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
	const step = 1 << 20
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
