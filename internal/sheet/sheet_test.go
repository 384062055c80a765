package sheet_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"lectern/internal/sheet"
)

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                        "",
		"a":                       "a",
		"a=b":                     "a=b",
		`=HYPERLINK("https://x")`: `"'=HYPERLINK(""https://x"")"`,
		"+44 20 7946 0958":        "'+44 20 7946 0958",
		"-1":                      "'-1",
		"@SUM(A1)":                "'@SUM(A1)",
		"\t=1":                    "'\t=1",
		"\r=1":                    "\"'\r=1\"",
		"＝1":                      "'＝1",
		"one\ntwo":                "\"one\ntwo\"",
		"a,b":                     `"a,b"`,
	} {
		var b strings.Builder
		if err := sheet.Write(&b, [][]string{{"x", text}}); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != "x,"+want+"\n" {
			t.Errorf("%q: %q, want %q", text, got, "x,"+want+"\n")
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("=1", "a\r\nb")
	f.Add("\"", ",")
	f.Fuzz(func(t *testing.T, a, b string) {
		var text strings.Builder
		if err := sheet.Write(&text, [][]string{{"x", a}, {b, "y"}}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(text.String())).ReadAll()
		if err != nil {
			t.Fatalf("cannot be read again: %v", err)
		}
		for i, cell := range []string{rows[0][1], rows[1][0]} {
			given := []string{a, b}[i]
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
				t.Errorf("%q begins a formula", cell)
			}
			lines := strings.NewReplacer("\r\n", "\n") // as the reader has them
			if got := strings.TrimPrefix(cell, "'"); got != lines.Replace(given) && cell != lines.Replace(given) {
				t.Errorf("%q became %q", given, cell)
			}
		}
	})
}
