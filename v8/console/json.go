package console

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// json is %j: a value as JSON.stringify writes it that calls no toJSON and no
// getter. What it would leave out is left out, or null in an array.
func (p *inspector) json(v v8.Value, level int) string {
	text, ok := p.jsonOf(v, level)
	if !ok {
		return p.spend("undefined")
	}
	return text
}

func (p *inspector) jsonOf(v v8.Value, level int) (text string, ok bool) {
	if v.IsProxy() {
		if v = p.behind(v); v.IsNull() {
			return "", false
		}
	}
	switch v.Kind() {
	case v8.KindNull, v8.KindBoolean:
		return p.spend(v.String()), true
	case v8.KindNumber:
		if n, _ := v.AsNumber(); math.IsNaN(n) || math.IsInf(n, 0) {
			return p.spend("null"), true
		}
		return p.spend(v.String()), true
	case v8.KindString:
		return p.jsonText(v), true
	case v8.KindDate:
		d, _ := v.AsDate()
		return p.spend(`"` + date(d) + `"`), true
	}
	o, isObject := v.AsObject()
	if !isObject || v.IsFunction() {
		return "", false
	}
	for _, each := range p.seen {
		if each.StrictEquals(v) {
			return p.spend(`"[Circular]"`), true
		}
	}
	if level == maxDepth {
		return p.spend(`"[Object]"`), true
	}
	p.seen = append(p.seen, o)
	defer func() { p.seen = p.seen[:len(p.seen)-1] }()
	if a, ok := v.AsArray(); ok {
		return p.jsonArray(a, level+1), true
	}
	return p.jsonObject(o, level+1), true
}

func (p *inspector) jsonText(v v8.Value) string {
	text, _ := p.text(v, maxText)
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(string(text)) != nil {
		return `""`
	}
	return p.spend(strings.TrimSuffix(b.String(), "\n"))
}

func (p *inspector) jsonArray(a v8.Array, level int) string {
	var elements []string
	length := a.Length()
	for n := 0; n < length && !p.full(); n++ {
		is, _ := p.own(a.Object, index(n))
		text, ok := p.jsonOf(is.value, level)
		if !ok {
			text = p.spend("null")
		}
		p.left--
		elements = append(elements, text)
	}
	return "[" + strings.Join(elements, ",") + "]"
}

func (p *inspector) jsonObject(o v8.Object, level int) string {
	var entries []string
	for _, key := range p.keys(o, true) {
		if p.full() {
			break
		}
		is, _ := p.own(o, key)
		if key.IsSymbol() || is.accessor != "" {
			continue
		}
		if text, ok := p.jsonOf(is.value, level); ok {
			entries = append(entries, p.jsonText(key)+":"+text)
			p.left -= separator
		}
	}
	return "{" + strings.Join(entries, ",") + "}"
}
