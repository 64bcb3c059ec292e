// Package parallel is for what scripts do many times.
package parallel

import "sync"

// Map is the results of fn for the items, in their order, that many at a time.
func Map[T, R any](jobs int, items []T, fn func(T) R) []R {
	results := make([]R, len(items))
	next := make(chan int)
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for n := range next {
				results[n] = fn(items[n])
			}
		})
	}
	for n := range items {
		next <- n
	}
	close(next)
	workers.Wait()
	return results
}
