package console

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// maxPrototypes is how many prototypes, or Proxies one behind the other, are
// looked at.
const maxPrototypes = 32

// A class is what is known of an object by its prototypes.
type class struct {
	constructor   string // the name of the function that made it
	nullPrototype bool   // there is none, since it has no prototype
	tag           string // Symbol.toStringTag, where it says more
}

// prefix is how an object's text begins.
func (c class) prefix(fallback, size string) string {
	text := c.constructor + size
	if c.nullPrototype {
		text = "[" + fallback + size + ": null prototype]"
	}
	if c.tag != "" && c.tag != c.constructor && !(c.nullPrototype && c.tag == fallback) {
		text += " [" + c.tag + "]"
	}
	return text + " "
}

// class looks at the object and its prototypes, as far as they are no Proxies.
func (p *inspector) class(o v8.Object, kind string) (c class) {
	chain := p.chain(o)
	tag := p.s.WellKnownSymbol(v8.SymbolToStringTag)
	tagged := false
	for n, each := range chain {
		if !tagged {
			var is property
			if is, tagged = p.own(each, tag.Value); tagged && !(n == 0 && p.isEnumerable(each, tag)) {
				c.tag = p.name(is.value)
			}
			if is.accessor != "" && o.IsTypedArray() {
				c.tag = kind // which is what the getter gives
			}
		}
		if c.constructor == "" {
			c.constructor = p.constructor(each, chain[1:])
		}
	}
	if c.constructor == "" {
		if len(chain) == 1 && !p.inheritsFromProxy(o) {
			c.nullPrototype = true
		} else {
			c.constructor = kind + " <Complex prototype>"
		}
	}
	return c
}

func (p *inspector) inheritsFromProxy(o v8.Object) bool { return o.Prototype().IsProxy() }

func (p *inspector) isEnumerable(o v8.Object, key v8.Symbol) bool {
	keys, err := o.PropertyNames(v8.PropertyNamesOptions{Filter: v8.OnlyEnumerable | v8.SkipStrings, SkipIndices: true})
	if err != nil {
		p.fail(err)
		return false
	}
	return slices.ContainsFunc(p.elements(keys, 0, keys.Length()), key.StrictEquals)
}

// chain is the object and its prototypes.
func (p *inspector) chain(o v8.Object) []v8.Object {
	chain := []v8.Object{o}
	for len(chain) < maxPrototypes && p.err == nil {
		prototype, ok := chain[len(chain)-1].Prototype().AsObject()
		if !ok || prototype.IsProxy() {
			break
		}
		chain = append(chain, prototype)
	}
	return chain
}

// constructor is the name of the constructor that o, one of a chain, has, if its
// property prototype is in the chain.
func (p *inspector) constructor(o v8.Object, prototypes []v8.Object) string {
	v, _ := p.data(o, "constructor")
	if !v.IsFunction() || v.IsProxy() {
		return ""
	}
	f, _ := v.AsFunction()
	prototype, _ := p.data(f.Object, "prototype")
	if !slices.ContainsFunc(prototypes, func(each v8.Object) bool { return each.StrictEquals(prototype) }) {
		return ""
	}
	return p.functionName(f.Object)
}

func (p *inspector) functionName(f v8.Object) string {
	name, _ := p.data(f, "name")
	return p.name(name)
}

