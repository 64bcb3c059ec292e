package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func TestTools(t *testing.T) {
	for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
		t.Run(tier.String(), func(t *testing.T) {
			host, err := vm.NewHost(vm.HostOptions{Tier: tier})
			require.NoError(t, err)
			defer host.Close()
			report, err := run(t.Context(), host, example)
			require.NoError(t, err)
			require.Nil(t, report.Error)
			require.Equal(t, map[string]any{"degrees": []any{93.0, 80.0, 95.0}, "mean": (93.0 + 80 + 95) / 3}, report.Result)
			require.Equal(t, "coffee has 45 characters\ntea has 64 characters\n", report.Console)
			require.Equal(t, int64(6), report.Calls)

			for _, test := range []struct{ source, message, limit, place, stack string }{
				{"type T = number;\nexport default async function f(tools) {\n\tawait tools.read('x');\n}",
					`there is no page "x"`, "", "file:///program.ts:3:", "f (file:///program.ts:3:"},
				{"interface T {\n\ta: number;\n}\nexport default function f() {\n\tfor (;;);\n}",
					"CPU time limit reached", "CPULimit", "file:///program.ts:5:", "f (file:///program.ts:5:"},
				{"export default async function f(tools) {\n\tfor (let i: number = 0; i < 100; i++) await tools.sum([i]);\n}",
					"HostCalls", "", "file:///program.ts:2:", ""},
				{"export default (", "Unexpected end of file (file:///program.ts:1:17)", "", "", ""},
				{"export default () => 'x'.repeat(1e5)", "result limit reached", "ResultBytes", "", ""},
			} {
				report, err := run(t.Context(), host, test.source)
				require.NoError(t, err)
				require.NotNil(t, report.Error, test.source)
				require.Contains(t, report.Error.Message, test.message)
				require.Equal(t, test.limit, report.Error.Limit)
				require.True(t, strings.HasPrefix(report.Error.Place, test.place), report.Error.Place)
				if test.stack != "" {
					require.True(t, strings.HasPrefix(report.Error.Stack[0], test.stack), report.Error.Stack)
				}
			}
		})
	}
}
