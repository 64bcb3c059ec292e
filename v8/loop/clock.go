package loop

import "time"

//go:generate go tool -modfile=../../scripts/tools/go.mod mockgen -source=clock.go -destination=../internal/mocks/clock.go -package=mocks

// A Clock tells a [Loop] the time. Its methods may be called by any goroutine.
type Clock interface {
	// Now is the time, which never goes back.
	Now() time.Time

	// NewTimer makes a timer that does not run yet. When it has run for as long as
	// it was set to, it calls f, in a goroutine of its own.
	NewTimer(f func()) Timer
}

// A Timer is a [Clock]'s. A [time.Timer] is one.
type Timer interface {
	// Reset makes the timer call in d, and not when it was set to before. What it
	// returns is not looked at.
	Reset(d time.Duration) bool

	// Stop keeps it from calling, unless it is too late. What it returns is not
	// looked at.
	Stop() bool
}

// systemClock is the real one.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) NewTimer(f func()) Timer {
	t := time.AfterFunc(time.Hour, f)
	t.Stop()
	return t
}