// object is an object's text. It is no Proxy.
func (p *inspector) object(o v8.Object, level int) string {
	kind := kindName(o)
	c := p.class(o, kind)
	v := o.Value
	var b block
	// How many elements it has, for what is a collection; what is printed when
	// there is nothing to show.
	size, empty := -1, ""
	indices := true
	switch array, set, m := asCollection(v); {
	case v.IsArray():
		size, indices, b.array = array.Length(), false, true
		b.open, b.close = "[", "]"
		if c.constructor != "Array" || c.tag != "" {
			b.open = c.prefix(kind, fmt.Sprintf("(%d)", size)) + "["
		}
	case v.IsSet():
		size = set.Size()
	case v.IsMap():
		size = m.Size()
	case v.IsTypedArray():
		a, _ := v.AsTypedArray()
		size, indices, b.array = a.Length(), false, true
		b.open, b.close = c.prefix(kind, fmt.Sprintf("(%d)", size))+"[", "]"
	case v.IsStringObject():
		indices = false
	}
	if b.open == "" {
		b.open, b.close = p.prefix(o, c, kind, size)+"{", "}"
	}
	keys := p.keys(o, indices)
	var hidden []v8.Value // keys that are printed all the same
	b.base = p.base(o, c, &keys, &hidden)
	if b.base != "" {
		empty = b.base
		b.open = "{"
	} else {
		empty = strings.TrimRight(b.open, "") + b.close
	}
	if len(keys)+len(hidden) == 0 && size <= 0 && !hasMore(v) {
		return p.spend(empty)
	}
	if level > p.depth {
		if b.base != "" && v.IsRegExp() {
			return p.spend(b.base)
		}
		name := strings.TrimSuffix(c.prefix(kind, ""), " ")
		if !c.nullPrototype {
			name = "[" + name + "]"
		}
		return p.spend(name)
	}
	level++
	p.seen = append(p.seen, o)
	p.inner = level
	p.spend(b.base + b.open)
	b = p.contents(o, b, level)
	extra := 0
	for n, key := range append(keys, hidden...) {
		if p.full() {
			break
		}
		name := p.key(key)
		if n >= len(keys) {
			name = "[" + p.name(key) + "]:"
		}
		b.entries = append(b.entries, p.property(o, key, name, level))
		extra++
	}
	if p.full() && (extra < len(keys)+len(hidden) || size > 0) {
		b.entries = append(b.entries, "...")
	}
	b.numeric = b.numeric && extra == 0
	if n := slices.IndexFunc(p.circles, func(each v8.Object) bool { return each.StrictEquals(v) }); n >= 0 {
		reference := fmt.Sprintf("<ref *%d>", n+1)
		b.base = strings.TrimSuffix(reference+" "+b.base, " ")
	}
	p.seen = p.seen[:len(p.seen)-1]
	return b.lay(p.indentation, level, p.inner, p.breaking)
}

func asCollection(v v8.Value) (v8.Array, v8.Set, v8.Map) {
	array, _ := v.AsArray()
	set, _ := v.AsSet()
	m, _ := v.AsMap()
	return array, set, m
}

// kindName is what an object is called whose constructor is not known.
func kindName(o v8.Object) string {
	switch kind := o.Kind(); kind {
	case v8.KindBooleanObject, v8.KindNumberObject, v8.KindStringObject, v8.KindSymbolObject, v8.KindBigIntObject:
		return strings.TrimSuffix(kind.String(), " object")
	case v8.KindArguments, v8.KindGeneratorObject:
		return "Object"
	default:
		return kind.String()
	}
}

// prefix is what is before the brace of what is no array.
func (p *inspector) prefix(o v8.Object, c class, kind string, size int) string {
	switch {
	case o.IsArgumentsObject() && c.constructor == "Object":
		return "[Arguments] "
	case o.IsMapIterator(), o.IsSetIterator():
		return "[" + c.tag + "] "
	case size >= 0:
		return c.prefix(kind, fmt.Sprintf("(%d)", size))
	case o.Kind() == v8.KindObject && c.constructor == "Object" && c.tag == "":
		return ""
	}
	return c.prefix(kind, "")
}

// base is the text of an object that is more than its properties: of a function,
// an error, a Date. keys are those of the properties that are printed after it, and
// hidden those that are not enumerable.
func (p *inspector) base(o v8.Object, c class, keys, hidden *[]v8.Value) string {
	text := ""
	switch v := o.Value; v.Kind() {
	case v8.KindFunction, v8.KindAsyncFunction, v8.KindGeneratorFunction, v8.KindAsyncGeneratorFunction:
		return p.function(o, c)
	case v8.KindError:
		return p.error(o, c, keys, hidden)
	case v8.KindRegExp:
		r, _ := v.AsRegExp()
		text = "/" + r.Source() + "/" + r.Flags().String()
	case v8.KindDate:
		d, _ := v.AsDate()
		text = date(d)
	case v8.KindBooleanObject, v8.KindNumberObject, v8.KindStringObject, v8.KindSymbolObject, v8.KindBigIntObject:
		return p.boxed(o, c)
	default:
		return ""
	}
	if prefix := c.prefix(o.Kind().String(), ""); prefix != o.Kind().String()+" " {
		text = prefix + text
	}
	return text
}

