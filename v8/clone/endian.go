package clone

import (
	"encoding/binary"
	"math"
)

// The wire format has the machine's byte order.

func nativeUint16(b []byte) uint16 { return binary.NativeEndian.Uint16(b) }

func nativeFloat(b []byte) float64 {
	f := math.Float64frombits(binary.NativeEndian.Uint64(b))
	if f != f {
		return math.NaN() // of which V8 has one
	}
	return f
}

func appendFloat(b []byte, f float64) []byte {
	if f != f {
		f = math.Float64frombits(0x7ff8000000000000)
	}
	return binary.NativeEndian.AppendUint64(b, math.Float64bits(f))
}

func (e *Encoder) unit(u uint16) { e.buf = binary.NativeEndian.AppendUint16(e.buf, u) }
