package forms

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/sheet"
)

// Received is a form that was sent, for whoever reads them.
type Received struct {
	ID      cms.ID      `json:"id"`
	Page    string      `json:"page"` // its path
	At      time.Time   `json:"received_at"`
	Answers cms.Answers `json:"answers"`
}

// WriteJSON writes one object a line.
func WriteJSON(w io.Writer, list []Received) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, r := range list {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes a table with a column for every question that has an answer,
// from A to Z. Several answers to one stand on lines of their own.
func WriteCSV(w io.Writer, list []Received) error {
	asked := map[string]bool{}
	for _, r := range list {
		for name := range r.Answers {
			asked[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(asked))
	rows := [][]string{append([]string{"id", "page", "received_at"}, names...)}
	for _, r := range list {
		row := []string{string(r.ID), r.Page, r.At.Format(time.RFC3339)}
		for _, name := range names {
			row = append(row, strings.Join(r.Answers[name], "\n"))
		}
		rows = append(rows, row)
	}
	return sheet.Write(w, rows)
}

// Question is what an answer was given to.
type Question struct {
	Name  string // under which answers to it are kept
	Label string // as visitors read it
}

// Asked returns the questions that answers were given to, by what a form
// declared: versions of it, the latest first. Questions stand in the order of
// the latest version that asks them, under what they were called there. A name
// that no version has stands last, under itself.
func Asked(versions []*kinds.Form, answered ...cms.Answers) []Question {
	var questions []Question
	known := map[string]bool{}
	add := func(name, label string) {
		if !known[name] {
			known[name] = true
			questions = append(questions, Question{name, label})
		}
	}
	for _, form := range versions {
		for _, q := range form.Fields {
			add(q.Name, q.Label)
		}
	}
	unknown := map[string]bool{}
	for _, answers := range answered {
		for name := range answers {
			if !known[name] {
				unknown[name] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		add(name, name)
	}
	return questions
}

// Table is a table for people: a column for each question under what visitors
// read, and a line for each form. Several answers to one question stand on
// lines of their own.
func Table(questions []Question, list []Received) [][]string {
	head := []string{"Sent"}
	for _, q := range questions {
		head = append(head, q.Label)
	}
	rows := [][]string{append(head, "Number")}
	for _, r := range list {
		row := []string{r.At.Format("2006-01-02 15:04:05")}
		for _, q := range questions {
			row = append(row, strings.Join(r.Answers[q.Name], "\n"))
		}
		rows = append(rows, append(row, string(r.ID)))
	}
	return rows
}
