package console

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// A grid is a table on its way to text: rows by columns.
type grid struct {
	columns []string
	index   map[string]int // of columns
	rows    [][]string     // by column; a short one ends with empty cells
}

const maxTableColumns = 50

// put writes a cell of the last row. What is beyond the widest table is left out.
func (g *grid) put(column, text string) {
	n, ok := g.index[column]
	if !ok {
		if n = len(g.columns); n == maxTableColumns {
			return
		}
		g.columns = append(g.columns, column)
		g.index[column] = n
	}
	row := &g.rows[len(g.rows)-1]
	for len(*row) <= n {
		*row = append(*row, "")
	}
	(*row)[n] = text
}

const (
	indexColumn     = "(index)"
	iterationColumn = "(iteration index)"
	keyColumn       = "Key"
	valuesColumn    = "Values"
)

// table writes a value whose elements or properties have properties in common.
//
// WHATWG: [table].
//
// [table]: https://console.spec.whatwg.org/#table
func (c *call) table(arguments []v8.Value) {
	if !c.wants(c.method.level) {
		return
	}
	p := c.inspector
	var data v8.Value
	if len(arguments) > 0 {
		data = arguments[0]
	}
	o, ok := p.behind(data).AsObject()
	if !ok || data.IsFunction() {
		c.log([]v8.Value{data})
		return
	}
	var only []string
	if len(arguments) > 1 {
		only = p.columnNames(arguments[1])
	}
	c.write(c.method.level, p.grid(o, only).String())
}

// columnNames are the texts of an array.
func (p *inspector) columnNames(v v8.Value) []string {
	a, ok := v.AsArray()
	if !ok {
		return nil
	}
	names := []string{}
	for n := 0; n < min(a.Length(), maxTableColumns); n++ {
		is, _ := p.own(a.Object, index(n))
		names = append(names, p.name(is.value))
	}
	return names
}

func (p *inspector) grid(o v8.Object, only []string) *grid {
	g := &grid{index: map[string]int{}}
	if m, ok := o.AsMap(); ok {
		pairs, err := m.ToArray()
		if err != nil {
			p.fail(err)
			return g
		}
		values := p.elements(pairs, 0, 2*min(m.Size(), maxItems))
		for n := 0; n+1 < len(values) && !p.full(); n += 2 {
			g.begin(iterationColumn, strconv.Itoa(n/2))
			g.put(keyColumn, p.cell(values[n]))
			g.put(valuesColumn, p.cell(values[n+1]))
		}
		return g
	}
	if set, ok := o.AsSet(); ok {
		array, err := set.ToArray()
		if err != nil {
			p.fail(err)
			return g
		}
		for n, v := range p.elements(array, 0, min(set.Size(), maxItems)) {
			g.begin(iterationColumn, strconv.Itoa(n))
			g.put(valuesColumn, p.cell(v))
		}
		return g
	}
	return p.rows(g, o, only)
}

func (g *grid) begin(column, text string) {
	g.rows = append(g.rows, nil)
	g.put(column, text)
}

// rows has a row for each element or property of an object, and columns for what
// is in these. What is no object is in the last column.
func (p *inspector) rows(g *grid, o v8.Object, only []string) *grid {
	values := map[int]string{}
	for n, key := range p.rowKeys(o) {
		if p.full() {
			break
		}
		is, _ := p.own(o, key)
		g.begin(indexColumn, p.cellName(key))
		if row, ok := p.behind(is.value).AsObject(); ok {
			p.row(g, row, only)
		} else if only == nil {
			values[n] = p.cell(is.value)
		}
	}
	if len(values) == 0 {
		return g
	}
	last := len(g.columns)
	g.columns = append(g.columns, valuesColumn)
	for n := range g.rows {
		for len(g.rows[n]) < last {
			g.rows[n] = append(g.rows[n], "")
		}
		g.rows[n] = append(g.rows[n], values[n])
	}
	return g
}

// row fills the last row with the properties of an object, or with those of the
// given names.
func (p *inspector) row(g *grid, row v8.Object, only []string) {
	for _, name := range only {
		text := ""
		if is, ok := p.own(row, p.named(name)); ok {
			text = p.cellOf(row, is)
		}
		g.put(name, text)
	}
	if only != nil {
		return
	}
	for _, key := range p.rowKeys(row) {
		if p.full() {
			break
		}
		is, _ := p.own(row, key)
		g.put(p.cellName(key), p.cellOf(row, is))
	}
}

// rowKeys are the keys of a table's rows or columns.
func (p *inspector) rowKeys(o v8.Object) []v8.Value {
	if a, ok := o.AsArray(); ok {
		keys := make([]v8.Value, min(a.Length(), maxItems))
		for n := range keys {
			keys[n] = index(n)
		}
		return keys
	}
	keys := slices.DeleteFunc(p.keys(o, true), v8.Value.IsSymbol)
	return keys[:min(len(keys), maxItems)]
}

func (p *inspector) cellName(key v8.Value) string {
	if key.IsString() {
		return p.spend(p.name(key))
	}
	return p.spend(key.String())
}

func (p *inspector) cellOf(o v8.Object, is property) string {
	if is.failed || is.accessor != "" {
		return p.propertyValue(o, is, 0)
	}
	return p.cell(is.value)
}

// cell is a value in one line.
func (p *inspector) cell(v v8.Value) string {
	const items = 3
	inside := &inspector{s: p.s, left: p.left, items: items, breaking: math.MaxInt32, err: p.err}
	if o, ok := p.behind(v).AsObject(); ok && !o.IsArray() && len(p.rowKeys(o)) > 2 {
		inside.depth = -1
	}
	text := inside.value(v, 0)
	p.left, p.err = inside.left, inside.err
	return text
}

// String is the table with its lines.
func (g *grid) String() string {
	widths := make([]int, len(g.columns))
	for n, column := range g.columns {
		widths[n] = width(column)
		for _, row := range g.rows {
			if n < len(row) {
				widths[n] = max(widths[n], width(row[n]))
			}
		}
	}
	var b strings.Builder
	line := func(left, between, right string) {
		b.WriteString(left)
		for n, w := range widths {
			if n > 0 {
				b.WriteString(between)
			}
			b.WriteString(strings.Repeat("─", w+2))
		}
		b.WriteString(right)
	}
	cells := func(row []string) {
		b.WriteString("\n│")
		for n, w := range widths {
			text := ""
			if n < len(row) {
				text = row[n]
			}
			b.WriteString(" " + text + strings.Repeat(" ", w-width(text)) + " │")
		}
	}
	line("┌", "┬", "┐")
	cells(g.columns)
	line("\n├", "┼", "┤")
	for _, row := range g.rows {
		cells(row)
	}
	line("\n└", "┴", "┘")
	return b.String()
}
