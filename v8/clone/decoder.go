package clone

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// Unmarshal stores a value that V8 or [Marshal] has cloned in what v points to;
// the package's documentation says what becomes what. An error is a
// [*SyntaxError], an [*UnmarshalTypeError], or what a method of v's type
// returned; what v points to is then set in part.
//
// Data may come from anybody: it costs no more memory than a multiple of its
// length, and never panics. It does not refer to data afterwards.
//
// HTML: [StructuredDeserialize].
//
// [StructuredDeserialize]: https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserialize
func Unmarshal(data []byte, v any, options ...DecodeOptions) error {
	return unmarshal(wire.Source{Data: data}, v, false, options)
}

// DecodeOptions say how strict reading into Go types is. The zero value is the
// default.
type DecodeOptions struct {
	// DisallowUnknownFields makes a property an error for which the struct has no
	// field.
	DisallowUnknownFields bool
	// UndefinedIsZero leaves what undefined is to be stored in as it is. By default
	// that is an error in a struct, number, boolean or string, so that a function
	// that returns nothing is not taken for one that returns a zero.
	UndefinedIsZero bool
}

// UnmarshalFrom is [Unmarshal] for package v8, which alone has a Source: data that
// may be in the format that it shares with V8's side, and an account of what is
// made of it.
func UnmarshalFrom(from wire.Source, v any, options ...DecodeOptions) error {
	return unmarshal(from, v, true, options)
}

func unmarshal(from wire.Source, v any, isPlain bool, options []DecodeOptions) error {
	if len(options) > 1 {
		panic(misuse.DecodeOptions)
	}
	d := decoders.Get().(*Decoder)
	defer d.release()
	d.plain = isPlain
	if len(options) == 1 {
		d.Options = options[0]
	}
	d.Reset(from.Data)
	d.open(from.Account)
	d.copies = mostCopies(len(from.Data), from.Account)
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.pos < len(d.data) {
		return &SyntaxError{d.pos, "there is something behind the value"}
	}
	return nil
}

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

func (d *Decoder) release() {
	if cap(d.objects) > maxKept/16 {
		d.objects = nil
	}
	if len(d.shapes) > maxShapesKept {
		d.shapes = nil
	}
	d.settle()
	d.plain = false
	d.Options = DecodeOptions{}
	d.Reset(nil)
	decoders.Put(d)
}

// A Decoder reads the values that one [Encoder], or one V8 serializer, has
// written.
//
// V8: [v8::ValueDeserializer].
//
// [v8::ValueDeserializer]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
type Decoder struct {
	// HostObject, when not nil, reads an object that is the writer's own, with
	// the ReadX methods, and gives what to store for it.
	HostObject func(d *Decoder) (any, error)
	// MemoryLimit, when not zero, is how many bytes of memory the values of the
	// data may take together; beyond it is a [*MemoryLimitError]. What is counted
	// is about what Go allocates, what is dropped on the way included.
	MemoryLimit uint64
	// Options say how strict it is.
	Options DecodeOptions

	budget
	data    []byte
	pos     int
	version uint32
	objects []object // by id
	others  map[objectAs]any
	// What objects were, while some are read again; see again.
	replaced  []replacedObject
	rereading int
	next      uint32 // id
	depth     int
	arrays    int // how many elements arrays may still have, together
	holes     int // how many of those of slices may still be missing
	repeats   int // how many bytes may still be read again
	copies    int // how many bytes may still be copied; see spread
	known     *knownText
	boxes     boxes
	lossy     bool // a name had lone surrogates

	// Of the plain format:
	plain      bool     // it may come
	unshared   bool     // there are no references, and no objects
	shapes     []*shape // by number; those behind shapeCount are to be used again
	shapeCount int

	viewed map[viewedAs]bool // which slices there are

	holey      map[int]bool // where arrays are that no slice can stand for
	viewFlags  bool         // in version 13, by an error of V8's
	err        error
	headerRead bool
}

// An object is what a reference can be to.
type object struct {
	pos   int // where it begins
	value any // nil when it was skipped; a pointer to where it was stored when typed
	typed bool
	open  bool // its contents are being read
}

type replacedObject struct {
	id     uint32
	object object
}

