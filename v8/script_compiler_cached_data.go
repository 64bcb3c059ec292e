package v8

/*
#include "cshim.h"

#cgo nocallback shim_script_compiler_rejected
#cgo nocallback shim_script_compiler_cached_data_version_tag
*/
import "C"

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// CachedData is what V8 has compiled of a text before, for a compilation that is
// told of it by [ScriptOrigin]. Where the text was compiled by this V8, with its flags
// and on such a processor, it is not compiled again.
//
// Without Data, it asks for a compilation after which CreateCodeCache can be called.
// A [CodeCache] does all of this by itself.
//
// The data come with a checksum, and with what they are of: damaged data, and those of
// another text or V8, are rejected before V8 sees them. That keeps accidents out, and
// nobody who means it: V8 runs what it is given without a check, so that whoever can
// make data can do anything in the process. Never take them from a stranger.
//
// V8: [v8::ScriptCompiler::CachedData].
//
// [v8::ScriptCompiler::CachedData]: https://v8.github.io/api/head/structv8_1_1ScriptCompiler_1_1CachedData.html
type CachedData struct {
	// Data is what CreateCodeCache has given, or none.
	Data []byte

	// Rejected is set by the compilation: why the text was compiled in spite of Data.
	// It is no error of the compilation.
	Rejected error
}

// code is what the data of a compilation are of.
type code struct {
	kind   C.shim_code_kind
	key    [32]byte
	length int // of the text
}

// newCode says what the data of a text are of. What is not a part of it, V8 sets when
// it uses the data: the name, where the text begins, and the host-defined options.
func newCode(kind C.shim_code_kind, parameters, source string, origin *ScriptOrigin) *code {
	h := sha256.New()
	h.Write(theseCodes())
	for _, text := range []string{parameters, origin.SourceMapURL, source} {
		var head [9]byte
		head[0] = byte(kind)
		binary.LittleEndian.PutUint64(head[1:], uint64(len(text)))
		h.Write(head[:])
		h.Write(unsafe.Slice(unsafe.StringData(text), len(text)))
	}
	c := &code{kind: kind, length: len(source)}
	h.Sum(c.key[:0])
	return c
}

// theseCodes stands for all on which compiled code depends beside the text. V8 has
// started.
var theseCodes = sync.OnceValue(func() []byte {
	return fmt.Appendf(nil, "isolates %d, V8 %s, %s, %08x\n", codeFormat,
		C.GoString(C.shim_v8_version()), runtime.GOARCH, uint32(C.shim_script_compiler_cached_data_version_tag()))
})

const codeFormat = 1

// errCodeText is that of data with another key.
var errCodeText = errors.New("the data are of another text, or of the text in another use")

// sealed is how code is kept.
func (c *code) sealed() *seal {
	return &seal{
		magic: [8]byte([]byte("v8gocode")), format: codeFormat, key: c.key, otherKey: errCodeText,
		tag: uint32(C.shim_script_compiler_cached_data_version_tag()),
	}
}

// open is what was sealed, where V8 takes it.
func (c *code) open(sealed []byte) ([]byte, error) {
	data, err := c.sealed().open(sealed)
	if len(data) > math.MaxInt32 {
		return nil, errSealDamaged
	}
	return data, err
}

// rejected is why V8 did not use the data that it was given last, by the numbers of
// its CompatibilityCheckResult.
func (i *Isolate) rejected() error {
	const used, source, version, flags, snapshot = 0, 3, 2, 5, 9
	switch why := C.shim_script_compiler_rejected(i.shim); why {
	case used:
		return nil
	case source:
		return errCodeText
	case version, flags, snapshot:
		return errSealOther
	default:
		return fmt.Errorf("V8 refuses the data: its reason has the number %d", uint32(why))
	}
}

// errNoCode is that of code that can't be taken out.
var errNoCode = errors.New("V8 has none of asm.js, and makes none where the isolate's memory is short")

// create is what V8 has compiled of c until now, sealed.
func (i *Isolate) create(c *code, ref C.shim_ref, name string) ([]byte, error) {
	const op = "create code cache"
	const room = 6 // times the text: V8's buffer, while that grows, and its result
	t := C.shim_script_compiler_create_code_cache(i.shim, ref, c.kind, C.size_t(c.length*room))
	if t.status != C.SHIM_STATUS_OK {
		return nil, i.fail(op, name, t.status)
	}
	if t.length == 0 {
		return nil, operationError(op, name, errNoCode)
	}
	if err := i.take(op, int(t.length)); err != nil {
		return nil, err
	}
	return c.sealed().seal(unsafe.Slice((*byte)(unsafe.Pointer(t.data)), int(t.length))), nil
}

func (c *code) mustBeAsked() {
	if c == nil {
		panic(misuse.CodeCache)
	}
}

// CreateCodeCache is what V8 has compiled of the script until now, as
// [CachedData].Data for the same text: functions are compiled when they are first
// called, so call it after the script has run. Any isolate of any process may use it,
// whatever has become of the script. It is counted by [IsolateOptions].ExportLimit.
//
// The script must have been compiled with a [ScriptOrigin].CachedData, or by an isolate
// with a [CodeCache].
//
// V8: [v8::ScriptCompiler::CreateCodeCache].
//
// [v8::ScriptCompiler::CreateCodeCache]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
func (u UnboundScript) CreateCodeCache() ([]byte, error) {
	i := u.check()
	u.code.mustBeAsked()
	return i.create(u.code, u.ref(), u.name)
}

// CreateCodeCache is [UnboundScript.CreateCodeCache] of a module, best after
// [Module.Evaluate]. One that is [ModuleErrored] has none.
//
// V8: [v8::ScriptCompiler::CreateCodeCache].
//
// [v8::ScriptCompiler::CreateCodeCache]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
func (m Module) CreateCodeCache() ([]byte, error) {
	i := m.check()
	m.code.mustBeAsked()
	if m.Status() == ModuleErrored {
		return nil, fmt.Errorf("v8: create code cache %q: the module is errored", m.name)
	}
	return i.create(m.code, m.ref(), m.name)
}
