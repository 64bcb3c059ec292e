package console

import "time"

// SetClock is for the tests of timers.
func SetClock(c *Console, now func() time.Time) { c.now = now }
