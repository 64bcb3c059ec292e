package misuse

// Of package vm.
const (
	CallOptions   = "vm: more than one CallOptions: pass one or none"
	NegativeGroup = "vm: negative limit of a Group: use 0 for none"
	NilHost       = "vm: nil *vm.Host"
	NotCallback   = "vm: a callback is a func that returns nothing, a value, an error, or a value and an error"
	OtherHost     = "vm: a Snapshot of another Host"
	UnknownMode   = "vm: unknown CallbackMode"
	UnknownTier   = "vm: unknown Tier"
)
