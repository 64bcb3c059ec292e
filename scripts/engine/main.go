// Command engine reads cshim/engine.txt, the list of what the shim relies on
// beyond V8's API, from the root of the module:
//
//	engine generate                            writes what is made from the list
//	engine lint                                compares it with the sources
//	engine check [-v] -include DIR [ARCHIVE...]  says what another V8 lacks
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

const usage = "usage: engine generate | lint | check [-v] -include DIR [ARCHIVE...]"

var errFindings = errors.New("see above")

func main() {
	if err := run(os.Args[1:]); err != nil {
		if err != errFindings {
			fmt.Fprintln(os.Stderr, "engine:", err)
		}
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return errors.New(usage)
	}
	l, err := readList("cshim", "v8")
	if err != nil {
		return err
	}
	switch arguments[0] {
	case "generate":
		return l.generate()
	case "lint":
		return printed(l.lint())
	case "check":
		flags := flag.NewFlagSet("engine", flag.ExitOnError)
		include := flags.String("include", "", "the folder of V8's headers")
		verbose := flags.Bool("v", false, "say what is there, too")
		if err := flags.Parse(arguments[1:]); err != nil {
			return err
		}
		other, err := readOther(*include, flags.Args())
		if err != nil {
			return err
		}
		return other.report(os.Stdout, l.groups, *verbose)
	}
	return errors.New(usage)
}

func printed(findings []string, err error) error {
	for _, finding := range findings {
		fmt.Println(finding)
	}
	if err == nil && len(findings) > 0 {
		return errFindings
	}
	return err
}