// An objectAs is an object that was read once more, as another type.
type objectAs struct {
	id  uint32
	typ reflect.Type
}

// NewDecoder makes a Decoder of data, which begins with the format's version.
func NewDecoder(data []byte) *Decoder {
	d := &Decoder{}
	d.Reset(data)
	return d
}

// Reset makes d read other data.
func (d *Decoder) Reset(data []byte) {
	clear(d.objects)
	*d = Decoder{
		HostObject: d.HostObject, MemoryLimit: d.MemoryLimit, Options: d.Options, data: data, objects: d.objects[:0], known: d.known,
		boxes: d.boxes, plain: d.plain, shapes: d.shapes,
		arrays: len(data), holes: maxHoles, repeats: 16*len(data) + 1<<12,
		copies: mostCopies(len(data), nil),
	}
	d.open(nil)
	if d.known == nil {
		d.known = new(knownText)
	}
}

// maxHoles is how many elements of sparse arrays, all arrays of the data
// together, may be missing where they are stored in slices.
const maxHoles = 1 << 20

// More reports whether there is another value.
func (d *Decoder) More() bool {
	return d.err == nil && d.header() == nil && d.pos < len(d.data)
}

// Decode stores the next value in what v points to; see [Unmarshal]. An error is
// for good: each later Decode is the same error.
func (d *Decoder) Decode(v any) error {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return fmt.Errorf("clone: Decode into %T: it is no pointer, or nil", v)
	}
	if d.err == nil {
		d.err = d.header()
	}
	if d.MemoryLimit > 0 && d.account == nil {
		d.open(limitTo(d.MemoryLimit))
	}
	if d.err == nil {
		d.err = d.decode(v, target)
	}
	return d.err
}

func (d *Decoder) decode(v any, target reflect.Value) error {
	start, next := d.pos, d.next
	err := d.value(v, target)
	var syntax *SyntaxError
	if d.version == 13 && errors.As(err, &syntax) {
		// V8 once wrote version 14 under the number 13, and so V8 tries again.
		d.pos, d.next, d.depth, d.viewFlags = start, next, 0, true
		clear(d.objects[next:])
		d.objects = d.objects[:next]
		d.arrays = len(d.data)
		if d.value(v, target) == nil {
			err = nil
		}
	}
	return in(err, "$")
}

func (d *Decoder) value(v any, target reflect.Value) (err error) {
	if p, ok := v.(*any); ok {
		*p, err = d.any()
		return err
	}
	return decoderOf(target.Type().Elem())(d, target.Elem())
}

func (d *Decoder) header() error {
	if d.headerRead {
		return nil
	}
	if d.plain && len(d.data) >= 2 && d.data[0] == wire.TagPlain {
		d.unshared = d.data[1]&wire.PlainHasReferences == 0
		d.pos, d.version, d.headerRead = 2, wire.MaxVersion, true
		return nil
	}
	if len(d.data) == 0 || d.data[0] != wire.TagVersion {
		return d.fail("there is no version")
	}
	d.pos = 1
	version, err := d.uint32()
	if err != nil {
		return err
	}
	if version < wire.MinVersion || version > wire.MaxVersion {
		return d.fail(fmt.Sprintf("version %d is not supported: %d to %d are", version, wire.MinVersion, wire.MaxVersion))
	}
	d.version, d.headerRead = version, true
	return nil
}

// Version is the format's version, 13 to 15, or 0 when there is none.
func (d *Decoder) Version() int {
	if d.header() != nil {
		return 0
	}
	return int(d.version)
}

// ReadUint32 reads what WriteUint32 wrote, for [Decoder.HostObject].
func (d *Decoder) ReadUint32() (uint32, error) { return d.uint32() }

// ReadUint64 reads what WriteUint64 wrote, for [Decoder.HostObject].
func (d *Decoder) ReadUint64() (uint64, error) { return d.varint(10) }

// ReadDouble reads what WriteDouble wrote, for [Decoder.HostObject].
func (d *Decoder) ReadDouble() (float64, error) { return d.float() }

// ReadRawBytes reads bytes, for [Decoder.HostObject]. They are the Decoder's
// data itself.
func (d *Decoder) ReadRawBytes(length int) ([]byte, error) {
	if length < 0 {
		return nil, d.fail("negative length")
	}
	return d.bytes(uint64(length))
}

