package module

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
)

// The errors of loaders. Test for them with [errors.Is]; what is returned wraps
// them with the specifier and the reason.
var (
	// ErrNotFound is that a loader does not know a module. It matches
	// [fs.ErrNotExist].
	ErrNotFound error = notFound{}

	// ErrInvalidSpecifier is that of text that can't name a module.
	ErrInvalidSpecifier = errors.New("invalid specifier")

	// ErrOutsideRoot is that of a path that leads out of a loader's root.
	ErrOutsideRoot = errors.New("path leads out of the root")

	// ErrNotExported is that of a path of a package that its package.json does not
	// export, and of a "#name" that it does not define.
	ErrNotExported = errors.New("not exported by the package")

	// ErrInvalidPackage is that of a package.json that is wrong.
	ErrInvalidPackage = errors.New("invalid package.json")

	// ErrUnsupported is that of a module of a kind that can't be had here, such as
	// a folder, an addon of Node's, or an attribute that nobody knows.
	ErrUnsupported = errors.New("unsupported")
)

type notFound struct{}

func (notFound) Error() string { return "module not found" }

func (notFound) Is(target error) bool { return target == fs.ErrNotExist }

func invalid(specifier, why string) error {
	return fmt.Errorf("%w %s: %s", ErrInvalidSpecifier, quote(specifier), why)
}

// quote quotes what may be long.
func quote(text string) string {
	const most = 200
	if len(text) > most {
		return strconv.Quote(text[:most]) + "..."
	}
	return strconv.Quote(text)
}
