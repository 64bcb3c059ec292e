package module

import (
	"errors"
	"fmt"
	"slices"

	"github.com/nodeisolates/isolates/v8"
)

// evaluate links a module and all that it imports, which are loaded, and begins to
// evaluate them.
func (r *Registry) evaluate(s *v8.Scope, root *cell, typ string) (v8.Promise, error) {
	m, err := r.moduleOf(s, root, typ)
	if err == nil {
		err = m.InstantiateModule(r.resolveModule)
	}
	if err != nil {
		return v8.Promise{}, r.failed("link", root, err)
	}
	promise, err := m.Evaluate()
	if errors.Is(err, v8.ErrModuleTerminated) {
		r.forgetTerminated(s)
	}
	return promise, err
}

// resolveModule answers V8 while it links.
func (r *Registry) resolveModule(s *v8.Scope, specifier string, list []v8.ImportAttribute, referrer v8.Module) (v8.Module, error) {
	attributes, err := attributesOf(list)
	if err != nil {
		return v8.Module{}, err
	}
	r.mu.Lock()
	var target *cell
	if c := r.cells[cellKey{url: referrer.Name()}]; c != nil {
		if q := c.asks[asked{specifier, attributes}]; q != nil {
			target = r.cells[keyOf(q.url, attributes)]
		}
	}
	r.mu.Unlock()
	if target == nil || !target.isReady() {
		return v8.Module{}, fmt.Errorf("%w: %s was forgotten while it was linked: import again", ErrNotFound, quote(specifier))
	}
	return r.moduleOf(s, target, attributes.Type)
}

// moduleOf is the module of a cell that is ready, for the type of an attribute.
func (r *Registry) moduleOf(s *v8.Scope, c *cell, typ string) (v8.Module, error) {
	m, known, err := r.known(s, c, typ)
	if known || err != nil {
		return m, err
	}
	if m, err = r.newModule(s, c, typ); err != nil {
		return m, err
	}
	global, err := v8.NewGlobal(s, m)
	if err != nil {
		return m, err
	}
	return m, r.keep(c, typ, global)
}

// known is the module that a cell has for the type of an attribute.
func (r *Registry) known(s *v8.Scope, c *cell, typ string) (m v8.Module, known bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept := c.modules[typ]
	switch {
	case r.closed:
		return m, false, closedError("link", c.url)
	case kept == nil:
		return m, false, nil
	}
	return kept.Get(s), true, nil
}

// naturalType is how Go imports a module, which has no attributes.
func (c *cell) naturalType() string {
	switch c.source.Kind {
	case JSON:
		return TypeJSON
	case Text:
		return TypeText
	}
	return ""
}

// newModule makes what is not compiled.
func (r *Registry) newModule(s *v8.Scope, c *cell, typ string) (v8.Module, error) {
	kind, text := c.source.Kind, c.source.Text
	only := func(value func(s *v8.Scope) (v8.Value, error)) (v8.Module, error) {
		return s.NewSyntheticModule(c.url, []string{"default"}, func(s *v8.Scope, m v8.Module) error {
			v, err := value(s)
			if err != nil {
				return err
			}
			return m.SetSyntheticModuleExport("default", v)
		})
	}
	switch {
	case typ == TypeJSON && kind == JSON:
		return s.NewJSONModule(c.url, text)
	case typ == TypeText && kind != Go:
		return only(func(s *v8.Scope) (v8.Value, error) {
			v, err := s.NewString(text)
			return v.Value, err
		})
	case typ == TypeBytes && kind != Go:
		return only(func(s *v8.Scope) (v8.Value, error) {
			buffer, err := s.NewArrayBufferFromBytes([]byte(text))
			if err != nil {
				return v8.Value{}, err
			}
			v, err := s.NewTypedArray(v8.KindUint8Array, buffer, 0, len(text))
			return v.Value, err
		})
	case typ == "" && kind == CommonJS:
		return r.newCommonJS(s, c)
	case typ == "" && kind == Go:
		return r.newGo(s, c)
	case typ == "":
		want := TypeJSON
		if kind == Text {
			want = TypeText
		}
		return v8.Module{}, v8.TypeError.Errorf("%w: %s is %v: import it with { type: %q }", ErrUnsupported, quote(c.url), kind, want)
	}
	return v8.Module{}, v8.TypeError.Errorf("%w: %s is %v, and not %s", ErrUnsupported, quote(c.url), kind, typ)
}

// newGo makes a module of Go values.
func (r *Registry) newGo(s *v8.Scope, c *cell) (v8.Module, error) {
	names := make([]string, 0, len(c.source.Exports))
	for name := range c.source.Exports {
		names = append(names, name)
	}
	slices.Sort(names)
	return s.NewSyntheticModule(c.url, names, func(s *v8.Scope, m v8.Module) error {
		exports, err := r.goExports(s, c)
		if err != nil {
			return err
		}
		for _, name := range names {
			v, err := exports.Get(name)
			if err == nil {
				err = m.SetSyntheticModuleExport(name, v)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// namespace is that of a module that was linked.
func (r *Registry) namespace(s *v8.Scope, c *cell) (v8.Object, error) {
	m, err := r.moduleOf(s, c, c.naturalType())
	if err != nil {
		return v8.Object{}, err
	}
	if status := m.Status(); status < v8.ModuleInstantiated {
		return v8.Object{}, fmt.Errorf("module: namespace %s: the module is %v", quote(c.url), status)
	}
	return m.Namespace()
}

// forgetTerminated forgets the modules whose evaluation was ended, which are of no
// use any more.
func (r *Registry) forgetTerminated(s *v8.Scope) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key, c := range r.cells {
		if !c.isReady() {
			continue
		}
		for _, kept := range c.modules {
			m := kept.Get(s)
			if m.Status() != v8.ModuleErrored {
				continue
			}
			if e := m.Exception(); e == nil || e.Thrown.IsNull() {
				c.close()
				r.bytes -= len(c.url) + len(c.source.Text)
				delete(r.cells, key)
				break
			}
		}
	}
}
