package protocol

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// A codec writes fields, or reads them. Both directions are the same list of calls,
// so that they can't differ.
type codec struct {
	data    []byte // what is written, or is left to be read
	reading bool
	failed  bool
	depth   int
	large   []piece // what is written is not copied, if it is not nil
}

// MostHostCalls is how many HostCalls a worker makes at a time. One that makes more has
// broken the protocol.
const MostHostCalls = 1000

// MostReleased is how many values a Request may release, and a Response or HostCall drop.
const MostReleased = mostItems

// A piece belongs into what is written before the byte at.
type piece struct {
	at   int
	data []byte
}

// largeSize is from when on bytes are sent from where they are.
const largeSize = 32 << 10

// ErrMalformed is that of bytes that no Append has written.
var ErrMalformed = errors.New("malformed message")

const (
	mostDepth  = 20      // of causes
	mostItems  = 1 << 16 // of a list: each takes a hundred times its byte
	longestLen = math.MaxInt32
)

func (c *codec) fail() {
	c.failed = true
	c.data = nil
}

func (c *codec) uint(n *uint64) {
	if !c.reading {
		c.data = binary.AppendUvarint(c.data, *n)
		return
	}
	value, size := binary.Uvarint(c.data)
	if size <= 0 {
		c.fail()
		return
	}
	*n, c.data = value, c.data[size:]
}

func (c *codec) int(n *int) {
	value := uint64(min(max(*n, 0), longestLen))
	c.uint(&value)
	if c.reading {
		if value > longestLen {
			c.fail()
			return
		}
		*n = int(value)
	}
}

func (c *codec) duration(d *time.Duration) {
	value := uint64(max(*d, -1)) + 1 // -1 is one of them
	c.uint(&value)
	if c.reading {
		if value > math.MaxInt64+1 {
			c.fail()
			return
		}
		*d = time.Duration(value - 1)
	}
}

func (c *codec) float(f *float64) {
	if !c.reading {
		c.data = binary.LittleEndian.AppendUint64(c.data, math.Float64bits(*f))
		return
	}
	if len(c.data) < 8 {
		c.fail()
		return
	}
	*f, c.data = math.Float64frombits(binary.LittleEndian.Uint64(c.data)), c.data[8:]
}

func (c *codec) bool(b *bool) {
	value := uint8(0)
	if *b {
		value = 1
	}
	enum(c, &value, 2)
	*b = value == 1
}

// enum is a number below end.
func enum[T ~uint8](c *codec, n *T, end T) {
	if !c.reading {
		c.data = append(c.data, byte(*n))
		return
	}
	if len(c.data) == 0 || T(c.data[0]) >= end {
		c.fail()
		return
	}
	*n, c.data = T(c.data[0]), c.data[1:]
}

// length is that of what follows, of which each is at least a byte.
func (c *codec) length(n int) int {
	value := uint64(n)
	c.uint(&value)
	if c.reading && value > uint64(len(c.data)) {
		c.fail()
		return 0
	}
	if c.failed {
		return 0
	}
	return int(value)
}

func (c *codec) bytes(b *[]byte) {
	n := c.length(len(*b))
	if !c.reading {
		if c.large != nil && n >= largeSize {
			c.large = append(c.large, piece{len(c.data), *b})
			return
		}
		c.data = append(c.data, *b...)
		return
	}
	if n > 0 {
		*b, c.data = c.data[:n:n], c.data[n:]
	}
}

func (c *codec) string(s *string) {
	n := c.length(len(*s))
	if !c.reading {
		c.data = append(c.data, *s...)
		return
	}
	*s, c.data = string(c.data[:n]), c.data[n:]
}

func list[T any](c *codec, all *[]T, each func(*codec, *T)) {
	n := c.length(len(*all))
	if n > mostItems {
		c.fail()
		return
	}
	if c.reading && n > 0 {
		*all = nil
		for ; n > 0 && !c.failed; n-- {
			var one T
			each(c, &one)
			*all = append(*all, one)
		}
		return
	}
	for i := range *all {
		each(c, &(*all)[i])
	}
}

func (c *codec) value(v *Value) {
	enum(c, &v.Kind, lastKind)
	switch v.Kind {
	case Undefined, Null, WebServe:
	case Boolean, Number:
		c.float(&v.Number)
	case String:
		c.string(&v.Text)
	case Clone:
		c.bytes(&v.Data)
	case Reference, Foreign:
		c.uint(&v.ID)
		c.string(&v.Text)
	case Into:
		c.uint(&v.ID)
	case Callback:
		c.uint(&v.ID)
		enum(c, &v.Mode, lastMode)
		c.string(&v.Text)
		list(c, &v.References, (*codec).bool)
	default: // what can't leave a process
		c.fail()
	}
}

func (c *codec) values(v *[]Value) { list(c, v, (*codec).value) }

