package v8

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// V8 aborts, or goes wrong, on many ways to misuse a template, and does not say
// what was done to one. So the Go side keeps account: a templateNode is what is
// known of a template. It belongs to the goroutine that has the isolate's lock,
// and may outlive the Go object for the template.
type templateNode struct {
	used bool // something was made of it: it can't be changed any more

	function    bool // it is a function template's
	noPrototype bool // its functions have no property prototype
	noCallback  bool
	inherited   bool // it is another's parent

	readOnlyPrototype bool

	namedHandler, indexedHandler, callable bool

	properties map[string]bool // by name: whether it is native
	symbols    []templateSymbol

	children    []*templateNode // what its properties contain
	parent      *templateNode
	prototype   *templateNode
	instance    *templateNode // of a function template, and
	constructor *templateNode // the way back
	depth       int           // of used ones: how deep V8 recurses to make something of it
}

type templateSymbol struct {
	symbol *Global[Value]
	native bool
}

const (
	// What V8 needs of the stack for each template inside another is some 600
	// bytes, which it does not check; cshim/stack_guard.cc reserves 128 KB.
	maxTemplateDepth = 64

	// V8 makes a global object by way of an ordinary one, whose properties it
	// copies. It aborts on accessors in a large one, of more than 1,020, and
	// what it copies of array indices other than plain data corrupts memory.
	maxGlobalProperties = 1000

	// maxInternalFieldCount is how many internal fields V8 can give an object.
	maxInternalFieldCount = 125

	// V8 keeps a function's length in 16 bits.
	maxFunctionLength = 1<<16 - 1
)

// functionProperties are what functions have already; V8 aborts when a template
// has them too.
var functionProperties = map[string]bool{
	"name": true, "length": true, "prototype": true, "arguments": true, "caller": true,
}

func (n *templateNode) checkUnused() {
	if n.used {
		panic(misuse.TemplateUsed)
	}
}

// claim takes a name for a property; V8 aborts when it meets one twice.
func (n *templateNode) claim(i *Isolate, key templateKey, native bool) {
	if key.value.IsSymbol() {
		n.claimSymbol(i, key.value, native)
		return
	}
	name := canonicalName(key.text)
	if n.function && functionProperties[name] {
		panic(misuse.FunctionProperty)
	}
	if _, ok := n.properties[name]; ok {
		panic(misuse.TemplateTwice)
	}
	if n.properties == nil {
		n.properties = map[string]bool{}
	}
	n.properties[name] = native
}

func (n *templateNode) claimSymbol(i *Isolate, symbol Value, native bool) {
	if found, _ := n.findSymbol(i, symbol); found {
		panic(misuse.TemplateTwice)
	}
	global, err := NewGlobal(i.scope(), symbol)
	if err == nil { // else the isolate is dead, and the next call says so
		n.symbols = append(n.symbols, templateSymbol{global, native})
	}
}

func (n *templateNode) findSymbol(i *Isolate, symbol Value) (found, native bool) {
	for _, each := range n.symbols {
		if each.symbol.Get(i.scope()).StrictEquals(symbol) {
			return true, each.native
		}
	}
	return false, false
}

// canonicalName is the same for all texts that are one string in V8, which
// replaces what is not UTF-8.
func canonicalName(name string) string {
	const replacement = "\uFFFD"
	if utf8.ValidString(name) && !strings.Contains(name, replacement) {
		return name
	}
	name = strings.ToValidUTF8(name, replacement)
	for strings.Contains(name, replacement+replacement) {
		name = strings.ReplaceAll(name, replacement+replacement, replacement)
	}
	return name
}

// contain notes that child is part of what is made of n.
func (n *templateNode) contain(child *templateNode) {
	if child.contains(n, map[*templateNode]bool{}) {
		panic(misuse.TemplateCycle)
	}
	n.children = append(n.children, child)
}

// contains reports whether V8, on the way to making something of n, makes
// something of other, which is not used yet.
func (n *templateNode) contains(other *templateNode, seen map[*templateNode]bool) bool {
	if n == other {
		return true
	}
	if n.used || seen[n] { // used templates contain used ones alone
		return false
	}
	seen[n] = true
	for _, part := range n.parts() {
		if part.contains(other, seen) {
			return true
		}
	}
	return false
}

// parts is what V8 makes on the way to making something of n.
func (n *templateNode) parts() []*templateNode {
	parts := n.children[:len(n.children):len(n.children)]
	for _, part := range []*templateNode{n.parent, n.prototype, n.constructor} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	return parts
}

// use is called before something is made of the template. It checks what can
// be known only now, and from then on the template and its parts stay as they
// are.
func (n *templateNode) use(i *Isolate) {
	if n.used {
		return
	}
	depths := map[*templateNode]int{}
	n.check(i, depths)
	for each, depth := range depths {
		each.used, each.depth = true, depth
	}
}

// check fills depths, with instance templates too: scripts make objects of them.
func (n *templateNode) check(i *Isolate, depths map[*templateNode]int) int {
	if n.used {
		return n.depth
	}
	if depth, ok := depths[n]; ok {
		return depth
	}
	depth := 0
	for _, part := range n.parts() {
		depth = max(depth, part.check(i, depths))
	}
	depth++
	if depth > maxTemplateDepth {
		panic(misuse.TemplateDepth)
	}
	n.checkInherited(i)
	depths[n] = depth
	if n.instance != nil {
		n.instance.check(i, depths)
	}
	return depth
}

// inheritedFrom is the instance templates whose native properties the objects
// of this instance template get too.
func (n *templateNode) inheritedFrom() (from []*templateNode) {
	if n.constructor == nil {
		return nil
	}
	for parent := n.constructor.parent; parent != nil; parent = parent.parent {
		if parent.instance != nil {
			from = append(from, parent.instance)
		}
	}
	return from
}

// checkInherited panics when objects would get one name twice.
func (n *templateNode) checkInherited(i *Isolate) {
	for _, from := range n.inheritedFrom() {
		for name, native := range n.properties {
			if from.properties[name] && !native {
				panic(misuse.TemplateInherited)
			}
		}
		for _, each := range n.symbols {
			if _, native := from.findSymbol(i, each.symbol.Get(i.scope())); native && !each.native {
				panic(misuse.TemplateInherited)
			}
		}
	}
}

// useAsGlobal is use for the template of a global object.
func (n *templateNode) useAsGlobal(i *Isolate) {
	count := 0
	for _, each := range append(n.inheritedFrom(), n) {
		count += len(each.properties) + len(each.symbols)
		for name := range each.properties {
			if isArrayIndex(name) {
				panic(misuse.TemplateGlobal)
			}
		}
	}
	if count > maxGlobalProperties {
		panic(misuse.TemplateGlobal)
	}
	n.use(i)
}

// hasProperty reports whether what is made of the template has a property of the
// name.
func (n *templateNode) hasProperty(name string) bool {
	for _, each := range append(n.inheritedFrom(), n) {
		if _, ok := each.properties[name]; ok {
			return true
		}
	}
	return false
}

func isArrayIndex(name string) bool {
	n, err := strconv.ParseUint(name, 10, 32)
	return err == nil && n != 1<<32-1 && strconv.FormatUint(n, 10) == name
}
