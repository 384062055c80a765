// Package sheet writes tables for spreadsheets.
package sheet

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"
)

// Write writes rows as CSV. No cell is taken for a formula, whoever wrote what
// is in it.
func Write(w io.Writer, rows [][]string) error {
	table := csv.NewWriter(w)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = harmless(text)
		}
		if err := table.Write(cells); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// harmless is text that no spreadsheet takes for a formula. Some read the wide
// forms of the signs as the signs themselves.
func harmless(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}
