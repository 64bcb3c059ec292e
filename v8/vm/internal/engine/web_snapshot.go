package engine

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// webUse uses what most programs use that answer requests, so that it is compiled.
//
//go:embed web_use.js
var webUse string

// given is the snapshot that another worker has left, before any guest's code was in it.
var given *v8.Snapshot

// ShareSnapshot takes the snapshot that a worker has left in the file, or leaves one there
// where there is none. It is called before there is any guest.
func ShareSnapshot(file *os.File) error {
	about, err := file.Stat()
	if err != nil {
		return err
	}
	if about.Size() > 0 {
		given, err = v8.ReadSnapshot(bufio.NewReaderSize(io.NewSectionReader(file, 0, about.Size()), 1<<20), nil)
		return err
	}
	snapshot, err := webSnapshot()
	if err == nil {
		_, err = snapshot.WriteTo(file)
	}
	return err
}

// webSnapshot is made once in a process, or was given to it. A snapshot is as good as
// machine code: what a process has made that has run guests' code is for itself alone.
var webSnapshot = sync.OnceValues(func() (*v8.Snapshot, error) {
	if given != nil {
		return given, nil
	}
	ctx := context.Background()
	snapshot, err := newSnapshot(ctx, v8.IsolateOptions{}, true, func(l *loop.Loop) error { return l.Await(ctx, nil, useWeb) })
	if err != nil {
		return nil, fmt.Errorf("the snapshot for contexts with Web: %w", err)
	}
	return snapshot, nil
})

// useWeb answers requests by the function that a host has for it.
func useWeb(s *v8.Scope) (v8.Value, error) {
	serve, err := web.ServeFunction(s)
	if err != nil {
		return v8.Value{}, err
	}
	script, err := s.Compile(webUse, v8.ScriptOrigin{Name: "v8/vm"})
	if err != nil {
		return v8.Value{}, err
	}
	v, err := script.Run()
	if err != nil {
		return v8.Value{}, err
	}
	use, _ := v.AsFunction()
	return use.Call(v8.Undefined(), serve.Value)
}
