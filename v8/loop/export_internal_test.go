package loop

import "github.com/nodeisolates/isolates/v8"

// ForgetAll is forgetAll.
func (l *Loop) ForgetAll(s *v8.Scope) error { return l.forgetAll(s) }

// Forgotten is how many things JavaScript has not been told to forget yet.
func (l *Loop) Forgotten() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.forgotten)
}
