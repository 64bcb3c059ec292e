package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/bench/hostile"
)

// classes are the columns, and what the names of scripts are sorted by.
var classes = []hostile.Class{hostile.Contained, hostile.Hung, hostile.Killed, hostile.OverMemory}

// renderHostile prints what bench/hostile/run.sh found: a table in Markdown,
// then the scripts that were not contained, by class, or with every all of them.
func renderHostile(to io.Writer, engines map[string][]hostile.Outcome, every bool) {
	scripts := 0
	for _, outcomes := range engines {
		scripts = max(scripts, len(outcomes))
	}
	fmt.Fprintf(to, "| %d hostile scripts | contained | hung | killed | over memory | largest process |\n", scripts)
	fmt.Fprintln(to, "|---|---|---|---|---|---|")
	names := inOrder(engines)
	for _, name := range names {
		outcomes := engines[name]
		cells := []string{name}
		for _, class := range classes {
			cells = append(cells, fmt.Sprint(len(ofClass(outcomes, class))))
		}
		largest := slices.MaxFunc(outcomes, func(a, b hostile.Outcome) int { return a.Peak - b.Peak })
		cells = append(cells, fmt.Sprintf("%d MB, %s", largest.Peak>>20, largest.Script))
		fmt.Fprintf(to, "| %s |\n", strings.Join(cells, " | "))
	}
	for _, name := range names {
		fmt.Fprintf(to, "\n%s\n", name)
		for _, class := range classes {
			switch found := ofClass(engines[name], class); {
			case every:
				for _, o := range found {
					fmt.Fprintf(to, "  %-11s %-31s %-11s %5d ms %5d MB  %s\n",
						class, o.Script, ending(o), o.Took.Milliseconds(), o.Peak>>20, detail(o))
				}
			case class != hostile.Contained:
				var scripts []string
				for _, o := range found {
					scripts = append(scripts, o.Script)
				}
				fmt.Fprintf(to, "  %s: %s\n", class, cmp.Or(strings.Join(scripts, ", "), "none"))
			}
		}
	}
}

// inOrder gives the engines' names: ours, its peers, then what else there is.
func inOrder(engines map[string][]hostile.Outcome) []string {
	var names []string
	for name, outcomes := range engines {
		if len(outcomes) > 0 {
			names = append(names, name)
		}
	}
	known := []string{ours, v8go, goja, isolatedVM}
	rank := func(name string) int {
		if i := slices.Index(known, name); i >= 0 {
			return i
		}
		return len(known)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(rank(a)-rank(b), strings.Compare(a, b))
	})
	return names
}

func ofClass(outcomes []hostile.Outcome, class hostile.Class) []hostile.Outcome {
	var found []hostile.Outcome
	for _, o := range outcomes {
		if o.Class() == class {
			found = append(found, o)
		}
	}
	return found
}

// ending says how the script ended, or else its process.
func ending(o hostile.Outcome) string {
	switch {
	case o.Cut != "":
		return "cut: " + o.Cut
	case o.Exit != "":
		return "crash"
	}
	return o.End
}

// detail is a line of what there is to say.
func detail(o hostile.Outcome) string {
	text := []rune(strings.Join(strings.Fields(o.Exit+" "+o.Detail), " "))
	return string(text[:min(len(text), 120)])
}
