package module

import (
	"fmt"
	"path"
	"slices"

	"github.com/nodeisolates/isolates/v8"
)

// newCommonJS makes the module that import sees of a CommonJS module.
func (r *Registry) newCommonJS(s *v8.Scope, c *cell) (v8.Module, error) {
	names := []string{"default"}
	r.addNames(c, &names, map[*cell]bool{})
	return s.NewSyntheticModule(c.url, names, func(s *v8.Scope, m v8.Module) error {
		exports, err := r.require(s, c)
		if err != nil {
			return err
		}
		if err := m.SetSyntheticModuleExport("default", exports); err != nil {
			return err
		}
		object, ok := exports.AsObject()
		if !ok {
			return nil
		}
		for _, name := range names[1:] {
			v := exports
			if name != "module.exports" {
				if v, err = object.Get(name); err != nil {
					return err
				}
			}
			if err := m.SetSyntheticModuleExport(name, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// addNames adds the names that a module exports, and those of the modules whose
// exports it passes on.
func (r *Registry) addNames(c *cell, names *[]string, seen map[*cell]bool) {
	seen[c] = true
	for _, name := range append(c.found.Exports, "module.exports") {
		if !slices.Contains(*names, name) {
			*names = append(*names, name)
		}
	}
	for _, specifier := range c.found.Reexports {
		q := c.asks[asked{specifier, Attributes{Require: true}}]
		if q == nil || q.err != nil {
			continue
		}
		r.mu.Lock()
		target := r.cells[cellKey{url: q.url}]
		r.mu.Unlock()
		if target != nil && target.isReady() && !seen[target] {
			r.addNames(target, names, seen)
		}
	}
}

// require is what require gives for a module: it runs one of CommonJS, once, and
// of a cycle what is there so far.
func (r *Registry) require(s *v8.Scope, c *cell) (v8.Value, error) {
	switch c.source.Kind {
	case CommonJS:
		return r.runCommonJS(s, c)
	case Go:
		exports, err := r.goExports(s, c)
		if _, ok := c.source.Exports["default"]; ok && err == nil {
			return exports.Get("default")
		}
		return exports.Value, err
	case JSON:
		return r.requiredJSON(s, c)
	case Text:
		v, err := s.NewString(c.source.Text)
		return v.Value, err
	}
	m, known, err := r.known(s, c, "")
	if err != nil {
		return v8.Value{}, err
	}
	if known && m.Status() == v8.ModuleEvaluated && !m.IsGraphAsync() {
		namespace, err := m.Namespace()
		return namespace.Value, err
	}
	return v8.Value{}, r.throwCode(s, "ERR_REQUIRE_ESM",
		fmt.Sprintf("%s is an ECMAScript module: require gives it only when it was imported before; use import()", quote(c.url)))
}

// kept keeps an object in a cell, unless the registry was closed meanwhile.
func (r *Registry) kept(s *v8.Scope, to **v8.Global[v8.Object], o v8.Object) error {
	global, err := v8.NewGlobal(s, o)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		global.Close()
		return v8.ErrClosed
	}
	*to = global
	return nil
}

// found is what was kept.
func (r *Registry) found(s *v8.Scope, from **v8.Global[v8.Object]) (o v8.Object, ok bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
		return o, false, v8.ErrClosed
	case *from == nil:
		return o, false, nil
	}
	return (*from).Get(s), true, nil
}

// goExports is an object with the values of a Go module, which are made once.
func (r *Registry) goExports(s *v8.Scope, c *cell) (v8.Object, error) {
	exports, ok, err := r.found(s, &c.exports)
	if ok || err != nil {
		return exports, err
	}
	if exports, err = s.NewObject(); err != nil {
		return exports, err
	}
	for name, value := range c.source.Exports {
		v, err := goValue(s, name, value)
		if err == nil {
			_, err = exports.CreateDataProperty(name, v)
		}
		if err != nil {
			return exports, fmt.Errorf("export %q: %w", name, err)
		}
	}
	return exports, r.kept(s, &c.exports, exports)
}

// requiredJSON parses once. What is no object has no identity, and is not kept.
func (r *Registry) requiredJSON(s *v8.Scope, c *cell) (v8.Value, error) {
	object, ok, err := r.found(s, &c.exports)
	if ok || err != nil {
		return object.Value, err
	}
	v, err := s.JSONParse(c.source.Text)
	if err != nil {
		return v, err // as it is, so that it is thrown as the SyntaxError that it is
	}
	if object, ok := v.AsObject(); ok {
		err = r.kept(s, &c.exports, object)
	}
	return v, err
}

// runCommonJS calls the module's function.
func (r *Registry) runCommonJS(s *v8.Scope, c *cell) (v8.Value, error) {
	module, ok, err := r.found(s, &c.commonJS)
	if err != nil {
		return v8.Value{}, err
	}
	if ok {
		return module.Get("exports")
	}
	module, err = s.NewObject()
	if err != nil {
		return v8.Value{}, err
	}
	exports, err := s.NewObject()
	if err != nil {
		return v8.Value{}, err
	}
	filename := c.url
	if name, err := fileOf(c.url); err == nil {
		filename = "/" + name
	}
	var texts [3]v8.Value
	for n, text := range []string{filename, path.Dir(filename), c.url} {
		v, err := s.NewString(text)
		if err != nil {
			return v8.Value{}, err
		}
		texts[n] = v.Value
	}
	for _, property := range []struct {
		name  string
		value v8.Value
	}{{"exports", exports.Value}, {"id", texts[0]}, {"filename", texts[0]}, {"loaded", v8.NewBoolean(false)}} {
		if err := module.Set(property.name, property.value); err != nil {
			return v8.Value{}, err
		}
	}
	require, err := r.newRequire(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	function, err := s.CompileFunction(c.source.Text, v8.FunctionSource{
		Parameters: []string{"exports", "require", "module", "__filename", "__dirname"},
		Origin:     v8.ScriptOrigin{Name: c.url, SourceMapURL: c.source.SourceMapURL},
	})
	if err != nil {
		return v8.Value{}, err
	}
	if err := r.kept(s, &c.commonJS, module); err != nil {
		return v8.Value{}, err
	}
	_, err = function.Call(exports.Value, exports.Value, require.Value, module.Value, texts[0], texts[1])
	if err != nil {
		// As in Node, the next require runs it again.
		r.mu.Lock()
		defer r.mu.Unlock()
		if c.commonJS != nil {
			c.commonJS.Close()
			c.commonJS = nil
		}
		return v8.Value{}, err
	}
	if err := module.Set("loaded", v8.NewBoolean(true)); err != nil {
		return v8.Value{}, err
	}
	return module.Get("exports")
}

// newRequire makes the function require of a module.
func (r *Registry) newRequire(s *v8.Scope, c *cell) (v8.Function, error) {
	require, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		return r.called(info, c)
	}, v8.FunctionOptions{Name: "require", Length: 1})
	if err != nil {
		return require, err
	}
	resolve, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		return r.resolveNow(info, c.url, Attributes{Require: true})
	}, v8.FunctionOptions{Name: "resolve", Length: 1})
	if err != nil {
		return require, err
	}
	return require, require.Set("resolve", resolve.Value)
}

