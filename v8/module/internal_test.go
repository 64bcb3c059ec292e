package module

// Waits reports whether that many wait for a module that is being loaded.
func (r *Registry) Waits(url string, many int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.cells[cellKey{url: url}]
	return c != nil && c.waiters == many
}
