package v8

/*
#include "cshim.h"

#cgo noescape shim_context_set_security_token
#cgo nocallback shim_context_set_security_token
#cgo nocallback shim_context_reference
#cgo nocallback shim_context_reference_of
#cgo nocallback shim_context_allow_code_generation_from_strings
#cgo nocallback shim_context_is_code_generation_from_strings_allowed
#cgo nocallback shim_context_allow_wasm_code_generation
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
)

// configure applies the options of a context that was just made.
func (c *Context) configure(options ContextOptions) error {
	if options.SecurityToken != "" {
		if err := c.SetSecurityToken(options.SecurityToken); err != nil {
			return err
		}
	}
	if options.DisallowCodeGenerationFromStrings {
		if err := c.AllowCodeGenerationFromStrings(false); err != nil {
			return err
		}
	}
	if options.DisallowWasmCodeGeneration || options.DisallowWasm {
		if err := c.AllowWasmCodeGeneration(false); err != nil {
			return err
		}
	}
	if options.DisallowWasm || c.isolate.options.DisallowSharedMemory {
		return c.removeFeatures(options.DisallowWasm)
	}
	return nil
}

func (c *Context) removeFeatures(wasm bool) error {
	gone := false
	err := c.with("new context", func(i *Isolate) C.shim_value {
		r := C.shim_context_remove_features(i.shim, c.ref, C.bool(wasm))
		gone = r.bits != 0
		return r
	})
	if err == nil && !gone {
		err = errors.New("v8: new context: a handler of the global object keeps what is to be taken")
	}
	return err
}

// with calls fn with the isolate locked, if the context is not closed.
func (c *Context) with(op string, fn func(i *Isolate) C.shim_value) error {
	return c.made().locked(context.Background(), func() error {
		if c.closed.Load() {
			return fmt.Errorf("v8: context: %w", ErrClosed)
		}
		return c.isolate.done(fn(c.isolate), op, "")
	})
}

// SetSecurityToken says which other contexts of the isolate may touch this
// one's global object: those with the same token. To others it throws a
// TypeError, "no access". By default no other context may. Other objects can be
// used by every context that gets hold of them. The empty token is the default.
//
// V8: [v8::Context::SetSecurityToken].
//
// [v8::Context::SetSecurityToken]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) SetSecurityToken(token string) error {
	return c.with("set security token", func(i *Isolate) C.shim_value {
		return C.shim_context_set_security_token(i.shim, c.ref, bytesOf(token))
	})
}

// UseDefaultSecurityToken makes the global object one that no other context may
// touch, which it is by default.
//
// V8: [v8::Context::UseDefaultSecurityToken].
//
// [v8::Context::UseDefaultSecurityToken]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) UseDefaultSecurityToken() error { return c.SetSecurityToken("") }

// AllowCodeGenerationFromStrings says whether eval and the constructors of
// functions may compile text. When they may not, which scripts of the context
// can't change, they throw an EvalError. [Scope.Compile] always works. Allowing
// what [Harden] has taken is [ErrHardened].
//
// V8: [v8::Context::AllowCodeGenerationFromStrings]. ECMAScript: [HostEnsureCanCompileStrings].
//
// [v8::Context::AllowCodeGenerationFromStrings]: https://v8.github.io/api/head/classv8_1_1Context.html
// [HostEnsureCanCompileStrings]: https://tc39.es/ecma262/#sec-hostensurecancompilestrings
func (c *Context) AllowCodeGenerationFromStrings(allow bool) error {
	if allow && engine.flags.hardened.denies(HardenOptions.leavesStrings) {
		return fmt.Errorf("v8: allow code generation: %w", ErrHardened)
	}
	return c.with("allow code generation", func(i *Isolate) C.shim_value {
		return C.shim_context_allow_code_generation_from_strings(i.shim, c.ref, C.bool(allow))
	})
}

// IsCodeGenerationFromStringsAllowed is what
// [Context.AllowCodeGenerationFromStrings] has set.
//
// V8: [v8::Context::IsCodeGenerationFromStringsAllowed].
//
// [v8::Context::IsCodeGenerationFromStringsAllowed]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) IsCodeGenerationFromStringsAllowed() (allowed bool, err error) {
	err = c.with("ask for code generation", func(i *Isolate) C.shim_value {
		r := C.shim_context_is_code_generation_from_strings_allowed(i.shim, c.ref)
		allowed = r.bits != 0
		return r
	})
	return allowed, err
}

// AllowWasmCodeGeneration says whether WebAssembly may be compiled in the
// context. When it may not, a WebAssembly.CompileError is thrown. Allowing what
// [Harden] has taken is [ErrHardened].
//
// V8: [v8::Isolate::SetAllowWasmCodeGenerationCallback].
//
// [v8::Isolate::SetAllowWasmCodeGenerationCallback]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (c *Context) AllowWasmCodeGeneration(allow bool) error {
	if allow && engine.flags.hardened.denies(HardenOptions.leavesWasm) {
		return fmt.Errorf("v8: allow WebAssembly: %w", ErrHardened)
	}
	return c.with("allow WebAssembly", func(i *Isolate) C.shim_value {
		return C.shim_context_allow_wasm_code_generation(i.shim, c.ref, C.bool(allow))
	})
}

// SetEmbedderData lets the context carry a Go value under a key, for callbacks
// that find it by [Scope.Context]; nil removes it. Keys are compared as map keys
// are: packages use a type of their own, as for context.WithValue. Any goroutine
// may call it at any time.
//
// V8: [v8::Context::SetEmbedderData].
//
// [v8::Context::SetEmbedderData]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) SetEmbedderData(key, value any) {
	c.made()
	if value == nil {
		c.data.Delete(key)
		return
	}
	c.data.Store(key, value)
}

// EmbedderData is the Go value that was set under the key, or nil.
//
// V8: [v8::Context::GetEmbedderData].
//
// [v8::Context::GetEmbedderData]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) EmbedderData(key any) any {
	c.made()
	value, _ := c.data.Load(key)
	return value
}

// contextOf is the context of a level that a callback has opened, and of those
// nested in it.
func (i *Isolate) contextOf(l *level) *Context {
	r := C.shim_context_reference(i.shim, l.entered)
	i.checkRead(r.status)
	if c, ok := i.references.get(uint32(r.bits)).(*Context); ok {
		return c
	}
	// Made by V8 itself: the one that was entered last from Go.
	for n := i.depth - 1; n >= 0; n-- {
		if c := i.levels[n].context; c != nil {
			return c
		}
	}
	return nil
}
