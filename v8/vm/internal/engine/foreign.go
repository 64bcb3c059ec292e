package engine

import (
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// newForeign makes what the guest has of a Reference of the host's: an object whose
// methods ask the host. Their names are isolated-vm's.
func (g *guest) newForeign(s *v8.Scope, v *protocol.Value) (v8.Value, error) {
	o, err := s.NewObject()
	if err != nil {
		return v8.Value{}, err
	}
	var methods []v8.Value
	for _, method := range foreignMethods {
		if v.Text == protocol.ForeignCopy && method.op != protocol.HostCopy {
			continue
		}
		f, err := g.newFunction(s, hostFunction{op: method.op, mode: method.mode, id: v.ID, name: method.name})
		if err != nil {
			return v8.Value{}, err
		}
		if _, err := o.CreateDataProperty(method.name, f); err != nil {
			return v8.Value{}, err
		}
		methods = append(methods, f)
	}
	if v.Text != protocol.ForeignCopy {
		kind, err := s.NewString(v.Text)
		if err != nil {
			return v8.Value{}, err
		}
		if _, err := o.CreateDataProperty("typeof", kind.Value); err != nil {
			return v8.Value{}, err
		}
	}
	if err := o.SetIntegrityLevel(v8.Frozen); err != nil {
		return v8.Value{}, err
	}
	return o.Value, g.gave(s, v, methods...)
}

var foreignMethods = []struct {
	name string
	op   protocol.HostOp
	mode protocol.Mode
}{
	{"applySync", protocol.HostApply, protocol.Sync},
	{"apply", protocol.HostApply, protocol.Async},
	{"applyIgnored", protocol.HostApply, protocol.Ignored},
	{"getSync", protocol.HostGet, protocol.Sync},
	{"get", protocol.HostGet, protocol.Async},
	{"copySync", protocol.HostCopy, protocol.Sync},
	{"copy", protocol.HostCopy, protocol.Async},
}
