package module

import (
	"context"
	"errors"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// importDynamically is import(). What is to be loaded is loaded by an async
// function; the rest is done in a microtask, when no module is evaluated.
func (r *Registry) importDynamically(s *v8.Scope, call v8.ImportCall) (v8.Promise, error) {
	attributes, err := attributesOf(call.Attributes)
	if err != nil {
		return v8.Promise{}, err
	}
	if err := checkSpecifier(call.Specifier); err != nil { // before it is copied
		return v8.Promise{}, v8.TypeError.Errorf("%w", err)
	}
	var arguments []v8.Value
	for _, text := range []string{call.Specifier, call.ResourceName, attributes.Type} {
		v, err := s.NewString(text)
		if err != nil {
			return v8.Promise{}, err
		}
		arguments = append(arguments, v.Value)
	}
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return v8.Promise{}, closedError("import", call.Specifier)
	}
	f := r.async.Get(s)
	r.mu.Unlock()
	v, err := f.Call(v8.Undefined(), arguments...)
	if err != nil {
		return v8.Promise{}, err
	}
	loaded, ok := v.AsPromise()
	if !ok {
		return v8.Promise{}, errors.New("module: Options.Loop has an async function that gives no promise")
	}
	return loaded.Then(func(s *v8.Scope, url v8.Value) (v8.Value, error) {
		return r.finish(s, url.String(), attributes.Type)
	}, nil)
}

// loadFor is the async function: it loads, and gives the URL.
func (r *Registry) loadFor(ctx context.Context, specifier, referrer, typ string) (string, error) {
	var from *importer
	if referrer != "" {
		from = &importer{Importer{URL: referrer}}
	}
	c, err := r.load(ctx, &request{specifier: specifier, attributes: Attributes{Type: typ}}, from)
	if err != nil {
		return "", asThrown(r.mapped(err))
	}
	return c.url, nil
}

// asThrown says what kind of error import() is rejected with.
func asThrown(err error) error {
	var thrown *v8.Exception
	var failed *Error
	switch {
	case errors.Is(err, v8.ErrTerminated) || errors.Is(err, v8.ErrIsolateDead):
		return err
	case errors.As(err, &thrown) && strings.HasPrefix(thrown.Message, "SyntaxError"):
		return v8.SyntaxError.Errorf("%w", err)
	case errors.As(err, &failed) && failed.Op != "evaluate":
		return v8.TypeError.Errorf("%w", err)
	}
	return err
}

// finish evaluates what was loaded. Its value is a promise of the namespace.
func (r *Registry) finish(s *v8.Scope, url, typ string) (v8.Value, error) {
	r.mu.Lock()
	c := r.cells[keyOf(url, Attributes{Type: typ})]
	closed := r.closed
	r.mu.Unlock()
	if closed {
		return v8.Value{}, closedError("import", url)
	}
	if c == nil || !c.isReady() {
		return v8.Value{}, v8.TypeError.Errorf("%w: %s was forgotten before it was linked: import again", ErrNotFound, quote(url))
	}
	evaluated, err := r.evaluate(s, c, typ)
	if err != nil {
		var thrown *v8.Exception
		if errors.As(err, &thrown) {
			return v8.Value{}, thrown // the very value
		}
		return v8.Value{}, err
	}
	promise, err := evaluated.Then(func(s *v8.Scope, _ v8.Value) (v8.Value, error) {
		m, err := r.moduleOf(s, c, typ)
		if err != nil {
			return v8.Value{}, err
		}
		namespace, err := m.Namespace()
		return namespace.Value, err
	}, nil)
	return promise.Value, err
}

// initializeMeta makes import.meta.
func (r *Registry) initializeMeta(s *v8.Scope, m v8.Module, meta v8.Object) error {
	url := m.Name()
	text, err := s.NewString(url)
	if err != nil {
		return err
	}
	if _, err := meta.CreateDataProperty("url", text.Value); err != nil {
		return err
	}
	resolve, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		return r.resolveNow(info, url, Attributes{})
	}, v8.FunctionOptions{Name: "resolve", Length: 1})
	if err != nil {
		return err
	}
	_, err = meta.CreateDataProperty("resolve", resolve.Value)
	return err
}

// resolveNow is import.meta.resolve and require.resolve, which can't wait.
func (r *Registry) resolveNow(info v8.FunctionCallbackInfo, referrer string, attributes Attributes) (v8.Value, error) {
	s := info.Scope()
	text, err := info.Argument(0).ToString(s)
	if err != nil {
		return v8.Value{}, err
	}
	call := func(resolve func() (string, error)) (string, error) { return resolve() }
	url, err := r.resolveBy(question{text.String(), referrer, attributes}, call)
	if err != nil {
		return v8.Value{}, v8.TypeError.Errorf("%w", err)
	}
	v, err := s.NewString(url)
	return v.Value, err
}
