package console

import (
	"math"
	"strconv"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// format is the text of what a function of console is called with: a first text
// may have formats for the values that follow.
//
// WHATWG: [Formatter].
//
// [Formatter]: https://console.spec.whatwg.org/#formatter
func (p *inspector) format(arguments []v8.Value) string {
	if len(arguments) == 0 {
		return ""
	}
	var b strings.Builder
	rest := arguments
	if arguments[0].IsString() && len(arguments) > 1 {
		template, more := p.text(arguments[0], p.left)
		rest = p.fill(&b, string(template), arguments[1:])
		if more > 0 {
			p.cut = true
			return b.String()
		}
	} else {
		b.WriteString(p.top(arguments[0]))
		rest = arguments[1:]
	}
	return b.String() + p.rest(rest)
}

// rest are values after a text.
func (p *inspector) rest(values []v8.Value) string {
	var b strings.Builder
	for _, v := range values {
		if p.full() {
			p.cut = true
			break
		}
		b.WriteString(" " + p.top(v))
		p.left--
	}
	return b.String()
}

// top is a value that is inside nothing: a string is itself.
func (p *inspector) top(v v8.Value) string {
	if !v.IsString() {
		return p.inspect(v, p.depth)
	}
	text, rest := p.text(v, p.left)
	p.cut = p.cut || rest > 0
	return p.spend(string(text))
}

// fill writes a text with its formats filled in, and gives the values that are
// left.
func (p *inspector) fill(b *strings.Builder, template string, values []v8.Value) []v8.Value {
	written := 0
	for n := 0; n < len(template)-1 && !p.full(); n++ {
		if template[n] != '%' {
			continue
		}
		verb := template[n+1]
		switch {
		case verb == '%':
			b.WriteString(p.spend(template[written : n+1]))
		case len(values) > 0 && strings.IndexByte("sdifoOjc", verb) >= 0:
			b.WriteString(p.spend(template[written:n]))
			b.WriteString(p.filled(verb, values[0]))
			values = values[1:]
		default: // it is none
			continue
		}
		n++
		written = n + 1
	}
	b.WriteString(p.spend(template[written:]))
	return values
}

func (p *inspector) filled(verb byte, v v8.Value) string {
	switch verb {
	case 's':
		return p.asText(v)
	case 'd', 'i', 'f':
		return p.spend(p.asNumber(verb, v))
	case 'o':
		return p.inspect(v, max(p.depth, 4))
	case 'O':
		return p.inspect(v, p.depth)
	case 'j':
		return p.json(v, 0)
	}
	return "" // %c, which is CSS
}

// asText is %s.
func (p *inspector) asText(v v8.Value) string {
	switch {
	case v.IsString():
		return p.top(v)
	case v.IsFunction():
		source, _ := p.builtin(builtinSource, v)
		return p.top(source)
	case v.IsObject():
		return p.inspect(v, 0)
	}
	return p.spend(p.primitive(v))
}

// asNumber is %d, as Number has it, %i, as parseInt, and %f, as parseFloat. An
// object is NaN: to know better, its methods would have to run.
func (p *inspector) asNumber(verb byte, v v8.Value) string {
	const most = 1000
	text := ""
	switch {
	case v.IsBigInt():
		return p.bigInt(v)
	case v.IsString():
		beginning, rest := p.text(v, most)
		if rest > 0 {
			return "NaN"
		}
		text = string(beginning)
	case v.IsNumber():
		text = v.String()
	}
	f := math.NaN()
	switch {
	case verb == 'i':
		f = parseInt(text)
	case verb == 'f':
		f = parseFloat(text)
	case v.IsPrimitive() && !v.IsSymbol():
		f, _ = v.ToNumber()
	}
	return number(f)
}

// parseInt is JavaScript's, of radix 10 or of 0x.
func parseInt(text string) float64 {
	text, sign := signed(text)
	base := 10
	if len(text) > 1 && text[0] == '0' && text[1]|0x20 == 'x' {
		text, base = text[2:], 16
	}
	f, digits := 0.0, 0
	for _, r := range text {
		digit, err := strconv.ParseUint(string(r), base, 8)
		if err != nil {
			break
		}
		f = f*float64(base) + float64(digit)
		digits++
	}
	if digits == 0 {
		return math.NaN()
	}
	return sign * f
}

// parseFloat is JavaScript's.
func parseFloat(text string) float64 {
	text, sign := signed(text)
	if strings.HasPrefix(text, "Infinity") {
		return sign * math.Inf(1)
	}
	end, digits := 0, 0
	take := func() {
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
			digits++
		}
	}
	take()
	if end < len(text) && text[end] == '.' {
		end++
		take()
	}
	if digits == 0 {
		return math.NaN()
	}
	if mantissa := end; end < len(text) && text[end]|0x20 == 'e' {
		end++
		if end < len(text) && (text[end] == '+' || text[end] == '-') {
			end++
		}
		digits = 0
		take()
		if digits == 0 {
			end = mantissa
		}
	}
	f, _ := strconv.ParseFloat(text[:end], 64) // beyond the range it is infinite
	return sign * f
}

func signed(text string) (string, float64) {
	text = strings.TrimSpace(strings.Trim(text, "\uFEFF"))
	switch {
	case strings.HasPrefix(text, "-"):
		return text[1:], -1
	case strings.HasPrefix(text, "+"):
		return text[1:], 1
	}
	return text, 1
}
