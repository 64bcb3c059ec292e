// Package work is the JavaScript that the benchmarks run: the same text for
// every engine, also for Node's script.
package work

import (
	_ "embed"
	"encoding/json"
)

//go:embed work.json
var text []byte

// Sources are scripts, by what their value is for.
type Sources struct {
	// Functions of n that call the global function callback n times, with so
	// many arguments; it returns their sum, or undefined when there are none.
	// Called with n they return n.
	Callback0, Callback2, Callback5 string

	Call0     string // a function that returns Seven
	Call1     string // a function that returns its argument + 1
	Object    string // an object whose property "number" is Seven
	Array     string // an array whose element 3 is Seven
	Number    string // Seven
	Construct string // the class Point, whose constructor takes x and y
	String    string // Text
	Script    string // the number 2
}

// Source is the scripts.
var Source = parse()

const (
	// Seven is the number that benchmarks expect to read.
	Seven = 7
	// Text is 32 bytes of ASCII.
	Text = "0123456789abcdef0123456789ABCDEF"
)

func parse() (s Sources) {
	if err := json.Unmarshal(text, &s); err != nil {
		panic("work.json: " + err.Error())
	}
	return s
}
