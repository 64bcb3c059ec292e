// Package bundle makes web.js of the TypeScript of package web.
package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/evanw/esbuild/pkg/api"
)

// Build compiles main.ts in the folder, and what it imports, to one script: an
// expression whose value is a function that gives the function setUp.
//
// A module that is asked for by require runs then, and what it imports before it. esbuild's
// own helpers for that are replaced. A script may be ended while a module runs, by its
// stack or its time, and the next call of begin lets the module run again; and scripts may
// have changed what objects inherit.
func Build(folder string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:    folder,
		EntryPoints:      []string{"main.ts"},
		Bundle:           true,
		Format:           api.FormatIIFE,
		GlobalName:       "web",
		Target:           api.ESNext,
		Charset:          api.CharsetASCII, // one byte a character in V8
		LegalComments:    api.LegalCommentsNone,
		MinifyWhitespace: true,
		LineLimit:        160,
		Banner:           map[string]string{"js": "// Generated from src by go generate. DO NOT EDIT.\n(function () {\n" + begin},
		Footer:           map[string]string{"js": "return web.setUp\n})"},
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
	return replaceHelpers(result.OutputFiles[0].Contents)
}

const begin = "\"use strict\"\nlet attempt = 0\nconst begin = () => { attempt++ }"

// helpers are esbuild's, by what their definitions begin with, and ours.
var helpers = map[string]string{
	"var __esm=": `var __esm=modules=>{let isDone=false,ran=-1
return()=>{if(isDone||ran===attempt)return
ran=attempt;modules[__getOwnPropNames(modules)[0]]();isDone=true}};`,
	"var __export=": "var __export=(module,all)=>{module.$all=all};",
	"var __toCommonJS=": `var __toCommonJS=module=>{const all=module.$all
if(all===undefined)return module
const names=__getOwnPropNames(all)
for(let n=0;n<names.length;n++)__defProp(module,names[n],{__proto__:null,get:all[names[n]],enumerable:true})
module.$all=undefined;return module};`,
}

func replaceHelpers(script []byte) ([]byte, error) {
	for start, ours := range helpers {
		at := bytes.Index(script, []byte(start))
		if at < 0 || bytes.Count(script, []byte(start)) != 1 {
			return nil, fmt.Errorf("esbuild's helper %s is not what it was", start)
		}
		length := bytes.IndexByte(script[at:], ';') + 1
		for depth := 0; ; length++ {
			statement := script[at : at+length]
			if depth = bytes.Count(statement, []byte{'{'}) - bytes.Count(statement, []byte{'}'}); depth == 0 && statement[length-1] == ';' {
				break
			}
		}
		script = slices.Concat(script[:at], []byte(ours), script[at+length:])
	}
	return script, nil
}
