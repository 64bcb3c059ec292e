package web

import (
	"time"

	"github.com/nodeisolates/isolates/v8"
)

// coarse is a time in milliseconds, no finer than scripts may see it.
func (h *host) coarse(d time.Duration) v8.Value {
	if resolution := h.options.TimeResolution; resolution > 0 {
		d -= d % resolution
	}
	return v8.NewNumber(float64(d) / float64(time.Millisecond))
}

// now is performance.now.
func (h *host) now(v8.FunctionCallbackInfo) (v8.Value, error) {
	return h.coarse(time.Since(h.began)), nil
}

// timeOrigin is performance.timeOrigin.
func (h *host) timeOrigin(v8.FunctionCallbackInfo) (v8.Value, error) {
	return h.coarse(time.Duration(h.began.UnixNano())), nil
}
