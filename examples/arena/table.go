package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// print prints the table of players, as the page shows it.
func (f *Frame) print(to io.Writer) {
	creeps := map[string]int{}
	for _, c := range f.Creeps {
		creeps[c.Player]++
	}
	fmt.Fprintf(to, "\ntick %d, %.1f ms, %d MB\n", f.Tick, f.Took, residentMemory()>>20)
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "player\tscore\tcreeps\tCPU ms\tbucket ms\tmemory MB\tstarts\terror")
	for rank, p := range f.Players {
		problem := p.Error
		if len(problem) > 60 {
			problem = problem[:60] + "..."
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%.2f\t%.0f\t%.1f\t%d\t%s\n", p.Name, f.Bases[rank].Score, creeps[p.Name],
			p.CPU, p.Bucket, float64(p.Memory)/(1<<20), p.Starts, problem)
	}
	table.Flush()
}

// printSummary prints what a game was like for those who are not hostile.
func (a *Arena) printSummary(to io.Writer, rssBefore uint64) {
	var honest []durations
	for _, p := range a.order {
		if !strings.HasPrefix(p.name, "hostile-") {
			honest = append(honest, p.latency)
		}
	}
	fmt.Fprintf(to, "\n%d ticks: p50 %v, p99 %v\n", a.world.Tick, quantile(.5, a.ticks), quantile(.99, a.ticks))
	fmt.Fprintf(to, "a turn of the honest: p50 %v, p99 %v\n", quantile(.5, honest...), quantile(.99, honest...))
	fmt.Fprintf(to, "resident memory: %d MB, %d MB before the first tick\n", residentMemory()>>20, rssBefore>>20)
}

// residentMemory is how much memory this process has, or 0 where that is not known.
func residentMemory() uint64 {
	text, err := os.ReadFile("/proc/self/statm")
	var size, resident uint64
	if err == nil {
		fmt.Sscan(string(text), &size, &resident)
	}
	return resident * uint64(os.Getpagesize())
}
