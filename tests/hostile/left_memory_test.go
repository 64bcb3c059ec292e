package hostile_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// wasmCalls is a module whose f calls a function so many times and then e.h: the
// positions of the calls are a large block, of the isolate that compiles f.
func wasmCalls(count int) []byte {
	section := func(id byte, content ...byte) []byte {
		return slices.Concat([]byte{id}, leb128(len(content)), content)
	}
	body := slices.Concat([]byte{0}, slices.Repeat([]byte{0x10, 1}, count), []byte{0x10, 0, 0x0b}) // no locals, calls, end
	return slices.Concat(
		[]byte{0, 'a', 's', 'm', 1, 0, 0, 0},
		section(1, 1, 0x60, 0, 0),           // type () -> ()
		section(2, 1, 1, 'e', 1, 'h', 0, 0), // import e.h
		section(3, 2, 0, 0),                 // two functions
		section(7, 1, 1, 'f', 0, 2),         // the second is exported
		section(10, slices.Concat([]byte{2, 2, 0, 0x0b}, leb128(len(body)), body)...),
	)
}

func leb128(n int) (bytes []byte) {
	for ; n >= 0x80; n >>= 7 {
		bytes = append(bytes, byte(n)|0x80)
	}
	return append(bytes, byte(n))
}

// What an isolate compiles of a module that it was sent belongs to the module,
// and stays when the isolate has died.
func TestSharedWasmModuleOutlivesDeath(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		sender, receiver := v8test.Context(t), v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 * v8test.Megabyte}))
		var sent *v8.SerializedValue
		require.NoError(t, sender.Run(t.Context(), func(s *v8.Scope) error {
			m := v8test.Must(s.CompileWasm(wasmCalls(200_000)))
			require.NoError(t, s.Global().Set("m", m.Value))
			sent = v8test.Must(s.SerializeValue(m.Value))
			return nil
		}))
		err := receiver.Run(t.Context(), func(s *v8.Scope) error {
			require.NoError(t, s.Global().Set("m", v8test.Must(s.DeserializeValue(sent))))
			v8test.MustEval(t, s, "new WebAssembly.Instance(m, {e: {h() {}}}).exports.f()")
			_, err := v8test.Eval(s, v8test.DieHere)
			return err
		})
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.NoError(t, receiver.Isolate().Close())
		for range 3 { // takes what is free
			c := v8test.Context(t)
			require.NoError(t, v8test.EvalIn(t.Context(), c, "for (let i = 0; i < 100; i++) 'é'.repeat(1e5).normalize('NFD')"))
		}
		require.NoError(t, v8test.EvalIn(t.Context(), sender, `
			let stack
			new WebAssembly.Instance(m, {e: {h() { stack = new Error('x').stack }}}).exports.f()
			if (!stack.includes('wasm')) throw stack`))
		require.NoError(t, sender.Isolate().Close())
		require.NoError(t, sent.Close())
	})
}

// What a serializer has written goes when the isolate dies in a getter.
func TestExportLeavesNothing(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		const source = "const t = 'x'.repeat(1e6); ({all: Array(45).fill(t), get x() { " + v8test.DieHere + " }})"
		die := func(serialize func(s *v8.Scope, v v8.Value) error) {
			c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 * v8test.Megabyte}))
			err := c.Run(t.Context(), func(s *v8.Scope) error { return serialize(s, v8test.MustEval(t, s, source)) })
			require.ErrorIs(t, err, v8.ErrIsolateDead)
			require.NoError(t, c.Isolate().Close())
		}
		before := v8test.ResidentMemory(t)
		for range 3 {
			die(func(s *v8.Scope, v v8.Value) error { _, err := v.Export(); return err })
			die(func(s *v8.Scope, v v8.Value) error { _, err := s.SerializeValue(v); return err })
			die(func(s *v8.Scope, v v8.Value) error {
				_, err := s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error { return to.WriteValue(v) })
				return err
			})
		}
		require.Less(t, v8test.ResidentMemory(t)-before, 90*v8test.Megabyte, "45 MB for each that is left")
		require.Less(t, v8.Stats().AbandonedMemory, int64(v8test.Megabyte))
	})
}

