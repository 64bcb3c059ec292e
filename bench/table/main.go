// Command table prints what bench/peers/run.sh measured, or what
// bench/hostile/run.sh found.
//
//	table DIR
//	table -sandboxes DIR
//	table -hostile [-v] DIR
package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/nodeisolates/isolates/bench/hostile"
)

func main() {
	attacks := flag.Bool("hostile", false, "the folder is of bench/hostile/run.sh")
	sandboxes := flag.Bool("sandboxes", false, "the folder is of bench/peers/run.sh sandboxes")
	every := flag.Bool("v", false, "with -hostile: list every script")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: table [-sandboxes | -hostile [-v]] DIR")
		os.Exit(2)
	}
	if err := show(flag.Arg(0), *attacks, *every, *sandboxes); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func show(dir string, attacks, every, sandboxes bool) error {
	if attacks {
		engines, err := hostile.Read(dir)
		if err == nil {
			renderHostile(os.Stdout, engines, every)
		}
		return err
	}
	r, err := readResults(dir)
	if err != nil {
		return err
	}
	if sandboxes {
		return renderSandboxes(os.Stdout, r)
	}
	return render(os.Stdout, r)
}

func render(to io.Writer, r results) error {
	var head []string
	for _, row := range crossings {
		if s := r.of("floor", row.name).ns; len(s) > 0 {
			head = append(head, row.text+" "+duration(s))
		}
	}
	if len(head) > 0 {
		fmt.Fprintf(to, "empty crossings: %s\n\n", strings.Join(head, ", "))
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\tC++\tfloor\tisolates\tx floor\tv8go\tours/v8go\tv8go leaking\tours/it\tgoja\tours/goja\tisolated-vm\taims")
	for _, row := range rows {
		if len(r.of(ours, row.name).ns) == 0 {
			continue
		}
		cells := []string{row.text}
		for _, engine := range []string{cpp, floor, ours} {
			cells = append(cells, duration(r.of(engine, row.name).ns))
		}
		cells = append(cells, multiple(r.ratio(row.name, floor)))
		for _, engine := range []string{v8go, v8goLeaks, goja} {
			cells = append(cells, duration(r.of(engine, row.name).ns), fraction(r.ratio(row.name, engine)))
		}
		cells = append(cells, duration(r.of(isolatedVM, row.name).ns), verdicts(r, row))
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	return w.Flush()
}

// verdicts says of each aim whether it is met, also with the noise that was
// measured.
func verdicts(r results, row row) string {
	var all []string
	for _, aim := range row.aims {
		s := aim.of(r, row.name)
		verdict := "MISSED"
		switch {
		case len(s) == 0:
			verdict = "not measured"
		case s.quantile(0.75) <= aim.most:
			verdict = "met"
		case s.quantile(0.25) <= aim.most:
			verdict = "unclear"
		}
		all = append(all, aim.text+": "+verdict)
	}
	return strings.Join(all, ", ")
}

func duration(s samples) string {
	if len(s) == 0 {
		return "-"
	}
	ns, unit := s.median(), "ns"
	switch {
	case ns >= 1e6:
		ns, unit = ns/1e6, "ms"
	case ns >= 1e4:
		ns, unit = ns/1e3, "µs"
	}
	return threeDigits(ns) + " " + unit + plusMinus(s)
}

func plusMinus(s samples) string {
	if len(s) < 2 {
		return ""
	}
	return fmt.Sprintf(" ±%.0f%%", 100*s.spread())
}

func multiple(s samples) string {
	if len(s) == 0 {
		return "-"
	}
	return threeDigits(s.median())
}

func fraction(s samples) string {
	m := s.median()
	switch {
	case math.IsNaN(m):
		return "-"
	case m < 0.5:
		return "1/" + threeDigits(1/m) + plusMinus(s)
	}
	return threeDigits(m) + plusMinus(s)
}

func threeDigits(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}
