package v8

import "sync"

// CloseAndDrop closes the Weak while the Go collector's cleanup drops it.
func (w *Weak[T]) CloseAndDrop() {
	var both sync.WaitGroup
	both.Go(w.slot.close)
	both.Go(w.slot.drop)
	both.Wait()
}

// WhileHeld calls fn while somebody holds the lock of the isolate's termination,
// and the watchdog has reason to look at the isolate.
func (i *Isolate) WhileHeld(fn func()) {
	i.watched.Add(1)
	defer i.watched.Add(-1)
	i.termination.Lock()
	defer i.termination.Unlock()
	fn()
}

// ExclusionSetsTimer reports whether [Scope.WithoutCPULimit] sets the timer of
// the next check, which a script could then put off by calling it.
func (s *Scope) ExclusionSetsTimer() bool {
	b := s.check().cpuTimer()
	b.timer.Stop()
	s.WithoutCPULimit(func() {})
	return b.timer.Stop()
}
