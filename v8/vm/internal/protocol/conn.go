package protocol

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
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
	to      io.Writer
	from    *bufio.Reader
	longest int

	mutex sync.Mutex // of sending
	data  []byte
}

// NewConn makes a Conn over a stream, on which no frame that is longer may come.
func NewConn(stream io.ReadWriter, longest int) *Conn {
	return &Conn{to: stream, from: bufio.NewReaderSize(stream, 64<<10), longest: longest}
}

// Send sends a message; see Append. An error of a message is ErrMalformed or
// ErrTooLong, and nothing is sent; others are the stream's.
func (c *Conn) Send(t FrameType, id uint64, m any) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.data = append(c.data[:0], make([]byte, headerSize)...)
	c.data[4] = byte(t)
	binary.LittleEndian.PutUint64(c.data[5:], id)
	var err error
	if c.data, err = Append(c.data, m); err != nil {
		return err
	}
	length := len(c.data) - headerSize
	if length > LongestFrame {
		c.data = nil
		return ErrTooLong
	}
	binary.LittleEndian.PutUint32(c.data, uint32(length))
	_, err = c.to.Write(c.data)
	const keep = 1 << 20
	if cap(c.data) > keep {
		c.data = nil
	}
	return err
}

// ErrTooLong is that of a message that is longer than a frame may be.
var ErrTooLong = fmt.Errorf("message is longer than %d bytes", LongestFrame)

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
