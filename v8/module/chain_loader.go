package module

import (
	"context"
	"errors"
	"fmt"
)

// A ChainLoader asks one loader after the other: for a URL the first whose
// Resolve knows the specifier, and for a module the first whose Load knows the
// URL. Not to know is [ErrNotFound]; other errors are final, so that a later
// loader can't put itself in the place of one that fails.
type ChainLoader []Loader

var (
	_ Prober      = ChainLoader(nil)
	_ ErrorMapper = ChainLoader(nil)
)

// Resolve asks the loaders in turn.
func (l ChainLoader) Resolve(specifier, referrer string, attributes Attributes) (string, error) {
	return inTurn(l, specifier, func(loader Loader) (string, error) {
		return loader.Resolve(specifier, referrer, attributes)
	})
}

// Load asks the loaders in turn.
func (l ChainLoader) Load(ctx context.Context, url string) (Source, error) {
	return inTurn(l, url, func(loader Loader) (Source, error) {
		return loader.Load(ctx, url)
	})
}

// Has reports whether one of the loaders that can tell has the URL.
func (l ChainLoader) Has(url string) bool {
	for _, loader := range l {
		if p, ok := loader.(Prober); ok && p.Has(url) {
			return true
		}
	}
	return false
}

// MapError gives the error to each loader that maps errors.
func (l ChainLoader) MapError(err error) error {
	for _, loader := range l {
		if m, ok := loader.(ErrorMapper); ok {
			err = m.MapError(err)
		}
	}
	return err
}

func inTurn[T any](loaders []Loader, subject string, ask func(Loader) (T, error)) (T, error) {
	var none T
	var unknown []error
	for _, loader := range loaders {
		found, err := ask(loader)
		if err == nil || !errors.Is(err, ErrNotFound) {
			return found, err
		}
		unknown = append(unknown, err)
	}
	switch len(unknown) {
	case 0:
		return none, fmt.Errorf("%w: %s: the chain is empty", ErrNotFound, quote(subject))
	case 1:
		return none, unknown[0]
	}
	return none, errors.Join(unknown...)
}
