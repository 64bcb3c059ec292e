package v8

import (
	"errors"
	"io"
)

var errNegativeOffset = errors.New("v8: negative offset")

func readAt(memory, p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, errNegativeOffset
	}
	if offset >= int64(len(memory)) {
		if len(p) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	n := copy(p, memory[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func writeAt(memory, p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, errNegativeOffset
	}
	n := copy(memory[min(offset, int64(len(memory))):], p)
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}