// hasMore reports whether there is something to show of an object without
// properties.
func hasMore(v v8.Value) bool {
	switch v.Kind() {
	case v8.KindArrayBuffer, v8.KindSharedArrayBuffer, v8.KindDataView, v8.KindPromise, v8.KindWeakMap,
		v8.KindWeakSet, v8.KindWeakRef, v8.KindMapIterator, v8.KindSetIterator:
		return true
	}
	return false
}

// contents are the entries that are no properties with a name.
func (p *inspector) contents(o v8.Object, b block, level int) block {
	rest := 0
	switch v := o.Value; v.Kind() {
	case v8.KindArray:
		a, _ := v.AsArray()
		b.entries, rest, b.numeric = p.array(o, a.Length(), level)
	case v8.KindSet:
		set, _ := v.AsSet()
		b.entries, rest = p.set(set, level)
	case v8.KindMap:
		m, _ := v.AsMap()
		b.entries, rest = p.entries(m, level)
	case v8.KindArrayBuffer:
		buffer, _ := v.AsArrayBuffer()
		b.entries = p.buffer(buffer, buffer.WasDetached())
	case v8.KindSharedArrayBuffer:
		buffer, _ := v.AsSharedArrayBuffer()
		b.entries = p.buffer(buffer, false)
	case v8.KindDataView:
		view, _ := v.AsArrayBufferView()
		p.indentation += 2
		b.entries = []string{
			fmt.Sprintf("byteLength: %d", view.ByteLength()), fmt.Sprintf("byteOffset: %d", view.ByteOffset()),
			"buffer: " + p.value(view.Buffer().Value, level),
		}
		p.indentation -= 2
	case v8.KindPromise:
		promise, _ := v.AsPromise()
		b.entries = []string{p.promise(promise, level)}
	case v8.KindWeakMap, v8.KindWeakSet, v8.KindMapIterator, v8.KindSetIterator:
		b.entries = []string{p.spend("<items unknown>")}
	case v8.KindWeakRef:
		b.entries = []string{p.spend("<ref>")}
	default:
		if v.IsTypedArray() {
			a, _ := v.AsTypedArray()
			b.entries, rest = p.typed(a)
			b.numeric = true
		}
	}
	if rest > 0 && !p.full() {
		b.entries = append(b.entries, more(rest, "item"))
		b.more = true
	}
	return b
}

func (p *inspector) promise(promise v8.Promise, level int) string {
	state := promise.State()
	if state == v8.PromisePending {
		return p.spend("<pending>")
	}
	p.indentation += 2
	text := p.value(promise.Result(), level)
	p.indentation -= 2
	if state == v8.PromiseRejected {
		text = p.spend("<rejected> ") + text
	}
	return text
}

func (p *inspector) boxed(o v8.Object, c class) string {
	kind := kindName(o)
	var v v8.Value
	switch o.Kind() {
	case v8.KindBooleanObject:
		b, _ := o.AsBooleanObject()
		v = v8.NewBoolean(b.ValueOf())
	case v8.KindNumberObject:
		n, _ := o.AsNumberObject()
		v = v8.NewNumber(n.ValueOf())
	case v8.KindStringObject:
		s, _ := o.AsStringObject()
		v = s.ValueOf().Value
	case v8.KindSymbolObject:
		s, _ := o.AsSymbolObject()
		v = s.ValueOf().Value
	case v8.KindBigIntObject:
		n, _ := o.AsBigIntObject()
		v = n.ValueOf().Value
	}
	text := "[" + kind
	switch {
	case c.nullPrototype:
		text += " (null prototype)"
	case c.constructor != kind:
		text += " (" + c.constructor + ")"
	}
	text += ": " + p.primitive(v) + "]"
	if c.tag != "" && c.tag != c.constructor {
		text += " [" + c.tag + "]"
	}
	return text
}