func (c *codec) request(r *Request) {
	enum(c, &r.Op, lastOp)
	enum(c, &r.Want, lastWant)
	c.bool(&r.NoAwait)
	c.bool(&r.Accessors)
	c.uint(&r.ID)
	c.uint(&r.Parent)
	c.uint(&r.Isolate)
	c.uint(&r.Context)
	c.uint(&r.Target)
	list(c, &r.Released, (*codec).uint)
	c.value(&r.Receiver)
	c.values(&r.Values)
	c.string(&r.Text)
	c.source(&r.Source)
	c.duration(&r.Limits.CPU)
	c.uint(&r.Limits.HostCalls)
	c.uint(&r.Limits.OutputBytes)
	c.uint(&r.Limits.ResultBytes)
	list(c, &r.Links, func(c *codec, l *Link) {
		c.uint(&l.Module)
		c.string(&l.Specifier)
		c.uint(&l.To)
	})
	switch r.Op {
	case OpNewIsolate, OpNewSnapshot:
		o := &r.NewIsolate
		c.uint(&o.MemoryLimit)
		c.duration(&o.CPU)
		c.duration(&o.Grace)
		c.bool(&o.Strict)
		c.bool(&o.Web)
		c.uint(&o.Snapshot)
		list(c, &r.Sources, (*codec).source)
	case OpNewContext:
		o := &r.NewContext
		c.bool(&o.NoCodeGeneration)
		c.bool(&o.NoWasm)
		c.bool(&o.Console)
		c.bool(&o.Modules)
		c.bool(&o.Web)
	}
}

func (c *codec) source(s *Source) {
	c.string(&s.Text)
	c.string(&s.Name)
	c.int(&s.LineOffset)
	c.int(&s.ColumnOffset)
}

func (c *codec) response(r *Response) {
	c.value(&r.Value)
	c.duration(&r.Usage.CPU)
	c.uint(&r.Usage.HostCalls)
	c.uint(&r.Usage.OutputBytes)
	optional(c, &r.Statistics, (*codec).statistics)
	list(c, &r.Names, (*codec).string)
	optional(c, &r.Failure, (*codec).failure)
	list(c, &r.Dropped, (*codec).uint)
}

func (c *codec) statistics(s *Statistics) {
	for _, n := range []*uint64{&s.UsedHeap, &s.TotalHeap, &s.HeapLimit, &s.External, &s.Contexts, &s.Handles} {
		c.uint(n)
	}
	c.duration(&s.CPU)
	c.duration(&s.Wall)
}

// optional is a pointer, which may be nil.
func optional[T any](c *codec, to **T, each func(*codec, *T)) {
	there := *to != nil
	c.bool(&there)
	if !there {
		return
	}
	if c.depth++; c.depth > mostDepth {
		c.fail()
		return
	}
	if c.reading {
		*to = new(T)
	}
	each(c, *to)
	c.depth--
}

func (c *codec) failure(f *Failure) {
	enum(c, &f.Reason, lastReason)
	c.string(&f.Message)
	list(c, &f.HostErrors, (*codec).uint)
	c.string(&f.Option)
	c.uint(&f.Limit)
	c.uint(&f.Used)
	c.string(&f.Resource)
	c.string(&f.SourceLine)
	c.int(&f.Line)
	c.int(&f.Column)
	c.value(&f.Value)
	optional(c, &f.Cause, (*codec).failure)
	list(c, &f.Stack, func(c *codec, f *Frame) {
		c.string(&f.Function)
		c.string(&f.Script)
		c.int(&f.Line)
		c.int(&f.Column)
		c.bool(&f.Async)
	})
}

func (c *codec) hostCall(h *HostCall) {
	enum(c, &h.Op, lastHostOp)
	enum(c, &h.Mode, lastMode)
	c.uint(&h.ID)
	c.uint(&h.Call)
	c.uint(&h.Isolate)
	c.uint(&h.Context)
	c.string(&h.Text)
	c.values(&h.Values)
	list(c, &h.Dropped, (*codec).uint)
}

// A Hello is the first message of a worker.
type Hello struct {
	Version string // of the protocol and of V8; the host has the same
	Walls   []Wall
	Shares  bool // all that follows is in the shared memory
}

// A Wall is vm.Wall.
type Wall struct {
	Name   string
	Held   bool
	Reason string
}

func (c *codec) hello(h *Hello) {
	c.string(&h.Version)
	list(c, &h.Walls, func(c *codec, w *Wall) {
		c.string(&w.Name)
		c.bool(&w.Held)
		c.string(&w.Reason)
	})
	c.bool(&h.Shares)
}

// message gives a codec the fields of a message: a *Request, *Response, *HostCall,
// *Hello or nil.
func (c *codec) message(m any) {
	switch m := m.(type) {
	case *Request:
		c.request(m)
	case *Response:
		c.response(m)
	case *HostCall:
		c.hostCall(m)
	case *Hello:
		c.hello(m)
	}
}

// Append writes a message. The error is that of a value that can't leave the
// process.
func Append(to []byte, m any) ([]byte, error) {
	c := codec{data: to}
	c.message(m)
	if c.failed {
		return to, ErrMalformed
	}
	return c.data, nil
}

// Decode reads a message that Append has written into m, of the same type. Data may
// come from anybody; m refers to it afterwards.
func Decode(data []byte, m any) error {
	c := codec{data: data, reading: true}
	c.message(m)
	if c.failed || len(c.data) != 0 {
		return ErrMalformed
	}
	return nil
}
