package clone

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// A field is a property that a struct's field stands for.
type field struct {
	name      string
	wireName  []byte // as it is written; of two-byte text nil, for it is aligned
	index     []int  // the way through embedded structs
	typ       reflect.Type
	omitEmpty bool
	omitZero  bool
	isZero    func(reflect.Value) bool
	encode    func() encoderFunc
	decode    func() decoderFunc
}

// A structPlan is what a struct type is as an object.
type structPlan struct {
	fields   []field // in the order of the struct
	byName   map[string]int
	byFolded map[string]int // by foldedName; of several the first
}

// fieldNamed is the field that a property is stored in, or -1. One of exactly that
// name comes before one that differs in case, as in encoding/json.
func (p *structPlan) fieldNamed(name string) int {
	if n, ok := p.byName[name]; ok {
		return n
	}
	if len(name) > maxFolded {
		return -1
	}
	if n, ok := p.byFolded[foldedName(name)]; ok {
		return n
	}
	return -1
}

// maxFolded is how long a name may be to be compared without case: scripts make
// names, and folding copies them.
const maxFolded = 256

// foldedName is the same for names that differ in case alone.
func foldedName(name string) string {
	fold := func(r rune) rune { // to the least of those that are equal
		for {
			next := unicode.SimpleFold(r)
			if next <= r {
				return next
			}
			r = next
		}
	}
	return strings.Map(fold, name)
}

var structPlans sync.Map // reflect.Type -> *structPlan

func planOf(t reflect.Type) *structPlan {
	if plan, ok := structPlans.Load(t); ok {
		return plan.(*structPlan)
	}
	plan := newStructPlan(t)
	stored, _ := structPlans.LoadOrStore(t, plan)
	return stored.(*structPlan)
}

// candidate is a field that may be hidden by another of its name.
type candidate struct {
	field
	tagged bool
}

// newStructPlan finds the fields as encoding/json does: of several with one name
// the least nested counts, among equals the only one with a tag, else none.
func newStructPlan(t reflect.Type) *structPlan {
	byName := map[string][]candidate{}
	type embedded struct {
		typ   reflect.Type
		index []int
	}
	visited := map[reflect.Type]bool{}
	for level := []embedded{{typ: t}}; len(level) > 0; {
		var next []embedded
		seen := map[reflect.Type]bool{}
		for _, at := range level {
			if visited[at.typ] {
				continue
			}
			seen[at.typ] = true
			for n := range at.typ.NumField() {
				f := at.typ.Field(n)
				name, options, tagged := tagOf(f)
				if name == "-" && options == nil { // "-," is that name
					continue
				}
				index := append(slices.Clone(at.index), n)
				if f.Anonymous {
					inner := f.Type
					if inner.Kind() == reflect.Pointer {
						inner = inner.Elem()
					}
					if !f.IsExported() && inner.Kind() != reflect.Struct {
						continue
					}
					if name == "" && inner.Kind() == reflect.Struct && !isSpecial(f.Type) {
						// An unexported struct by pointer can't be made by reflection.
						if f.IsExported() || f.Type.Kind() == reflect.Struct {
							next = append(next, embedded{inner, index})
						}
						continue
					}
				}
				if !f.IsExported() {
					continue
				}
				if name == "" {
					name = f.Name
				}
				byName[name] = append(byName[name], candidate{newField(name, index, f.Type, options), tagged})
			}
		}
		for typ := range seen {
			visited[typ] = true
		}
		level = next
	}
	plan := &structPlan{byName: map[string]int{}, byFolded: map[string]int{}}
	for _, candidates := range byName {
		if f, ok := dominant(candidates); ok {
			plan.fields = append(plan.fields, f)
		}
	}
	slices.SortFunc(plan.fields, func(a, b field) int { return slices.Compare(a.index, b.index) })
	for n, f := range plan.fields {
		plan.byName[f.name] = n
		folded := foldedName(f.name)
		if _, ok := plan.byFolded[folded]; !ok {
			plan.byFolded[folded] = n
		}
	}
	return plan
}

func dominant(candidates []candidate) (field, bool) {
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		if order := cmp.Compare(len(a.index), len(b.index)); order != 0 || a.tagged == b.tagged {
			return order
		}
		if a.tagged {
			return -1
		}
		return 1
	})
	first := candidates[0]
	if len(candidates) > 1 && len(candidates[1].index) == len(first.index) && candidates[1].tagged == first.tagged {
		return field{}, false
	}
	return first.field, true
}

// tagOf reads the tag "js", or else "json", of which name, omitempty and
// omitzero count.
func tagOf(f reflect.StructField) (name string, options []string, tagged bool) {
	tag, ok := f.Tag.Lookup("js")
	if !ok {
		tag, ok = f.Tag.Lookup("json")
		if !ok {
			return "", nil, false
		}
	}
	if tag == "-" {
		return "-", nil, true
	}
	parts := strings.Split(tag, ",")
	return parts[0], parts[1:], parts[0] != ""
}

func newField(name string, index []int, t reflect.Type, options []string) field {
	f := field{
		name: name, index: index, typ: t,
		omitEmpty: slices.Contains(options, "omitempty"),
		omitZero:  slices.Contains(options, "omitzero"),
		// Not yet: a struct can have fields of its own type.
		encode: sync.OnceValue(func() encoderFunc { return encoderOf(t) }),
		decode: sync.OnceValue(func() decoderFunc { return decoderOf(t) }),
	}
	if slices.Contains(options, "array") {
		f.encode = func() encoderFunc { return (*Encoder).plainSlice }
	}
	var written Encoder
	if written.key(name) == nil && written.buf[0] != wire.TagPadding && written.buf[0] != wire.TagTwoByteString {
		f.wireName = written.buf
	}
	f.isZero = reflect.Value.IsZero
	if t.Implements(reflect.TypeFor[isZeroer]()) {
		f.isZero = func(v reflect.Value) bool {
			return v.Kind() == reflect.Pointer && v.IsNil() || v.Interface().(isZeroer).IsZero()
		}
	}
	return f
}

type isZeroer interface{ IsZero() bool }

// omitted reports whether the field is left out because of its value.
func (f *field) omitted(v reflect.Value) bool {
	if f.omitZero && f.isZero(v) {
		return true
	}
	if !f.omitEmpty {
		return false
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// of is the field of a struct; false where an embedded pointer is nil.
func (f *field) of(v reflect.Value) (reflect.Value, bool) {
	if len(f.index) == 1 {
		return v.Field(f.index[0]), true
	}
	for n, i := range f.index {
		if n > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

// in is the field of a struct to store in; embedded pointers are set on the way.
func (f *field) in(v reflect.Value) reflect.Value {
	if len(f.index) == 1 {
		return v.Field(f.index[0])
	}
	for n, i := range f.index {
		if n > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}
