package v8

import "context"

// watch terminates the isolate when ctx ends. The function that it returns
// ends the watch, and once it has returned no termination comes any more.
func (i *Isolate) watch(ctx context.Context) func() {
	if ctx.Done() == nil {
		return func() {}
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		i.Terminate(contextError(ctx))
		close(ended)
	})
	return func() {
		if !stop() {
			<-ended
		}
	}
}
