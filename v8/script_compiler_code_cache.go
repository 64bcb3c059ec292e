package v8

/*
#include "cshim.h"
*/
import "C"

//go:generate go tool -modfile=../scripts/tools/go.mod mockgen -source=script_compiler_code_cache.go -destination=internal/mocks/code_cache.go -package=mocks

// A CodeCache keeps what V8 has compiled, from one isolate or process to the next. An
// isolate that has one, see [IsolateOptions], asks it for each text of at least 1 KB
// that is compiled: by Compile, CompileUnboundScript, CompileFunction, CompileModule,
// Eval, and what package module imports. What it does not have it is given when the
// code has run, at the end of the outermost Run, with the functions that were called
// until then.
//
// Package codecache has one in memory and one in a folder. Any number of goroutines
// may call the methods at a time. They are called inside of a Run, but for Store, and
// should not take long. What they panic with goes on in the call that has asked.
//
// Whoever can write to a CodeCache can do anything in the processes that read from it,
// see [CachedData]; a script that breaks out of V8 in one isolate could give it bad
// code for the others; and how long a compilation takes tells whether somebody else
// has the text. Tenants that don't trust each other are best given one each.
type CodeCache interface {
	// Load is what was stored under the key, or nil. It is not changed.
	Load(key [32]byte) []byte

	// Store keeps data, or not. They are not changed. The key stands for the text, how it
	// is used, V8 and its flags, and the processor.
	Store(key [32]byte, data []byte)

	// Reject is told that what Load has given was not used, and why: the text was
	// compiled, and is stored anew.
	Reject(key [32]byte, why error)
}

// smallestCode is the shortest text that a CodeCache is asked for. What is shorter V8
// compiles in a tenth of a millisecond, and takes three to make its code.
const smallestCode = 1 << 10

// A lookup is the compilation of a text that may have been compiled before. It is nil
// when nobody asks for that.
type lookup struct {
	code  *code
	given *CachedData // of the origin; nil where the isolate's CodeCache is asked
	data  []byte      // for V8
}

func (i *Isolate) lookUp(kind C.shim_code_kind, parameters, source string, origin *ScriptOrigin) *lookup {
	if origin.CachedData == nil && (i.options.CodeCache == nil || len(source) < smallestCode) {
		return nil
	}
	return i.lookUpCode(newCode(kind, parameters, source, origin), origin.CachedData)
}

func (i *Isolate) lookUpCode(c *code, given *CachedData) *lookup {
	l := &lookup{code: c, given: given}
	if given != nil {
		given.Rejected = nil
		if len(given.Data) > 0 {
			l.data, given.Rejected = c.open(given.Data)
		}
		return l
	}
	if found := i.options.CodeCache.Load(c.key); len(found) > 0 {
		var why error
		if l.data, why = c.open(found); why != nil {
			i.options.CodeCache.Reject(c.key, why)
		}
	}
	return l
}

// asked is what is compiled, or nil.
func (l *lookup) asked() *code {
	if l == nil {
		return nil
	}
	return l.code
}

// compiled is told that the compilation has succeeded. It reports whether the
// CodeCache wants what has been compiled.
func (l *lookup) compiled(i *Isolate) (isWanted bool) {
	return l != nil && l.isWanted(i)
}

func (l *lookup) isWanted(i *Isolate) bool {
	var why error
	if l.data != nil {
		why = i.rejected()
	}
	if l.given != nil {
		if why != nil {
			l.given.Rejected = why
		}
		return false
	}
	if why != nil {
		i.options.CodeCache.Reject(l.code.key, why)
	}
	return l.data == nil || why != nil
}

// newCodes is what an isolate has compiled that its CodeCache does not have.
type newCodes struct {
	scripts   []newScript     // of this Run
	modules   []*moduleRecord // that wait for their evaluation
	prune     int             // how many make it look for those that are collected
	evaluated bool            // whether this Run has evaluated a module
	made      []sealedCode    // to be stored when the Run has ended
}

// A newScript is a script or function.
type newScript struct {
	*code
	script   *Global[UnboundScript]
	function *Global[Function]
}

type sealedCode struct {
	key  [32]byte
	data []byte
}

func (n *newCodes) isAny() bool { return len(n.scripts) > 0 || n.evaluated && len(n.modules) > 0 }

// keepScript remembers what is to be stored. Where it can't, the text will be compiled
// the next time.
func (i *Isolate) keepScript(c *code, u UnboundScript) {
	if kept, err := NewGlobal(i.scope(), u); err == nil {
		i.newCodes.scripts = append(i.newCodes.scripts, newScript{c, kept, nil})
	}
}

func (i *Isolate) keepFunction(c *code, f Function) {
	if kept, err := NewGlobal(i.scope(), f); err == nil {
		i.newCodes.scripts = append(i.newCodes.scripts, newScript{c, nil, kept})
	}
}

// keepModule does not keep the module alive.
func (i *Isolate) keepModule(m *moduleRecord) {
	n := &i.newCodes
	if len(n.modules) >= max(n.prune, 1000) {
		alive := n.modules[:0]
		for _, record := range n.modules {
			if i.references.get(record.id) == any(record) {
				alive = append(alive, record)
			}
		}
		clear(n.modules[len(alive):])
		n.modules, n.prune = alive, 2*len(alive)
	}
	n.modules = append(n.modules, m)
}

// makeNewCodes makes what is to be stored. The Run is about to end.
func (i *Isolate) makeNewCodes() {
	n := &i.newCodes
	made := func(c *code, ref C.shim_ref) {
		// What ends the Run, or what it may not take, is no error here.
		if data, err := i.create(c, ref, ""); err == nil {
			n.made = append(n.made, sealedCode{c.key, data})
		}
	}
	for _, s := range n.scripts {
		if s.script != nil {
			made(s.code, s.script.Get(i.scope()).ref())
		} else {
			made(s.code, s.function.Get(i.scope()).ref())
		}
	}
	if !n.evaluated {
		return
	}
	waiting := n.modules[:0]
	for _, record := range n.modules {
		if i.references.get(record.id) != any(record) {
			continue // collected
		}
		r := C.shim_weak_get(i.shim, C.uint32_t(record.id), C.SHIM_KIND_DATA)
		if r.status != C.SHIM_STATUS_OK || r.kind != C.SHIM_KIND_DATA {
			continue
		}
		switch m := (Module{i.newHandle(r), record}); m.Status() {
		case ModuleEvaluated:
			made(record.code, m.ref())
		case ModuleErrored:
		default:
			waiting = append(waiting, record)
		}
	}
	clear(n.modules[len(waiting):])
	n.modules = waiting
}

// endNewCodes is the end of an outermost Run. What it gives is to be stored when the
// isolate is free.
func (i *Isolate) endNewCodes() (made []sealedCode) {
	n := &i.newCodes
	for _, s := range n.scripts {
		if s.script != nil {
			s.script.Close()
		} else {
			s.function.Close()
		}
	}
	made = n.made
	n.scripts, n.made, n.evaluated = nil, nil, false
	return made
}

func (i *Isolate) storeCodes(made []sealedCode) {
	for _, m := range made {
		i.options.CodeCache.Store(m.key, m.data)
	}
}
