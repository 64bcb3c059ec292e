// Package inprocess links V8 into the program, for hosts of the tier
// vm.InProcess. There is nothing to call:
//
//	import _ "github.com/nodeisolates/isolates/v8/vm/inprocess"
package inprocess

import (
	"github.com/nodeisolates/isolates/v8/vm/internal/engine"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

func init() {
	protocol.Register(func(host protocol.Host) (protocol.Engine, error) {
		return engine.New(host, true)
	})
}
