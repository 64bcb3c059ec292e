package console

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// An inspector makes text of values, and runs no JavaScript: it reads what objects
// have by their property descriptors, goes through no Proxy and calls no getter.
type inspector struct {
	s *v8.Scope

	left     int   // how many bytes the text may still have
	depth    int   // of what is deeper, only the name
	items    int   // how many there may be of a collection
	breaking int   // how long lines may be
	err      error // why nothing can be read any more: the isolate is ended
	cut      bool  // a text at the top was cut

	names map[string]v8.Value // strings that are used as keys

	seen        []v8.Object // what the value is inside of
	circles     []v8.Object // those that were met again inside themselves
	indentation int
	inner       int // how deep what was printed last is
}

const (
	defaultDepth = 2
	maxDepth     = 20
)

func newInspector(s *v8.Scope, left, depth int) *inspector {
	return &inspector{s: s, left: left, depth: depth, items: maxItems, breaking: breakLength}
}

// inspect is another inspection on the same account.
func (p *inspector) inspect(v v8.Value, depth int) string {
	other := &inspector{s: p.s, left: p.left, depth: depth, items: p.items, breaking: p.breaking, err: p.err, names: p.names}
	text := other.value(v, 0)
	p.left, p.err, p.names = other.left, other.err, other.names
	return text
}

// full reports whether there is no room for more, or no way to read more.
func (p *inspector) full() bool { return p.left <= 0 || p.err != nil }

// spend counts text.
func (p *inspector) spend(text string) string {
	p.left -= len(text)
	return text
}

// value is any value's text. level is how deep it is.
func (p *inspector) value(v v8.Value, level int) string {
	if v.IsProxy() {
		if v = p.behind(v); v.IsNull() {
			return p.spend("<Revoked Proxy>")
		}
	}
	o, isObject := v.AsObject()
	if !isObject {
		return p.spend(p.primitive(v))
	}
	for _, each := range p.seen {
		if each.StrictEquals(v) {
			return p.spend(fmt.Sprintf("[Circular *%d]", p.circle(o)))
		}
	}
	return p.object(o, level)
}

// behind is what is behind a Proxy, and behind that one if it is a Proxy too; null
// when one is revoked.
func (p *inspector) behind(v v8.Value) v8.Value {
	for n := 0; v.IsProxy(); n++ {
		proxy, _ := v.AsProxy()
		if v = proxy.Target(); n == maxPrototypes {
			return v8.Null()
		}
	}
	return v
}

// circle is the number of an object that is met inside itself.
func (p *inspector) circle(o v8.Object) int {
	for n, each := range p.circles {
		if each.StrictEquals(o.Value) {
			return n + 1
		}
	}
	p.circles = append(p.circles, o)
	return len(p.circles)
}

func (p *inspector) primitive(v v8.Value) string {
	switch v.Kind() {
	case v8.KindString:
		return p.quoted(v)
	case v8.KindNumber:
		n, _ := v.AsNumber()
		return number(n)
	case v8.KindBigInt:
		return p.bigInt(v)
	case v8.KindSymbol:
		return p.symbol(v)
	}
	return v.String()
}

// quoted is a string inside something: of more than some lines, each on one.
func (p *inspector) quoted(v v8.Value) string {
	text, rest := p.text(v, maxText)
	trailer := ""
	if rest > 0 {
		trailer = more(rest, "character")
	}
	if len(text) <= minLine || len(text) <= p.breaking-p.indentation-4 {
		return quote(text) + trailer
	}
	var lines []string
	start := 0
	for n, r := range text {
		if r == '\n' || n == len(text)-1 {
			lines = append(lines, quote(text[start:n+1]))
			start = n + 1
		}
	}
	return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indentation+2)) + trailer
}

// text is the beginning of a string, up to most code units, and how many more it
// has.
func (p *inspector) text(v v8.Value, most int) (text []rune, rest int) {
	s, ok := v.AsString()
	if !ok {
		return nil, 0
	}
	most = min(most, max(p.left, 0))
	if length := s.Length(); length > most {
		rest = length - most
		v, err := p.builtin(builtinSlice, s.Value, v8.NewInteger(0), v8.NewInteger(int32(most)))
		if s, ok = v.AsString(); err != nil || !ok {
			return nil, length
		}
	}
	utf8 := s.String()
	if strings.ContainsRune(utf8, '\uFFFD') { // there may be a lone surrogate
		return runes(s.UTF16()), rest
	}
	return []rune(utf8), rest
}

