package forms

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
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
	table := csv.NewWriter(w)
	rows := [][]string{append([]string{"id", "page", "received_at"}, names...)}
	for _, r := range list {
		row := []string{string(r.ID), r.Page, r.At.Format(time.RFC3339)}
		for _, name := range names {
			row = append(row, harmless(strings.Join(r.Answers[name], "\n")))
		}
		rows = append(rows, row)
	}
	return table.WriteAll(rows)
}

// harmless is text that no spreadsheet takes for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
