// Package bundle makes web.js of the TypeScript of package web.
package bundle

import (
	"errors"
	"fmt"

	"github.com/evanw/esbuild/pkg/api"
)

// Build compiles main.ts in the folder, and what it imports, to one script: an
// expression whose value is a function that gives the function setUp.
func Build(folder string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: folder,
		EntryPoints:   []string{"main.ts"},
		Bundle:        true,
		Format:        api.FormatIIFE,
		GlobalName:    "web",
		Target:        api.ESNext,
		Charset:       api.CharsetASCII, // one byte a character in V8
		LegalComments: api.LegalCommentsNone,
		Banner:        map[string]string{"js": "// Generated from src by go generate. DO NOT EDIT.\n(function () {"},
		Footer:        map[string]string{"js": "return web.setUp\n})"},
	})
	var errs []error
	for _, m := range append(result.Errors, result.Warnings...) {
		where := "bundle"
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d:%d", m.Location.File, m.Location.Line, m.Location.Column+1)
		}
		errs = append(errs, fmt.Errorf("%s: %s", where, m.Text))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return result.OutputFiles[0].Contents, nil
}
