// Package relevance judges a search by what it should find: cases as plain text,
// and the figures that say how well they are met. Any engine can be judged.
//
// A file of cases holds one query on a line, and below it, each with a tab before
// it, the pages that it should find:
//
//	# Comment
//	mental health
//		/data/publications/mental-health-services-monthly 3
//		/services/mental-health 2
//
// The number is a grade from 0, useless, to 3, just what was meant; without one it
// is 3. Pages of the same grade are equally good. A query in double quotes is read
// as a Go string, for what does not show: "a\x00b". Where nothing should be found,
// or nothing is asked but that there is an answer, no page follows.
package relevance

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Case is a query with the pages that it should find.
type Case struct {
	Query    string
	Expected []Judgement
	Line     int // of the file
}

// Judgement is how good a page is for a query.
type Judgement struct {
	Path  string
	Grade int
}

// HighestGrade is that of a page which is just what was meant.
const HighestGrade = 3

// ReadFile reads a file of cases.
func ReadFile(name string) ([]Case, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return Read(path.Base(name), f)
}

// Read reads cases. An error names the file, the line and what to do.
func Read(name string, r io.Reader) ([]Case, error) {
	var cases []Case
	asked := map[string]int{} // line by query
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		problem := func(format string, args ...any) ([]Case, error) {
			return nil, fmt.Errorf("%s:%d: %s", name, n, fmt.Sprintf(format, args...))
		}
		line := lines.Text()
		page, isPage := strings.CutPrefix(line, "\t")
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case isPage && len(cases) == 0:
			return problem("a page stands before the first query; put the query above it, without a tab")
		case isPage:
			j, err := readJudgement(page)
			if err != nil {
				return problem("%v", err)
			}
			last := &cases[len(cases)-1]
			if gives(last.Expected, j.Path) {
				return problem("%s is given twice for %q; keep one of the two", j.Path, last.Query)
			}
			last.Expected = append(last.Expected, j)
		default:
			query, err := readQuery(line)
			if err != nil {
				return problem("%v", err)
			}
			if first := asked[query]; first > 0 {
				return problem("%q is asked on line %d already; put its pages there", query, first)
			}
			asked[query] = n
			cases = append(cases, Case{Query: query, Line: n})
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return cases, nil
}

func readQuery(line string) (string, error) {
	if strings.HasPrefix(line, `"`) {
		query, err := strconv.Unquote(line)
		if err != nil {
			return "", fmt.Errorf("%s begins with a quotation mark and is no Go string; quote the whole line, or escape it", line)
		}
		return query, nil
	}
	if line != strings.TrimSpace(line) {
		return "", fmt.Errorf("%q has blanks at an end; take them away, or quote the line if they are meant", line)
	}
	return line, nil
}

func readJudgement(text string) (j Judgement, err error) {
	fields := strings.Fields(text)
	if len(fields) == 0 || len(fields) > 2 || !strings.HasPrefix(fields[0], "/") {
		return j, fmt.Errorf("%q is no page; write its address from the first stroke on, and after it a grade or nothing", strings.TrimSpace(text))
	}
	j = Judgement{fields[0], HighestGrade}
	if len(fields) == 2 {
		j.Grade, err = strconv.Atoi(fields[1])
		if err != nil || j.Grade < 0 || j.Grade > HighestGrade {
			return j, fmt.Errorf("%q is no grade; write a number from 0 to %d", fields[1], HighestGrade)
		}
	}
	return j, nil
}

func gives(judged []Judgement, path string) bool {
	return slices.ContainsFunc(judged, func(j Judgement) bool { return j.Path == path })
}

// Write writes cases as Read reads them.
func Write(w io.Writer, cases []Case) error {
	for _, c := range cases {
		query := c.Query
		if read, err := readQuery(query); err != nil || read != query || query == "" || strings.ContainsAny(query[:1], "#\t") || strconv.Quote(query) != `"`+query+`"` {
			query = strconv.Quote(query)
		}
		if _, err := fmt.Fprintln(w, query); err != nil {
			return err
		}
		for _, j := range c.Expected {
			grade := ""
			if j.Grade != HighestGrade {
				grade = " " + strconv.Itoa(j.Grade)
			}
			if _, err := fmt.Fprintf(w, "\t%s%s\n", j.Path, grade); err != nil {
				return err
			}
		}
	}
	return nil
}

// sortedDown returns the grades, the highest first.
func sortedDown(grades []int) []int {
	slices.Sort(grades)
	slices.Reverse(grades)
	return grades
}
