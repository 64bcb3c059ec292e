// Command hello is V8's own first program, samples/hello-world.cc, in Go: it
// joins two strings in JavaScript and prints them.
//
// The comments name V8's step beside ours, in V8's order. What C++ spells out
// and Go does not is done by package v8, at the place where it is named.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/nodeisolates/isolates/v8"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "hello:", err)
		os.Exit(1)
	}
}

func run() error {
	// V8::InitializeICUDefaultLocation, V8::InitializeExternalStartupData:
	// Initialize does both. The data of our V8 is part of the program, so that
	// no file has to be found.
	// platform::NewDefaultPlatform, V8::InitializePlatform: the threads that
	// compile and collect garbage in the background.
	// V8::Initialize: the engine. Without this call the first NewIsolate would
	// start it.
	if err := v8.Initialize(); err != nil {
		return err
	}
	// V8::Dispose, V8::DisposePlatform: as late as there, when all isolates are
	// closed. Most programs leave it to the end of the process.
	defer v8.Dispose()

	// Isolate::CreateParams with ArrayBuffer::Allocator::NewDefaultAllocator:
	// the zero options, which count what the allocator hands out.
	// Isolate::New: an instance of V8 with a heap of its own.
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		return err
	}
	// Isolate::Dispose, and the allocator with it.
	defer iso.Close()

	// Context::New: a global object to run scripts in. It outlives the scopes
	// below, where a C++ program would hold it in a Global.
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	defer c.Close()

	// Isolate::Scope, HandleScope, Context::Scope: Run opens all three around
	// the function, under the isolate's lock (Locker), and closes them however
	// it ends. The Scope that it passes stands for them.
	return c.Run(context.Background(), hello)
}

func hello(s *v8.Scope) error {
	// String::NewFromUtf8Literal: the source text, which becomes a JavaScript
	// string on the way in.
	// Script::Compile: a syntax error would come out here.
	script, err := s.Compile(`'Hello' + ', World!'`, v8.ScriptOrigin{Name: "hello.js"})
	if err != nil {
		return err
	}
	// Script::Run: what the script throws would come out here.
	result, err := script.Run()
	if err != nil {
		return err
	}
	// String::Utf8Value: the result as UTF-8. String copies it, so that it may
	// be kept when the scopes are gone.
	fmt.Println(result.String())
	return nil
}
