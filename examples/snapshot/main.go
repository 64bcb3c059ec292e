// Command snapshot greets by a JavaScript library that is ready when the program
// starts: go generate has run it once and saved the heap, which the program embeds.
// Where that was not done, or for another V8, it makes the snapshot as it starts.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

//go:generate go run . -write snapshots/library.snapshot

// A snapshot is of one V8, system and processor, and so it is no part of the source.
//
//go:embed all:snapshots
var snapshots embed.FS

const library = `
	const greetings = new Map([["de", "Hallo"], ["en", "Hello"], ["fr", "Bonjour"]]);
	const greet = (language, name) => (greetings.get(language) ?? "?") + ", " + capitalize(name) + "!";
	const capitalize = s => s.replace(/\b[a-z]/gu, c => c.toUpperCase());
	greet("en", "to compile it");`

// makeSnapshot runs the library, with limits.
func makeSnapshot(ctx context.Context) (*v8.Snapshot, error) {
	options := v8.SnapshotOptions{Isolate: v8.IsolateOptions{MemoryLimit: 64 << 20}}
	return v8.NewSnapshot(ctx, options, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(ctx, v8.ContextOptions{})
		if err != nil {
			return err
		}
		creator.SetDefaultContext(c)
		return c.Eval(ctx, library, nil)
	})
}

// load gives the snapshot that files have, if it fits this program.
func load(ctx context.Context, files fs.FS) (*v8.Snapshot, error) {
	file, err := files.Open("snapshots/library.snapshot")
	if err == nil {
		defer file.Close()
		var snapshot *v8.Snapshot
		if snapshot, err = v8.ReadSnapshot(file, nil); err == nil {
			return snapshot, nil
		}
	}
	if !errors.Is(err, fs.ErrNotExist) {
		log.Printf("made anew: %v", err)
	}
	return makeSnapshot(ctx)
}

func write(ctx context.Context, name string) (err error) {
	snapshot, err := makeSnapshot(ctx)
	if err != nil {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = snapshot.WriteTo(file)
	return errors.Join(err, file.Close())
}

// greet does it in an isolate of its own: with a snapshot they are cheap.
func greet(ctx context.Context, snapshot *v8.Snapshot, language, name string) (text string, err error) {
	isolate, err := v8.NewIsolate(v8.IsolateOptions{Snapshot: snapshot, MemoryLimit: 16 << 20})
	if err != nil {
		return "", err
	}
	defer isolate.Close()
	c, err := isolate.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		return "", err
	}
	call, err := v8.FuncOf[func(context.Context, string, string) (string, error)](c, "greet")
	if err != nil {
		return "", err
	}
	return call(ctx, language, name)
}

func run(ctx context.Context, to string) error {
	if to != "" {
		return write(ctx, to)
	}
	snapshot, err := load(ctx, snapshots)
	if err != nil {
		return err
	}
	for _, language := range []string{"de", "en", "fr"} {
		text, err := greet(ctx, snapshot, language, "ada lovelace")
		if err != nil {
			return err
		}
		fmt.Println(text)
	}
	return nil
}

func main() {
	to := flag.String("write", "", "make the snapshot, and write it to this `file`")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := run(ctx, *to); err != nil {
		log.Fatal(err)
	}
}
