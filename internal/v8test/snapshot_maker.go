package v8test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// Snapshot makes one whose default context is as fill leaves it.
func Snapshot(t testing.TB, options v8.SnapshotOptions, fill func(s *v8.Scope) error) *v8.Snapshot {
	t.Helper()
	s, err := MakeSnapshot(t.Context(), options, fill)
	require.NoError(t, err)
	return s
}

// SnapshotOf makes one whose default context has run source.
func SnapshotOf(t testing.TB, source string) *v8.Snapshot {
	t.Helper()
	return Snapshot(t, v8.SnapshotOptions{}, Running(source))
}

// MakeSnapshot is Snapshot that may fail.
func MakeSnapshot(ctx context.Context, options v8.SnapshotOptions, fill func(s *v8.Scope) error) (*v8.Snapshot, error) {
	return v8.NewSnapshot(ctx, options, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(ctx, v8.ContextOptions{})
		if err != nil {
			return err
		}
		creator.SetDefaultContext(c)
		return c.Run(ctx, fill)
	})
}

// Running runs source.
func Running(source string) func(s *v8.Scope) error {
	return func(s *v8.Scope) error {
		_, err := Eval(s, source)
		return err
	}
}

// Saved is what WriteTo writes.
func Saved(t testing.TB, s *v8.Snapshot) []byte {
	t.Helper()
	var to bytes.Buffer
	n, err := s.WriteTo(&to)
	require.NoError(t, err)
	require.EqualValues(t, to.Len(), n)
	return to.Bytes()
}

// ValueIn is what source gives in a new context of an isolate with the options.
func ValueIn(t testing.TB, options v8.IsolateOptions, context v8.ContextOptions, source string) (value string) {
	t.Helper()
	c, err := Isolate(t, options).NewContext(t.Context(), context)
	require.NoError(t, err)
	defer c.Close()
	RunIn(t, c, func(s *v8.Scope) { value = MustEval(t, s, source).String() })
	return value
}

// Library is a script with all kinds of things, and LibraryValue what its describe() says
// of them, once.
const (
	Library = `
		const private_ = Symbol.for("shared"), local = Symbol("local");
		class Counter { #n = 40; static made = 1; get n() { return this.#n } up() { return ++this.#n } }
		class Twice extends Counter { up() { super.up(); return super.up() } }
		function* walk() { yield 1; yield 2; yield 3 }
		const walking = walk(); walking.next();
		let release; const waiting = new Promise(r => release = r), later = (async () => (await waiting) + 1)();
		const target = {}, weak = new WeakMap([[target, "weakly"]]), cycle = { list: [] }; cycle.list.push(cycle);
		const buffer = new Uint8Array(1000).fill(7), resizable = new ArrayBuffer(8, { maxByteLength: 64 });
		const detached = new ArrayBuffer(8); detached.transfer();
		const proxy = new Proxy({}, { get: (_, key) => "proxied " + String(key) });
		const sparse = []; sparse[1e6] = "far"; const frozen = Object.freeze({ a: [1n << 70n] });
		const registry = new FinalizationRegistry(() => {}); registry.register(target, 1);
		const thrown = (() => { try { null.x } catch (e) { return e } })();
		const table = Object.fromEntries(Array.from({ length: 500 }, (_, n) => ["key" + n, n]));
		const counter = new Twice, reference = new WeakRef(target), bound = Math.max.bind(null, 7);
		const date = new Date(86400000), pattern = /a(?<name>b+)/gu, text = "x".repeat(100000) + "ü";
		function describe() {
			return JSON.stringify([
				counter.up(), counter.n, Twice.made, [...walking], weak.get(target), cycle.list[0] === cycle, buffer[999],
				resizable.resizable, detached.detached, proxy.anything, sparse.length, String(frozen.a[0]), Object.isFrozen(frozen),
				thrown instanceof TypeError, thrown.stack.split("\n")[1].trim(), table.key499, reference.deref() === target, bound(3),
				date.toISOString(), "xabb".replace(pattern, "$<name>"), text.length, eval("1 + 1"), new Function("return 3")(),
				Symbol.for("shared") === private_, typeof local, new Intl.NumberFormat("en").format(1234)])
		}
		describe.toString();`
	LibraryValue = `[42,42,1,[2,3],"weakly",true,7,true,true,"proxied anything",1000001,"1180591620717411303424",true,` +
		`true,"at test.js:14:38",499,true,7,"1970-01-02T00:00:00.000Z","xbb",100001,2,3,true,"symbol","1,234"]`
)
