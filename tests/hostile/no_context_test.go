package hostile_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// V8 compares a BigInt with text without a context, and a termination is thrown
// there, whose message needs one.
func TestTerminationInComparison(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		for _, operator := range []string{"==", "!=", "<", ">", "<=", ">="} {
			for _, operands := range []string{"number %s text", "text %s number"} {
				comparison := fmt.Sprintf(operands, operator)
				c := v8test.Context(t)
				// A loop in which most of the time is in the comparison.
				ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
				defer cancel()
				err := v8test.EvalIn(ctx, c, "const number = 1n << 60000000n; let text = '1'.repeat(2e6); for (;;) "+comparison)
				require.ErrorIs(t, err, context.DeadlineExceeded, comparison)
				require.NotErrorIs(t, err, v8.ErrIsolateDead, comparison)
				v8test.RequireUsable(t, c)
			}
		}
	})
}

// Nor has case mapping a context, whose result may be too long to be a string.
func TestCaseMappingTooLong(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			require.Equal(t, "true Invalid string length", v8test.MustEval(t, s, `
				try {
					('a'.repeat(2 ** 29 - 25) + '\u0130').toLowerCase()
				} catch (error) {
					(error instanceof RangeError) + ' ' + error.message
				}`).String())
		})
		v8test.RequireUsable(t, c)
	})
}
