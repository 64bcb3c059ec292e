package v8test

import (
	"context"
	"os"
	"sync"

	"github.com/nodeisolates/isolates/v8"
)

// fromSnapshot reports whether the tests are to meet isolates of a snapshot, as
// tests/README.md has it.
var fromSnapshot = os.Getenv("V8TEST_SNAPSHOT") != ""

// NewIsolate is v8.NewIsolate, of a snapshot if that is what the tests are to meet.
// Its contexts are as any others: what the snapshot has more, scripts don't find.
func NewIsolate(options v8.IsolateOptions) (*v8.Isolate, error) {
	if fromSnapshot && options.Snapshot == nil && options.ExternalReferences == nil {
		s, err := everydaySnapshot()
		if err != nil {
			return nil, err
		}
		options.Snapshot, options.ExternalReferences = s, references
	}
	return v8.NewIsolate(options)
}

var references = map[string]any{
	"double": func(n float64) float64 { return 2 * n },
}

var everydaySnapshot = sync.OnceValues(func() (*v8.Snapshot, error) {
	ctx := context.Background()
	options := v8.SnapshotOptions{Isolate: v8.IsolateOptions{ExternalReferences: references}}
	return v8.NewSnapshot(ctx, options, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(ctx, v8.ContextOptions{})
		if err != nil {
			return err
		}
		creator.SetDefaultContext(c)
		return c.Run(ctx, func(s *v8.Scope) error {
			double, err := s.NewFunctionOf(references["double"], v8.FunctionOptions{Name: "double"})
			if err != nil {
				return err
			}
			external, err := s.NewExternal(nil)
			if err != nil {
				return err
			}
			keep, err := Eval(s, `(double, external) => {
				const library = { double, external, table: Array.from({ length: 1000 }, (_, n) => ({ n, text: "n" + n })),
					map: new Map([[1, { a: /x+/g }]]), error: new Error("kept") };
				library.table.map(double.length ? row => double(row.n) : row => row);
				Object.defineProperty(globalThis, Symbol("library"), { value: library, configurable: true });
			}`)
			if err != nil {
				return err
			}
			f, _ := keep.AsFunction()
			_, err = f.Call(v8.Value{}, double.Value, external.Value)
			return err
		})
	})
})
