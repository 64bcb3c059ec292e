package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A ResolveModuleCallback finds the module that referrer asks for by what stands
// after from in its source, in general relative to referrer's name. What is one
// module has to be one [Module] each time: keep it by its URL. Attributes that are
// not known are to be refused.
//
// It need not instantiate the module: that is done with the referrer.
//
// V8: [v8::Module::ResolveModuleCallback]. ECMAScript: [HostLoadImportedModule].
//
// [v8::Module::ResolveModuleCallback]: https://v8.github.io/api/head/classv8_1_1Module.html
// [HostLoadImportedModule]: https://tc39.es/ecma262/#sec-HostLoadImportedModule
type ResolveModuleCallback func(s *Scope, specifier string, attributes []ImportAttribute, referrer Module) (Module, error)

// InstantiateModule links the module with what it imports, and that with what it
// imports. Before V8 begins, resolve is called for each request of each module that
// is not instantiated yet, with a Scope in which what it makes stays; a module
// without imports may have nil. The error of resolve comes with the place of the
// import. What is imported and not exported is a SyntaxError, an [*Exception] that
// says where, and imports that are nested deeper than V8 can follow are a
// RangeError: some 4,000, where a thread's stack is not very small.
//
// No JavaScript runs. When it fails, the modules are as before, and it may be tried
// again. A module that is instantiated stays so, without a call.
//
// V8: [v8::Module::InstantiateModule]. ECMAScript: [Link].
//
// [v8::Module::InstantiateModule]: https://v8.github.io/api/head/classv8_1_1Module.html
// [Link]: https://tc39.es/ecma262/#sec-moduledeclarationlinking
func (m Module) InstantiateModule(resolve ResolveModuleCallback) error {
	const op = "instantiate module"
	i := m.checkContext()
	nodes, err := i.resolveModules(m, resolve)
	if err != nil {
		return err
	}
	var modules []C.uint32_t
	var answers []C.shim_ref
	for _, n := range nodes {
		modules = append(modules, C.uint32_t(n.module.id), C.uint32_t(len(n.answers)))
		for _, answer := range n.answers {
			answers = append(answers, answer.ref())
		}
	}
	deepest := measure(nodes)
	r := C.shim_module_instantiate_module(i.shim, m.ref(), C.shim_module_links{
		modules: unsafe.SliceData(modules), count: C.size_t(len(nodes)),
		answers: unsafe.SliceData(answers), depth: C.size_t(deepest),
	})
	if err := i.done(r, op, m.name); err != nil {
		return err
	}
	for _, n := range nodes {
		n.module.depth = n.depth
		if n.circle != nil {
			n.module.circle = n.circle
		}
	}
	return nil
}

// A moduleNode is a module that is to be instantiated.
type moduleNode struct {
	module  Module
	answers []Module // to its requests

	depth  int          // see measure
	circle []C.uint32_t // see moduleRecord
	// Of measure's search:
	index, low int
	open       bool
	next       int // of answers, to look at
}

// resolveModules asks for all that m needs. What it finds instantiated is no node.
func (i *Isolate) resolveModules(m Module, resolve ResolveModuleCallback) ([]*moduleNode, error) {
	var nodes []*moduleNode
	seen := map[*moduleRecord]bool{}
	for todo := []Module{m}; len(todo) > 0; {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[next.moduleRecord] || next.Status() != ModuleUninstantiated {
			continue
		}
		seen[next.moduleRecord] = true
		requests, err := next.ModuleRequests()
		if err != nil {
			return nil, err
		}
		node := &moduleNode{module: next}
		nodes = append(nodes, node)
		for _, r := range requests {
			answer, err := i.resolveModule(r, next, resolve)
			if err != nil {
				return nil, err
			}
			node.answers = append(node.answers, answer)
		}
		for n := len(node.answers) - 1; n >= 0; n-- {
			todo = append(todo, node.answers[n])
		}
	}
	return nodes, nil
}

func (i *Isolate) resolveModule(r ModuleRequest, referrer Module, resolve ResolveModuleCallback) (Module, error) {
	if resolve == nil {
		resolve = resolveNothing
	}
	answer, err := resolve(i.scope(), r.Specifier, r.Attributes, referrer)
	if e, ok := err.(*Exception); ok {
		return Module{}, e // has a place of its own
	}
	if err != nil {
		return Module{}, fmt.Errorf("v8: instantiate module: import %q (%s:%d:%d): %w", r.Specifier, referrer.name, r.Line, r.Column, err)
	}
	if answer.check() != i {
		panic(misuse.Isolate)
	}
	if answer.context != referrer.context {
		panic(misuse.ModuleContext)
	}
	return answer, nil
}

func resolveNothing(*Scope, string, []ImportAttribute, Module) (Module, error) {
	return Module{}, errors.New("InstantiateModule has no callback that resolves it")
}

// measure gives each node its depth: an upper bound of how many modules there may be
// in a path that begins with it. Where modules import each other all of them may be
// in it. It is Tarjan's search for these, without recursion.
func measure(nodes []*moduleNode) (deepest int) {
	byRecord := map[*moduleRecord]*moduleNode{}
	for _, n := range nodes {
		if n.module.Status() == ModuleUninstantiated { // else resolve has instantiated it
			byRecord[n.module.moduleRecord] = n
		} else {
			n.depth = n.module.depth
		}
	}
	var path, component []*moduleNode
	index := 0
	enter := func(n *moduleNode) {
		index++
		n.index, n.low, n.open = index, index, true
		path = append(path, n)
		component = append(component, n)
	}
	for _, start := range nodes {
		if byRecord[start.module.moduleRecord] == nil || start.index != 0 {
			continue
		}
		for enter(start); len(path) > 0; {
			n := path[len(path)-1]
			if n.next < len(n.answers) {
				answer := n.answers[n.next]
				n.next++
				switch to := byRecord[answer.moduleRecord]; {
				case to == nil:
					n.depth = max(n.depth, answer.depth)
				case to.index == 0:
					n.next-- // to look at it again when it is done
					enter(to)
				case to.open:
					n.low = min(n.low, to.low)
				default:
					n.depth = max(n.depth, to.depth)
				}
				continue
			}
			path = path[:len(path)-1]
			if n.low != n.index {
				continue
			}
			first := len(component) - 1
			below := 0
			for ; ; first-- {
				below = max(below, component[first].depth)
				if component[first] == n {
					break
				}
			}
			circle := circleOf(component[first:])
			for _, member := range component[first:] {
				member.depth = below + len(component) - first
				member.circle = circle
				member.open = false
			}
			component = component[:first]
		}
	}
	for _, n := range nodes {
		deepest = max(deepest, n.depth)
	}
	return deepest
}

func circleOf(nodes []*moduleNode) (circle []C.uint32_t) {
	if len(nodes) == 1 {
		return nil
	}
	for _, n := range nodes {
		circle = append(circle, C.uint32_t(n.module.id))
	}
	return circle
}
