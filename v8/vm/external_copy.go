package vm

import (
	"sync/atomic"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// An ExternalCopy is a copy of a value, outside of all isolates: made once, it is
// given to as many as one likes. Get one of a result by a **ExternalCopy, or make
// one of Go data. Any goroutine may use it.
//
// As an argument it becomes an object with the methods copySync and copy;
// [ExternalCopy.CopyInto] gives the value itself.
type ExternalCopy struct {
	data   []byte
	closed atomic.Bool
}

// NewExternalCopy makes an ExternalCopy of Go data, as clone.Marshal does. The
// error is its.
func NewExternalCopy(v any) (*ExternalCopy, error) {
	data, err := clone.Marshal(v)
	if err != nil {
		return nil, &Error{Op: "external copy", Err: err}
	}
	return &ExternalCopy{data: data}, nil
}

// Size is how much memory it takes, in bytes.
func (e *ExternalCopy) Size() int { return len(e.data) }

// CopyInto is an argument that arrives as a copy of the value.
func (e *ExternalCopy) CopyInto() any { return copyInto{e} }

type copyInto struct{ copy *ExternalCopy }

func (e *ExternalCopy) value() (protocol.Value, error) {
	if e.closed.Load() {
		return protocol.Value{}, errorOf(ErrClosed, "the external copy is closed")
	}
	return protocol.Value{Kind: protocol.Clone, Data: e.data}, nil
}

// Copy stores a copy of the value in what out points to.
func (e *ExternalCopy) Copy(out any) error {
	v, err := e.value()
	if err == nil {
		err = clone.Unmarshal(v.Data, out)
	}
	if err != nil {
		return &Error{Op: "copy", Err: err}
	}
	return nil
}

// Close makes further use an error. Closing again does nothing. The error is always
// nil, for io.Closer.
func (e *ExternalCopy) Close() error {
	e.closed.Store(true)
	return nil
}
