// Package charts turns a small table into the geometry of a bar or line chart.
// It knows nothing of how the chart is written or coloured.
package charts

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bounds of a table that can still be read as a chart.
const (
	minRows   = 2
	maxRows   = 200
	maxSeries = 4
)

// Table is the data of a chart.
type Table struct {
	Corner string   // head of the labels
	Series []string // names of the series
	Rows   []Row
}

// Row is one label with a value for each series.
type Row struct {
	Label  string
	Values []float64
	Texts  []string // the values as people read them, with their thousands parted
}

// Has reports whether a row is called so.
func (t Table) Has(label string) bool {
	return slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Label == label })
}

// Parse reads a table from CSV: the first row is its head, and the first column
// the labels. It returns everything that is wrong in sentences for editors; the
// table then holds the rows that could be read.
func Parse(text string) (t Table, problems []string) {
	p := parser{reader: csv.NewReader(strings.NewReader(text))}
	p.reader.FieldsPerRecord = -1
	p.reader.TrimLeadingSpace = true
	p.head()
	for p.more {
		p.row()
	}
	if len(p.problems) == 0 && (len(p.table.Rows) < minRows || len(p.table.Rows) > maxRows) {
		p.problem("the data has %d rows below its head; a chart shows from %d to %d", len(p.table.Rows), minRows, maxRows)
	}
	return p.table, p.problems
}

type parser struct {
	reader   *csv.Reader
	table    Table
	problems []string
	more     bool // there may be another row
}

func (p *parser) problem(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

// record returns the next line of the file; false when there is none that can
// be read.
func (p *parser) record() (cells []string, line int, ok bool) {
	cells, err := p.reader.Read()
	var broken *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return nil, 0, false
	case errors.As(err, &broken):
		p.problem("line %d is not CSV (%v); put cells that hold a comma or a quotation mark into quotation marks", broken.Line, broken.Err)
		return nil, 0, false
	case err != nil:
		p.problem("the data cannot be read: %v", err)
		return nil, 0, false
	}
	line, _ = p.reader.FieldPos(0)
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, line, true
}

func (p *parser) head() {
	cells, line, ok := p.record()
	switch {
	case !ok:
		if len(p.problems) == 0 {
			p.problem("there is no data; write a head, such as Year,Visits, and a row for each label below it")
		}
		return
	case len(cells) < 2:
		p.problem("line %d is the head and has one column; name the labels and at least one series, such as Year,Visits", line)
		return
	case len(cells) > maxSeries+1:
		p.problem("line %d names %d series and a chart shows at most %d; take %d away", line, len(cells)-1, maxSeries, len(cells)-1-maxSeries)
	}
	for i, name := range cells[1:] {
		if name == "" {
			p.problem("line %d: series %d has no name; give it one", line, i+1)
		}
	}
	p.table.Corner, p.table.Series, p.more = cells[0], cells[1:], true
}

func (p *parser) row() {
	cells, line, ok := p.record()
	if !ok {
		p.more = false
		return
	}
	if want := len(p.table.Series) + 1; len(cells) != want {
		p.problem("line %d has %d cells and the head has %d; give each line one cell per column", line, len(cells), want)
		return
	}
	row := Row{Label: cells[0], Texts: cells[1:]}
	if row.Label == "" {
		p.problem("line %d has no label; write one in its first cell", line)
	}
	for i, text := range row.Texts {
		plain := strings.NewReplacer("−", "-", ",", "").Replace(text) // with a minus as people set it
		value, err := strconv.ParseFloat(plain, 64)
		if err == nil && numbers.MatchString(text) {
			row.Texts[i] = grouped(plain)
		} else {
			p.problem("line %d: %q below %s is not a number; write it such as 1250, 1,250.5 (in quotation marks) or -3", line, text, p.table.Series[i])
		}
		row.Values = append(row.Values, value)
	}
	p.table.Rows = append(p.table.Rows, row)
}

// numbers are those that charts draw: at most 15 digits before the point, which
// is all that a value can hold without loss.
var numbers = regexp.MustCompile(`^[-−]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,9})?$`)
