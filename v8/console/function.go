package console

import (
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// function is the text of a function or class.
func (p *inspector) function(o v8.Object, c class) string {
	name := p.functionName(o)
	if p.isClass(o) {
		return p.classText(o, c, name)
	}
	kind := o.Kind().String()
	text := "[" + kind
	if c.nullPrototype {
		text += " (null prototype)"
	}
	if name == "" {
		text += " (anonymous)]"
	} else {
		text += ": " + name + "]"
	}
	if !c.nullPrototype && c.constructor != kind {
		text += " " + c.constructor
	}
	return text + c.tagAfter()
}

// tagAfter is the tag where it says more than the constructor.
func (c class) tagAfter() string {
	if c.tag == "" || c.tag == c.constructor {
		return ""
	}
	return " [" + c.tag + "]"
}

func (p *inspector) classText(o v8.Object, c class, name string) string {
	if name == "" {
		name = "(anonymous)"
	}
	text := "[class " + name
	if !c.nullPrototype && c.constructor != "Function" {
		text += " [" + c.constructor + "]"
	}
	text += c.tagAfter()
	if c.nullPrototype {
		text += " extends [null prototype]"
	} else if parent, ok := o.Prototype().AsObject(); ok && !parent.IsProxy() {
		if super := p.functionName(parent); super != "" {
			text += " extends " + super
		}
	}
	return text + "]"
}

// isClass asks the function's source text, which is the only thing that tells.
// Those of V8 itself have none.
func (p *inspector) isClass(o v8.Object) bool {
	source, err := p.builtin(builtinSource, o.Value)
	if err != nil {
		return false
	}
	const word = "class"
	text, _ := p.text(source, len(word)+1)
	return strings.HasPrefix(string(text), word) && !isIdentifier(string(text))
}