func (d *Decoder) fail(problem string) error { return &SyntaxError{d.pos, problem} }
func (d *Decoder) truncated() error          { return d.fail("the data ends too early") }

func (d *Decoder) unknownTag(tag byte) error {
	return d.fail(fmt.Sprintf("there is no tag %q", tag))
}

// peek is the next tag, which is then at d.pos.
func (d *Decoder) peek() (tag byte, err error) {
	for d.pos < len(d.data) {
		if tag = d.data[d.pos]; tag != wire.TagPadding {
			return tag, nil
		}
		d.pos++
	}
	return 0, d.truncated()
}

func (d *Decoder) varint(most int) (n uint64, err error) {
	for shift := 0; ; shift += 7 {
		if d.pos >= len(d.data) {
			return 0, d.truncated()
		}
		b := d.data[d.pos]
		d.pos++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n, nil
		}
		// V8 leaves what is too long for the type where it is, but looks.
		if most--; most == 0 {
			if d.pos >= len(d.data) {
				return 0, d.truncated()
			}
			return n, nil
		}
	}
}

func (d *Decoder) uint32() (uint32, error) {
	if d.pos < len(d.data) && d.data[d.pos] < 0x80 {
		d.pos++
		return uint32(d.data[d.pos-1]), nil
	}
	n, err := d.varint(5)
	return uint32(n), err
}

func (d *Decoder) float() (float64, error) {
	b, err := d.bytes(8)
	if err != nil {
		return 0, err
	}
	return wire.NativeFloat(b), nil
}

func (d *Decoder) bytes(length uint64) ([]byte, error) {
	if length > uint64(len(d.data)-d.pos) {
		return nil, d.truncated()
	}
	b := d.data[d.pos : d.pos+int(length) : d.pos+int(length)]
	d.pos += int(length)
	return b, nil
}

// enter is the beginning of what has values inside.
func (d *Decoder) enter() error {
	if d.depth++; d.depth > wire.MaxDepth {
		return d.fail(errTooDeep.Error())
	}
	return nil
}

// add gives an id to the object that begins at pos.
func (d *Decoder) add(pos int, value any, typed bool) (id uint32) {
	id = d.next
	d.next++
	if d.unshared {
		return id
	}
	d.left -= objectBytes // which is looked at when something is made
	o := object{pos: pos, value: value, typed: typed, open: true}
	if int(id) < len(d.objects) {
		if d.rereading > 0 {
			d.replaced = append(d.replaced, replacedObject{id, d.objects[id]})
		}
		d.objects[id] = o
	} else {
		d.objects = append(d.objects, o)
	}
	return id
}

// objectBytes is what an object is in a slice that grows.
const objectBytes = 2 * int64(unsafe.Sizeof(object{}))

// leave is the end of an object that has values inside.
func (d *Decoder) leave(id uint32) {
	if !d.unshared {
		d.objects[id].open = false
	}
	d.depth--
}

// reference reads the id of an object that was read before.
func (d *Decoder) reference() (id uint32, err error) {
	if id, err = d.uint32(); err != nil {
		return 0, err
	}
	if id >= d.next || d.unshared {
		return 0, d.fail(fmt.Sprintf("there is no object %d", id))
	}
	return id, nil
}

var errRepeats = errors.New("objects that several others share are stored too often")

// again reads an object once more, for it is wanted as another type.
func (d *Decoder) again(id uint32, read func() error) error {
	pos, next := d.pos, d.next
	if err := d.enter(); err != nil {
		return err
	}
	d.pos, d.next = d.objects[id].pos, id
	start := d.pos
	arrays, kept := d.arrays, len(d.replaced)
	d.arrays += len(d.data)
	d.rereading++
	if err := read(); err != nil {
		return err
	}
	d.rereading--
	if d.repeats -= d.pos - start; d.repeats < 0 {
		return d.fail(errRepeats.Error())
	}
	d.arrays = arrays
	for n := len(d.replaced) - 1; n >= kept; n-- {
		d.objects[d.replaced[n].id] = d.replaced[n].object
	}
	d.replaced = d.replaced[:kept]
	d.pos, d.next = pos, next
	d.depth--
	return nil
}
