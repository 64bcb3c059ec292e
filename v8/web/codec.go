package web

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"sync"

	"github.com/nodeisolates/isolates/v8"
)

// A codec compresses or decompresses what is written to it, in a goroutine of its own
// that goes no further than somebody reads. It ends with the Await in which it was first
// used.
type codec struct {
	run   transcode
	begin sync.Once
	meter *meter // of the goroutine; it stands still in Read and Write

	mu      sync.Mutex
	changed *sync.Cond
	input   []byte // that is left of what was written
	hungry  bool   // nothing is left, and the goroutine wants more
	closed  bool   // nothing more will be written
	output  []byte // that nobody has read yet
	done    bool   // the goroutine has ended
	err     error  // with that
	ended   bool   // nobody wants the rest
}

// Read gives the goroutine what is written.
func (c *codec) Read(p []byte) (int, error) {
	err := c.meter.stop()
	defer c.meter.start()
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.input) == 0 && !c.closed && !c.ended {
		c.hungry = true
		c.changed.Broadcast()
		c.changed.Wait()
	}
	switch {
	case c.ended:
		return 0, errNoCodec
	case len(c.input) == 0:
		return 0, io.EOF
	}
	n := copy(p, c.input)
	c.input = c.input[n:]
	return n, nil
}

// Write takes from the goroutine what is to be read.
func (c *codec) Write(p []byte) (written int, err error) {
	err = c.meter.stop()
	defer c.meter.start()
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(p) > 0 {
		for len(c.output) >= chunkLength && !c.ended {
			c.changed.Wait()
		}
		if c.ended {
			return written, errNoCodec
		}
		n := min(len(p), chunkLength-len(c.output))
		c.output = append(c.output, p[:n]...)
		p, written = p[n:], written+n
		c.changed.Broadcast()
	}
	return written, nil
}

func (c *codec) work() {
	c.meter.start()
	err := c.run(c, c)
	if spent := c.meter.stop(); err == nil {
		err = spent
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done, c.err = true, err
	c.changed.Broadcast()
}

// wait waits for what reports true, or for the end. It is called with the lock.
func (c *codec) wait(until func() bool) error {
	for !until() && !c.done && !c.ended {
		c.changed.Wait()
	}
	switch {
	case c.done:
		return c.err
	case c.ended:
		return errNoCodec
	}
	return nil
}

// codecs are those of a context, by their numbers.
type codecs struct {
	mu   sync.Mutex
	last uint64
	of   map[uint64]*codec
}

// maxCodecs is how many there may be at a time in a context: each takes up to a megabyte
// of Go's memory.
const maxCodecs = 100

var (
	errNoCodec  = errors.New("the stream has ended")
	errTrailing = errors.New("there is more behind the end of the compressed data")
)

func (c *codecs) get(id uint64) (*codec, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if codec := c.of[id]; codec != nil {
		return codec, nil
	}
	return nil, v8.TypeError.Errorf("compression: %w", errNoCodec)
}

// openCodec makes a codec. JavaScript uses it at once.
func (h *host) openCodec(format string, decompress bool) (uint64, error) {
	run := compressors[format]
	if decompress {
		run = decompressors[format]
	}
	if run == nil {
		return 0, v8.TypeError.Errorf("compression: format %q", format)
	}
	c := &codec{run: run}
	c.changed = sync.NewCond(&c.mu)
	codecs := &h.codecs
	codecs.mu.Lock()
	defer codecs.mu.Unlock()
	if len(codecs.of) >= maxCodecs {
		return 0, &LimitError{Option: "compression streams", Limit: maxCodecs}
	}
	if codecs.of == nil {
		codecs.of = map[uint64]*codec{}
	}
	codecs.last++
	codecs.of[codecs.last] = c
	return codecs.last, nil
}

// started is the codec, whose goroutine runs. It ends with the first ctx.
func (h *host) started(ctx context.Context, id uint64) (*codec, error) {
	c, err := h.codecs.get(id)
	if err != nil {
		return nil, err
	}
	c.begin.Do(func() {
		context.AfterFunc(ctx, func() { h.endCodec(id) })
		c.meter = newMeter(ctx)
		go c.work()
	})
	return c, nil
}

// codecWrite waits until all of the chunk was used.
func (h *host) codecWrite(ctx context.Context, id uint64, chunk []byte) error {
	c, err := h.started(ctx, id)
	if err != nil || len(chunk) == 0 {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.input, c.hungry = chunk, false
	c.changed.Broadcast()
	if err := c.wait(func() bool { return c.hungry }); err != nil {
		return v8.TypeError.Errorf("compression: %w", err)
	}
	return nil
}

// codecClose ends the input, and waits until the output was read, but for what is left
// in the buffer.
func (h *host) codecClose(ctx context.Context, id uint64) error {
	c, err := h.started(ctx, id)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.changed.Broadcast()
	if err := c.wait(func() bool { return false }); err != nil {
		return v8.TypeError.Errorf("compression: %w", err)
	}
	return nil
}

// codecRead is the next part of the output, or nil at its end.
func (h *host) codecRead(ctx context.Context, id uint64) ([]byte, error) {
	c, err := h.started(ctx, id)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	err = c.wait(func() bool { return len(c.output) > 0 })
	chunk := c.output
	c.output = nil
	c.changed.Broadcast()
	c.mu.Unlock()
	if len(chunk) > 0 { // an error comes after it
		return chunk, nil
	}
	h.endCodec(id)
	if err != nil {
		return nil, v8.TypeError.Errorf("compression: %w", err)
	}
	return nil, nil
}

// endCodec lets go of a codec.
func (h *host) endCodec(id uint64) {
	h.codecs.mu.Lock()
	c := h.codecs.of[id]
	delete(h.codecs.of, id)
	h.codecs.mu.Unlock()
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	c.changed.Broadcast()
}

type transcode = func(to io.Writer, from io.Reader) error

// The names are the standard's, which gives zlib's format the name of what is in it.
var compressors = map[string]transcode{
	"gzip":    compressor(func(to io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(to), nil }),
	"deflate": compressor(func(to io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(to), nil }),
	"deflate-raw": compressor(func(to io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(to, flate.DefaultCompression)
	}),
}

var decompressors = map[string]transcode{
	"gzip": decompressor(func(from *bufio.Reader) (io.Reader, error) {
		reader, err := gzip.NewReader(from)
		if err == nil {
			reader.Multistream(false)
		}
		return reader, err
	}),
	"deflate":     decompressor(func(from *bufio.Reader) (io.Reader, error) { return zlib.NewReader(from) }),
	"deflate-raw": decompressor(func(from *bufio.Reader) (io.Reader, error) { return flate.NewReader(from), nil }),
}

func compressor(open func(io.Writer) (io.WriteCloser, error)) transcode {
	return func(to io.Writer, from io.Reader) error {
		buffered := bufio.NewWriterSize(to, chunkLength)
		writer, err := open(buffered)
		if err != nil {
			return err
		}
		if _, err := io.Copy(writer, from); err != nil {
			return err
		}
		if err := writer.Close(); err != nil {
			return err
		}
		return buffered.Flush()
	}
}

func decompressor(open func(*bufio.Reader) (io.Reader, error)) transcode {
	return func(to io.Writer, from io.Reader) error {
		buffered := bufio.NewReader(from)
		reader, err := open(buffered)
		if err == nil {
			_, err = io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{reader}, make([]byte, chunkLength))
		}
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		if _, err := buffered.ReadByte(); !errors.Is(err, io.EOF) {
			if err != nil {
				return err
			}
			return errTrailing
		}
		return nil
	}
}
