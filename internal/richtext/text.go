package richtext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// byteOrderMark is left over from joined files and pasted text.
const byteOrderMark = '\ufeff'

// blank reports whether r is white space that only separates words. A
// no-break space is text: somebody chose it.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// stray reports whether r has no place in text.
func stray(r rune) bool { return r == byteOrderMark || unicode.IsControl(r) && !blank(r) }

// clean drops what has no place in text.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexFunc(s, stray) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if stray(r) {
			return -1
		}
		return r
	}, s)
}

// NormaliseLine returns s as one line: NFC, without control characters, runs
// of white space as one space, nothing blank at the edges.
func NormaliseLine(s string) string {
	s = strings.Join(strings.FieldsFunc(clean(s), blank), " ")
	return norm.NFC.String(strings.TrimSpace(s))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// NormaliseLines returns s as lines that end in "\n", each as NormaliseLine
// gives it, with at most one empty line in a row and none at the edges.
func NormaliseLines(s string) string {
	s = lineEnds.Replace(s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = NormaliseLine(line)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// NormaliseVerbatim returns s as lines that end in "\n", for text whose spaces
// matter, such as code: NFC, without control characters but tabs, without
// blanks at the ends of lines and without empty lines at the edges.
func NormaliseVerbatim(s string) string {
	var lines []string
	for line := range strings.SplitSeq(lineEnds.Replace(s), "\n") {
		line = norm.NFC.String(strings.TrimRightFunc(clean(line), blank))
		if line != "" || len(lines) > 0 {
			lines = append(lines, line)
		}
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
