package corpus

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
)

// matching makes up text that a pattern matches: a word where that will do.
func (p prose) matching(pattern *regexp.Regexp) string {
	if word := p.word(); pattern.MatchString(word) {
		return word
	}
	tree, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil {
		return "" // it was compiled before
	}
	var text strings.Builder
	p.writeMatch(&text, tree)
	return text.String()
}

// mostRepeats is how often more than it has to a pattern's part is repeated.
const mostRepeats = 3

func (p prose) writeMatch(text *strings.Builder, tree *syntax.Regexp) {
	switch tree.Op {
	case syntax.OpLiteral:
		text.WriteString(string(tree.Rune))
	case syntax.OpCharClass:
		text.WriteRune(p.runeOf(tree.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		text.WriteByte('a')
	case syntax.OpAlternate:
		p.writeMatch(text, choose(p, tree.Sub))
	case syntax.OpConcat, syntax.OpCapture:
		for _, part := range tree.Sub {
			p.writeMatch(text, part)
		}
	case syntax.OpStar:
		p.repeat(text, tree.Sub[0], 0, -1)
	case syntax.OpPlus:
		p.repeat(text, tree.Sub[0], 1, -1)
	case syntax.OpQuest:
		p.repeat(text, tree.Sub[0], 0, 1)
	case syntax.OpRepeat:
		p.repeat(text, tree.Sub[0], tree.Min, tree.Max)
	}
}

// repeat writes a part least to most times; most is below 0 when it is open.
func (p prose) repeat(text *strings.Builder, part *syntax.Regexp, least, most int) {
	if most < 0 || most > least+mostRepeats {
		most = least + mostRepeats
	}
	for range least + p.random.IntN(most-least+1) {
		p.writeMatch(text, part)
	}
}

// runeOf chooses of ranges, given as pairs of first and last: a letter or digit
// of ASCII if there is one.
func (p prose) runeOf(ranges []rune) rune {
	var plain []rune
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= min(ranges[i+1], unicode.MaxASCII); r++ {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				plain = append(plain, r)
			}
		}
	}
	if len(plain) == 0 {
		return ranges[0]
	}
	return choose(p, plain)
}
