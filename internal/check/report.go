package check

import (
	"encoding/json"
	"fmt"
	"io"

	"lectern/internal/cms"
)

// Report is what a check of many pages found.
type Report struct {
	Looked   string // what was looked at, such as "12 files"
	Levels   Levels // of the rules
	Problems []cms.Problem
}

// Clean reports whether nothing was found, advice included.
func (r Report) Clean() bool { return len(r.Problems) == 0 }

// WriteText writes a line for each problem, as those who write the files read
// it, and a last one that counts them.
func (r Report) WriteText(w io.Writer) error {
	for _, p := range r.Problems {
		line := p.String()
		if p.Rule != "" {
			line += " [" + p.Rule + "]"
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, r.Summary())
	return err
}

// Summary counts what was found, in a sentence.
func (r Report) Summary() string {
	if r.Clean() {
		return fmt.Sprintf("Looked at %s and found nothing to mend.", r.Looked)
	}
	blocking := r.blocking()
	return fmt.Sprintf("Looked at %s and found %s to mend and %s of advice.",
		r.Looked, counted(blocking, "problem"), counted(len(r.Problems)-blocking, "piece"))
}

func (r Report) blocking() int {
	n := 0
	for _, p := range r.Problems {
		if r.Levels.Of(p.Rule) == Block {
			n++
		}
	}
	return n
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// WriteJSON writes the same for programs: an object with a list of problems,
// empty when there are none. What is not known of a problem is left out.
func (r Report) WriteJSON(w io.Writer) error {
	type entry struct {
		File    string `json:"file,omitempty"`
		Line    int    `json:"line,omitempty"`
		Field   string `json:"field,omitempty"`
		Rule    string `json:"rule,omitempty"`
		Level   Level  `json:"level"`
		Message string `json:"message"`
	}
	entries := []entry{}
	for _, p := range r.Problems {
		entries = append(entries, entry{p.File, p.Line, p.Field, p.Rule, r.Levels.Of(p.Rule), p.Message})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Looked   string  `json:"looked_at"`
		Problems []entry `json:"problems"`
	}{r.Looked, entries})
}
