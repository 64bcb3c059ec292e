package module

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"strings"
)

// Wrap is a loader that resolves by the map first and then, what the map has
// given or does not have, by inner. Requests of CommonJS go to inner alone. What
// inner loads has to have the integrity that the map demands.
func (m *ImportMap) Wrap(inner Loader) Loader { return mappedLoader{m, inner} }

type mappedLoader struct {
	m     *ImportMap
	inner Loader
}

func (l mappedLoader) Resolve(specifier, referrer string, attributes Attributes) (string, error) {
	if attributes.Require {
		return l.inner.Resolve(specifier, referrer, attributes)
	}
	url, mapped, err := l.m.resolve(specifier, referrer)
	switch {
	case err != nil:
		return "", err
	case mapped:
		return l.inner.Resolve(url, referrer, attributes)
	}
	return l.inner.Resolve(specifier, l.m.baseOf(referrer), attributes)
}

func (l mappedLoader) Load(ctx context.Context, url string) (Source, error) {
	source, err := l.inner.Load(ctx, url)
	if err != nil {
		return Source{}, err
	}
	if hashes := l.m.integrity[url]; hashes != "" && !matchesIntegrity(source.Text, hashes) {
		return Source{}, fmt.Errorf("%w: %s is not what the import map expects: %s", ErrIntegrity, quote(url), quote(hashes))
	}
	return source, nil
}

func (l mappedLoader) Has(url string) bool {
	p, ok := l.inner.(Prober)
	return ok && p.Has(url)
}

func (l mappedLoader) MapError(err error) error {
	if m, ok := l.inner.(ErrorMapper); ok {
		return m.MapError(err)
	}
	return err
}

// matchesIntegrity compares with the strongest of the hashes, any of which may
// match. Hashes that nobody knows demand nothing, as the standard has it.
func matchesIntegrity(text, hashes string) bool {
	strongest, matches := 0, true
	for _, word := range strings.Fields(hashes) {
		word, _, _ = strings.Cut(word, "?")
		name, want, _ := strings.Cut(word, "-")
		var strength int
		var sum []byte
		switch name {
		case "sha256":
			s := sha256.Sum256([]byte(text))
			strength, sum = 1, s[:]
		case "sha384":
			s := sha512.Sum384([]byte(text))
			strength, sum = 2, s[:]
		case "sha512":
			s := sha512.Sum512([]byte(text))
			strength, sum = 3, s[:]
		default:
			continue
		}
		if strength < strongest {
			continue
		}
		if strength > strongest {
			strongest, matches = strength, false
		}
		if got := base64.StdEncoding.EncodeToString(sum); got == want {
			matches = true
		}
	}
	return matches
}
