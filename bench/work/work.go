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
	Records   string // an array of a thousand objects such as Record
	Text      string // 1 MB of ASCII
	Floats    string // a Float64Array of a million numbers
	// Functions that compute n times what takes some hundred microseconds, and
	// return n: calls, objects and text, arrays of numbers.
	ComputeFib, ComputeMix, ComputeTyped string

	CallSmall string // a function that returns its argument's id + its name's length
}

// A Record is one of the objects that Records makes.
type Record struct {
	ID     int      `json:"id"`
	Name   string   `json:"name"`
	Tags   []string `json:"tags"`
	Nested struct {
		A float64 `json:"a"`
		B [4]int  `json:"b"`
		C struct {
			D string `json:"d"`
		} `json:"c"`
	} `json:"nested"`
}

// A Small is an argument of CallSmall, which returns 7 for it.
type Small struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
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