// ICU's small blocks are freed with an isolate that dies while it works at them.
func TestDeathInICULeavesNothing(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		die := func() {
			c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.SmallMemory}))
			err := v8test.EvalIn(t.Context(), c, "new Intl.ListFormat('en').format(new Array(1e6).fill('x'.repeat(100)))")
			require.ErrorIs(t, err, v8.ErrIsolateDead)
			require.NoError(t, c.Isolate().Close())
		}
		die()
		before := v8test.ResidentMemory(t)
		for range 4 {
			die()
		}
		require.Less(t, v8test.ResidentMemory(t)-before, 90*v8test.Megabyte, "each had taken 96 MB")
		require.Less(t, v8.Stats().AbandonedMemory, int64(4*v8test.Megabyte))
		require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
	})
}

// What a dead isolate had made for all, of locales, goes on serving others.
func TestDeathInICULeavesCaches(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		const source = `
			const seen = [];
			for (const locale of ['en', 'de-DE', 'ar-EG', 'zh-Hant-TW', 'ja-JP-u-ca-japanese', 'th-TH', 'hi', 'he-u-ca-hebrew']) {
				for (const timeZone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin']) {
					seen.push(new Intl.DateTimeFormat(locale, {dateStyle: 'full', timeStyle: 'full', timeZone}).formatRange(0, 1e11));
				}
				seen.push(new Intl.NumberFormat(locale, {style: 'currency', currency: 'EUR', currencyDisplay: 'name'}).format(1234.5),
					new Intl.RelativeTimeFormat(locale).format(3, 'day'), new Intl.DisplayNames(locale, {type: 'region'}).of('US'),
					new Intl.PluralRules(locale).select(3), ['z', 'ä', 'a'].sort(new Intl.Collator(locale).compare),
					new Intl.ListFormat(locale).format(['a', 'b']), [...new Intl.Segmenter(locale, {granularity: 'word'}).segment('ab cd')].length);
			}
			seen.join()`
		want := ""
		for range 6 {
			c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 * v8test.Megabyte}))
			err := c.Run(t.Context(), func(s *v8.Scope) error {
				got := v8test.MustEval(t, s, source).String()
				if want == "" {
					want = got
				}
				require.Equal(t, want, got)
				_, err := v8test.Eval(s, v8test.DieHere)
				return err
			})
			require.ErrorIs(t, err, v8.ErrIsolateDead)
			require.NoError(t, c.Isolate().Close())
		}
	})
}

// Garbage that ICU's memory hangs on is collected before the limit counts.
func TestMemoryLimitCollectsICU(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.SmallMemory}))
	require.NoError(t, v8test.EvalIn(t.Context(), c, `
		const text = 'w '.repeat(2000), segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
		for (let i = 0; i < 20000; i++) segmenter.segment(text)[Symbol.iterator]()`), "320 MB in all")
}

// What V8 keeps of each locale and calendar that any isolate asked for is bounded.
func TestDatePatternCacheIsBounded(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		ask := func(calendar string) {
			c := v8test.Context(t)
			require.NoError(t, v8test.EvalIn(t.Context(), c, `
				for (const nu of Intl.supportedValuesOf('numberingSystem').slice(0, 20)) {
					for (const locale of ['en', 'de', 'fr', 'ja', 'zh', 'ar', 'he', 'hi', 'ru', 'ko', 'th', 'pt', 'es', 'it', 'nl', 'pl']) {
						new Intl.DateTimeFormat(locale + '-u-ca-`+calendar+`-nu-' + nu, {month: 'long'});
					}
				}`))
			require.NoError(t, c.Isolate().Close())
		}
		ask("gregory")
		before := v8test.ResidentMemory(t)
		for _, calendar := range []string{"buddhist", "coptic", "hebrew", "indian", "japanese"} {
			ask(calendar)
		}
		require.Less(t, v8test.ResidentMemory(t)-before, 40*v8test.Megabyte, "1,600 keys")
	})
}