// name is text that is used as a name.
func (p *inspector) name(v v8.Value) string {
	const most = 1000
	text, rest := p.text(v, most)
	if rest > 0 {
		return string(text) + "..."
	}
	return string(text)
}

// bigInt is a BigInt's text. One of more bits takes V8 too long to write.
func (p *inspector) bigInt(v v8.Value) string {
	const most = 1 << 15
	same, err := p.builtin(builtinAsIntN, v8.Undefined(), v8.NewInteger(most), v)
	if err != nil || !same.StrictEquals(v) {
		return fmt.Sprintf("<BigInt of more than %d bits>", most)
	}
	return v.String() + "n"
}

func (p *inspector) symbol(v v8.Value) string {
	s, _ := v.AsSymbol()
	return "Symbol(" + p.name(s.Description()) + ")"
}

// fail notes an error. What JavaScript throws is no reason to end.
func (p *inspector) fail(err error) {
	var thrown *v8.Exception
	if err != nil && !errors.As(err, &thrown) {
		p.err = err
	}
}

// A property is what an object itself has under a name.
type property struct {
	value    v8.Value
	accessor string // "[Getter]" or the like, of one that has no value
	failed   bool   // nobody knows
}

// own reads a property, and is false when there is none. The object is no Proxy.
func (p *inspector) own(o v8.Object, key v8.Value) (property, bool) {
	if p.err != nil {
		return property{}, false
	}
	v, err := o.OwnPropertyDescriptorKey(key)
	if err != nil {
		p.fail(err)
		return property{failed: true}, true
	}
	descriptor, ok := v.AsObject()
	if !ok {
		return property{}, false
	}
	// A descriptor has properties of its own for what it says, and inherits what
	// the script has given to all objects.
	var is property
	if has, err := descriptor.HasOwnPropertyKey(p.named("value")); err != nil {
		p.fail(err)
		return property{failed: true}, true
	} else if has {
		if is.value, err = descriptor.GetKey(p.named("value")); err != nil {
			p.fail(err)
			is.failed = true
		}
		return is, true
	}
	get, err := descriptor.Get("get")
	if err == nil {
		var set v8.Value
		set, err = descriptor.Get("set")
		switch {
		case set.IsUndefined():
			is.accessor = "[Getter]"
		case get.IsUndefined():
			is.accessor = "[Setter]"
		default:
			is.accessor = "[Getter/Setter]"
		}
	}
	if err != nil {
		p.fail(err)
		is.failed = true
	}
	return is, true
}

// data is own for a property with a value.
func (p *inspector) data(o v8.Object, name string) (v8.Value, bool) {
	if o.IsProxy() {
		return v8.Undefined(), false
	}
	is, ok := p.own(o, p.named(name))
	return is.value, ok && is.accessor == "" && !is.failed
}

// named is a string as a key.
func (p *inspector) named(name string) v8.Value {
	v, ok := p.names[name]
	if !ok {
		s, err := p.s.NewString(name)
		p.fail(err)
		if p.names == nil {
			p.names = map[string]v8.Value{}
		}
		v = s.Value
		p.names[name] = v
	}
	return v
}

// keys are the names and symbols of what is enumerable. Those of elements are left
// out where they are printed otherwise.
func (p *inspector) keys(o v8.Object, elements bool) []v8.Value {
	array, err := o.PropertyNames(v8.PropertyNamesOptions{Filter: v8.OnlyEnumerable, SkipIndices: !elements, ConvertToString: true})
	if err != nil {
		p.fail(err)
		return nil
	}
	return p.elements(array, 0, array.Length())
}

// elements are those of an array of our own that there is room for.
func (p *inspector) elements(array v8.Array, from, to int) []v8.Value {
	to = min(to, from+max(p.left, 0)/separator+1)
	values := make([]v8.Value, 0, to-from)
	for n := from; n < to && p.err == nil; n++ {
		v, err := array.GetKey(v8.NewInteger(int32(n)))
		if err != nil {
			p.fail(err)
			return values
		}
		values = append(values, v)
	}
	return values
}

// property is an entry of an object.
func (p *inspector) property(o v8.Object, key v8.Value, name string, level int) string {
	is, _ := p.own(o, key)
	const step = 2
	p.indentation += step
	p.left -= len(name) + separator + p.indentation
	text := p.propertyValue(o, is, level)
	p.indentation -= step
	return name + " " + text
}

func (p *inspector) key(key v8.Value) string {
	if key.IsSymbol() {
		return "[" + escape([]rune(p.symbol(key)), true) + "]:"
	}
	text, rest := p.text(key, maxText)
	switch name := string(text); {
	case rest > 0:
		return quote(text) + "...:"
	case name == "__proto__":
		return "['__proto__']:"
	case isIdentifier(name):
		return name + ":"
	}
	return quote(text) + ":"
}

