package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"testing/fstest"
	"time"

	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
)

// What an upload may have.
const (
	maxUpload = 8 << 20  // bytes of the archive
	maxBundle = 32 << 20 // bytes of all files
	maxFiles  = 4000
)

// A Bundle is a program: its files, and what its worker.json says.
type Bundle struct {
	Files  fstest.MapFS
	Config Config

	loader *typescript.Loader // which compiles each file once, for all instances
}

// Config is worker.json, which a program need not have.
type Config struct {
	Main      string            `json:"main"`      // the module; worker.ts, .js and index.ts, .js by default
	Hosts     []string          `json:"hosts"`     // host names that lead to it
	Variables map[string]string `json:"variables"` // in env
	KV        []string          `json:"kv"`        // names in env of KV namespaces
	Services  map[string]string `json:"services"`  // names in env of other tenants
	Every     Duration          `json:"every"`     // how often scheduled is called; "1m"
}

// A Duration is text in JSON.
type Duration time.Duration

// UnmarshalText is time.ParseDuration.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err == nil && parsed != 0 && parsed < time.Second {
		err = errors.New("every is less than a second")
	}
	*d = Duration(parsed)
	return err
}

// MarshalText is the other direction.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

var mains = []string{"worker.ts", "worker.js", "index.ts", "index.js"}

// ReadBundle reads an archive in zip's format. Nothing in it is believed: paths, sizes
// and kinds of files are checked, and no more is unpacked than a program may have.
func ReadBundle(archive []byte) (*Bundle, error) {
	if len(archive) > maxUpload {
		return nil, fmt.Errorf("the archive has %d bytes, and may have %d", len(archive), maxUpload)
	}
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("the archive: %w", err)
	}
	if len(reader.File) > maxFiles {
		return nil, fmt.Errorf("the archive has %d files, and may have %d", len(reader.File), maxFiles)
	}
	files, left := fstest.MapFS{}, int64(maxBundle)
	for _, f := range reader.File {
		switch mode := f.Mode(); {
		case mode.IsDir():
			continue
		case !mode.IsRegular():
			return nil, fmt.Errorf("%q is no regular file", f.Name)
		case !fs.ValidPath(f.Name):
			return nil, fmt.Errorf("%q is no path inside the archive", f.Name)
		case files[f.Name] != nil:
			return nil, fmt.Errorf("%q is there twice", f.Name)
		}
		data, err := readFile(f, left)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", f.Name, err)
		}
		left -= int64(len(data))
		files[f.Name] = &fstest.MapFile{Data: data}
	}
	return newBundle(files)
}

// readFile does not go by the size that the archive says.
func readFile(f *zip.File, most int64) ([]byte, error) {
	from, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	data, err := io.ReadAll(io.LimitReader(from, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("all files have more than the %d bytes that they may have", maxBundle)
	}
	return data, err
}

func newBundle(files fstest.MapFS) (*Bundle, error) {
	b := &Bundle{Files: files, loader: typescript.NewLoader(
		&module.NPMLoader{FS: files, Conditions: []string{"workerd", "worker", "browser", "production"}}, typescript.Options{})}
	if file := files["worker.json"]; file != nil {
		decoder := json.NewDecoder(bytes.NewReader(file.Data))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&b.Config); err != nil {
			return nil, fmt.Errorf("worker.json: %w", err)
		}
	}
	if b.Config.Main == "" {
		for _, name := range mains {
			if files[name] != nil {
				b.Config.Main = name
				break
			}
		}
	}
	b.Config.Main = path.Clean(b.Config.Main)
	if files[b.Config.Main] == nil {
		return nil, fmt.Errorf("there is no module to start with: want one of %v, or main in worker.json", mains)
	}
	return b, nil
}

// PackFolder makes the archive of a folder, the same for the same files.
func PackFolder(folder fs.FS) ([]byte, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	var names []string
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	for _, name := range names {
		if err != nil {
			return nil, err
		}
		var data []byte
		var to io.Writer
		if data, err = fs.ReadFile(folder, name); err == nil {
			if to, err = w.Create(name); err == nil {
				_, err = to.Write(data)
			}
		}
	}
	if err == nil {
		err = w.Close()
	}
	return archive.Bytes(), err
}
