package bridge

import (
	"context"
	"errors"
	"fmt"
)

// ContextError is why ctx has ended: its Err, and its Cause when that says more.
func ContextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