// called is a call of require.
func (r *Registry) called(info v8.FunctionCallbackInfo, c *cell) (v8.Value, error) {
	s := info.Scope()
	specifier := info.Argument(0).String()
	if !info.Argument(0).IsString() {
		return v8.Value{}, v8.TypeError.Errorf("require takes a string, not %v", info.Argument(0).Kind())
	}
	q := c.asks[asked{specifier, Attributes{Require: true}}]
	var target *cell
	err := fmt.Errorf("%w: no call of require in its text has this string as its argument, so that it is not loaded", ErrNotFound)
	if q != nil {
		err = q.err
	}
	if q != nil && err == nil {
		r.mu.Lock()
		target = r.cells[cellKey{url: q.url}]
		err = c.missing[q.url]
		r.mu.Unlock()
		if err == nil && (target == nil || !target.isReady()) {
			err = ErrNotFound
		}
	}
	if err != nil {
		return v8.Value{}, r.throwCode(s, "MODULE_NOT_FOUND",
			fmt.Sprintf("Cannot find module %s, required by %s: %v", quote(specifier), quote(c.url), err))
	}
	return r.require(s, target)
}

// throwCode is the error of an Error with the property code, by which Node's
// packages tell errors apart.
func (r *Registry) throwCode(s *v8.Scope, code, message string) error {
	e, err := s.NewError(v8.Error, message, v8.Undefined())
	if err != nil {
		return err
	}
	v, err := s.NewString(code)
	if err == nil {
		err = e.Set("code", v.Value)
	}
	if err != nil {
		return err
	}
	return v8.Throw(e.Value)
}
