package loop

// Statistics are what a [Loop] has at the moment.
type Statistics struct {
	Waiters int // Awaits and Drains that wait, or run
	Jobs    int // that are due and not done yet

	Timers      int // that are set
	UnrefTimers int // of those, by unrefTimer

	Calls         int // of async functions whose promises are pending
	CallsRunning  int // of those, that have a goroutine
	CallsWaiting  int // of those, that wait for one
	ArgumentBytes int // of Go's memory, in their arguments

	Held int // by [Loop.Hold]
}

// Statistics says what is pending, by kind.
func (l *Loop) Statistics() Statistics {
	l.made()
	l.mu.Lock()
	defer l.mu.Unlock()
	jobs := l.background.jobs.len()
	for _, w := range l.waiters {
		jobs += w.jobs.len()
	}
	return Statistics{
		Waiters:       len(l.waiters),
		Jobs:          jobs,
		Timers:        len(l.timers.all),
		UnrefTimers:   len(l.timers.all) - l.timers.referred,
		Calls:         l.calls.pending,
		CallsRunning:  l.calls.running,
		CallsWaiting:  len(l.calls.waiting),
		ArgumentBytes: l.calls.bytes,
		Held:          l.held,
	}
}
