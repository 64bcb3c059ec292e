package misuse

// What a programmer did wrong with package web.
const (
	WebNilLoop      = "web: Install of a nil *loop.Loop"
	WebTwice        = "web: Install in a Context that has it already: install all parts at once"
	WebNilHandler   = "web: NewHandler of nil"
	WebNotInstalled = "web: NewHandler of a Loop whose Context does not have the web platform: Install it before"
	WebPart         = "web: Options.Parts has a bit that is no Part"
)