func (p *inspector) propertyValue(o v8.Object, is property, level int) string {
	switch {
	case is.failed && o.Kind() == v8.KindModuleNamespace:
		return p.spend("<uninitialized>")
	case is.failed:
		return p.spend("<inaccessible>")
	case is.accessor != "":
		return p.spend(is.accessor)
	}
	return p.value(is.value, level)
}

// array is the elements of an array. Of one with holes, what is beyond is not
// looked at when there were many.
func (p *inspector) array(o v8.Object, length, level int) (entries []string, rest int, numeric bool) {
	const probes = 10 * maxItems
	numeric = true
	n, hole := 0, 0
	flush := func() {
		if hole > 0 {
			entries = append(entries, p.spend(fmt.Sprintf("<%d empty %s>", hole, plural(hole, "item"))))
			hole, numeric = 0, false
		}
	}
	for ; n < length && n < probes && !p.full(); n++ {
		if len(entries) == p.items || hole > 0 && len(entries) == p.items-1 && p.has(o, n) {
			break
		}
		is, ok := p.own(o, index(n))
		if !ok {
			hole++
			continue
		}
		flush()
		p.indentation += 2
		p.left -= separator + p.indentation
		entries = append(entries, p.propertyValue(o, is, level))
		p.indentation -= 2
		numeric = numeric && (is.value.IsNumber() || is.value.IsBigInt())
	}
	flush()
	return entries, length - n, numeric
}

func (p *inspector) has(o v8.Object, n int) bool {
	_, ok := p.own(o, index(n))
	return ok
}

func index(n int) v8.Value { return v8.NewNumber(float64(n)) }

// typed is the elements of a typed array.
func (p *inspector) typed(a v8.TypedArray) (entries []string, rest int) {
	length := a.Length()
	for n := 0; n < length && n < p.items && !p.full(); n++ {
		v, err := a.GetKey(index(n)) // an element, whatever a script has done
		if err != nil {
			p.fail(err)
			break
		}
		entries = append(entries, p.spend(p.primitive(v)))
		p.left -= separator
	}
	return entries, length - len(entries)
}

// set is the values of a Set.
func (p *inspector) set(set v8.Set, level int) (entries []string, rest int) {
	values, err := set.ToArray()
	if err != nil {
		p.fail(err)
		return nil, set.Size()
	}
	p.indentation += 2
	for _, v := range p.elements(values, 0, min(set.Size(), p.items)) {
		if p.full() {
			break
		}
		entries = append(entries, p.value(v, level))
		p.left -= separator
	}
	p.indentation -= 2
	return entries, set.Size() - len(entries)
}

// entries are those of a Map.
func (p *inspector) entries(m v8.Map, level int) (entries []string, rest int) {
	pairs, err := m.ToArray()
	if err != nil {
		p.fail(err)
		return nil, m.Size()
	}
	p.indentation += 2
	values := p.elements(pairs, 0, 2*min(m.Size(), p.items))
	for n := 0; n+1 < len(values) && !p.full(); n += 2 {
		key := p.value(values[n], level)
		entries = append(entries, key+" => "+p.value(values[n+1], level))
		p.left -= separator
	}
	p.indentation -= 2
	return entries, m.Size() - len(entries)
}

// buffer is the entries of an ArrayBuffer or SharedArrayBuffer.
func (p *inspector) buffer(b interface {
	io.ReaderAt
	ByteLength() int
}, detached bool) []string {
	if detached {
		return []string{p.spend("(detached)"), "byteLength: 0"}
	}
	first := make([]byte, maxItems)
	n, _ := b.ReadAt(first, 0)
	text := "[Uint8Contents]: <" + strings.TrimSpace(fmt.Sprintf("% x", first[:n]))
	if rest := b.ByteLength() - n; rest > 0 {
		text += " " + more(rest, "byte")
	}
	return []string{p.spend(text + ">"), fmt.Sprintf("byteLength: %d", b.ByteLength())}
}

// date is a Date as toISOString writes it.
func date(d v8.Date) string {
	t, ok := d.Time()
	if !ok {
		return "Invalid Date"
	}
	var year string
	switch {
	case t.Year() < 0:
		year = fmt.Sprintf("-%06d", -t.Year())
	case t.Year() > 9999:
		year = fmt.Sprintf("+%06d", t.Year())
	default:
		year = fmt.Sprintf("%04d", t.Year())
	}
	return year + t.Format("-01-02T15:04:05.000Z")
}
