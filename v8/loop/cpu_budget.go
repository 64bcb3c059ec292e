package loop

import (
	"context"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// nobody is the ctx of what belongs to no Await.
type nobody struct {
	context.Context
	loop *Loop
}

// Value is that of context.Context.
func (n nobody) Value(key any) any {
	if key == (bridge.CPUBudgetKey{}) {
		return n.loop.cpuBudget(n.loop.options.RunOptions)
	}
	return n.Context.Value(key)
}

// cpuBudget is what Go code may spend that runs by the side of Runs with these options:
// their budget, or else as much as one of them.
func (l *Loop) cpuBudget(options v8.RunOptions) *v8.CPUBudget {
	if options.CPUBudget != nil {
		return options.CPUBudget
	}
	limit := options.CPULimit
	if limit == 0 {
		limit = bridge.CPULimit(l.context)
	}
	return v8.NewCPUBudget(max(limit, 0))
}
