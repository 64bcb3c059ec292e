package console

import (
	"math"
	"strings"
	"unicode/utf8"
)

// How lines are broken follows Node.js, whose numbers these are.
const (
	breakLength = 80
	compact     = 3 // how many inner levels may be on one line
	maxItems    = 100
	maxText     = 10_000 // of a string inside something, in UTF-16 code units
	minLine     = 16     // shorter strings are not broken into lines
	grouped     = 6      // more elements of an array than this are put into columns
	maxColumns  = 15
	separator   = 2 // ", "
)

// A block is what is between braces.
type block struct {
	base        string // before the braces
	open, close string
	entries     []string
	array       bool // the entries are elements, which may be put into columns
	numeric     bool // all are numbers: columns are flush right
	more        bool // the last says how many there are besides
}

// lay puts a block together. level is how deep it is, and inner how deep what was
// printed last is.
func (b block) lay(indentation, level, inner, breakLength int) string {
	count := len(b.entries)
	entries := b.entries
	if b.array && count > grouped {
		entries = b.columns(indentation, breakLength)
	}
	base := b.base
	if base != "" {
		base += " "
	}
	if inner-level < compact && count == len(entries) {
		start := len(entries) + indentation + utf8.RuneCountInString(b.open) + utf8.RuneCountInString(b.base) + 10
		if fits(entries, start, breakLength) && !strings.Contains(b.base, "\n") {
			line := strings.Join(entries, ", ")
			if !strings.Contains(line, "\n") {
				return base + b.open + " " + line + " " + b.close
			}
		}
	}
	newline := "\n" + strings.Repeat(" ", indentation)
	return base + b.open + newline + "  " + strings.Join(entries, ","+newline+"  ") + newline + b.close
}

func fits(entries []string, start, breakLength int) bool {
	length := len(entries) + start
	if length+len(entries) > breakLength {
		return false
	}
	for _, entry := range entries {
		if length += utf8.RuneCountInString(entry); length > breakLength {
			return false
		}
	}
	return true
}

// columns puts the elements of an array side by side, if they are of similar
// widths: about as many as make a square.
func (b block) columns(indentation, breakLength int) []string {
	elements, rest := b.entries, []string(nil)
	if b.more {
		elements, rest = elements[:len(elements)-1], elements[len(elements)-1:]
	}
	widths := make([]int, len(elements))
	total, widest := 0, 0
	for n, element := range elements {
		widths[n] = width(element)
		total += widths[n] + separator
		widest = max(widest, widths[n])
	}
	cell := widest + separator
	if cell*3+indentation >= breakLength || float64(total)/float64(cell) <= 5 && widest > 6 {
		return b.entries
	}
	bias := math.Sqrt(float64(cell) - float64(total)/float64(len(b.entries)))
	biased := math.Max(float64(cell)-3-bias, 1)
	square := math.Floor(math.Sqrt(2.5*biased*float64(len(elements)))/biased + 0.5)
	columns := min(int(square), (breakLength-indentation)/cell, compact*4, maxColumns)
	if columns <= 1 {
		return b.entries
	}
	cells := make([]int, columns)
	for n, w := range widths {
		cells[n%columns] = max(cells[n%columns], w+separator)
	}
	var lines []string
	for start := 0; start < len(elements); start += columns {
		var line strings.Builder
		end := min(start+columns, len(elements))
		for n := start; n < end; n++ {
			text, padding := elements[n], cells[n-start]-widths[n]-separator
			if n < end-1 {
				text += ", "
			} else if !b.numeric {
				padding = 0
			}
			if b.numeric {
				line.WriteString(strings.Repeat(" ", padding))
			}
			line.WriteString(text)
			if !b.numeric {
				line.WriteString(strings.Repeat(" ", padding))
			}
		}
		lines = append(lines, line.String())
	}
	return append(lines, rest...)
}
