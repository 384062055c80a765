package pgsearch

import (
	"fmt"
	"strings"
)

// tsquery is what is looked for, as Postgres understands it.
type tsquery struct {
	operator byte // & all of, | one of, < in a row; 0: a word
	of       []tsquery
	word     string
	prefix   bool // or a word that begins so
}

// parseTSQuery reads a tsquery as Postgres writes it; nil: it looks for nothing. What is
// not to be there, or has a weight, it does not read: nobody looks for that.
func parseTSQuery(text string) (*tsquery, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	p := tsqueryParser{rest: text}
	q := p.either()
	if p.skip(); p.rest != "" {
		p.failed = true
	}
	if p.failed {
		return nil, fmt.Errorf("pgsearch: %q is no tsquery", text)
	}
	return &q, nil
}

// tsqueryParser reads from the front of the rest. Whatever it cannot read, it fails.
type tsqueryParser struct {
	rest   string
	failed bool
	depth  int
}

// deepest is how deep parentheses may be in each other.
const deepest = 1000

func (p *tsqueryParser) skip() { p.rest = strings.TrimLeft(p.rest, " ") }

func (p *tsqueryParser) takes(prefix string) bool {
	p.skip()
	rest, takes := strings.CutPrefix(p.rest, prefix)
	if takes {
		p.rest = rest
	}
	return takes
}

// either reads what is joined by |, which binds least.
func (p *tsqueryParser) either() tsquery {
	return p.joined('|', func() bool { return p.takes("|") }, p.both)
}

func (p *tsqueryParser) both() tsquery {
	return p.joined('&', func() bool { return p.takes("&") }, p.row)
}

func (p *tsqueryParser) row() tsquery { return p.joined('<', p.takesDistance, p.one) }

func (p *tsqueryParser) joined(operator byte, more func() bool, part func() tsquery) tsquery {
	of := []tsquery{part()}
	for !p.failed && more() {
		of = append(of, part())
	}
	if len(of) == 1 {
		return of[0]
	}
	return tsquery{operator: operator, of: of}
}

// takesDistance reads how far apart words are, such as <-> or <2>.
func (p *tsqueryParser) takesDistance() bool {
	if !p.takes("<") {
		return false
	}
	_, rest, closed := strings.Cut(p.rest, ">")
	p.rest, p.failed = rest, p.failed || !closed
	return true
}

func (p *tsqueryParser) one() tsquery {
	if p.depth++; p.depth > deepest {
		p.failed = true
	}
	defer func() { p.depth-- }()
	switch {
	case p.failed:
		return tsquery{}
	case p.takes("("):
		q := p.either()
		p.failed = !p.takes(")") || p.failed
		return q
	case p.takes("'"):
		return p.word()
	}
	p.failed = true
	return tsquery{}
}

// word reads a word whose quotation mark is behind us. Marks and backslashes in it are
// doubled.
func (p *tsqueryParser) word() tsquery {
	var word strings.Builder
	for i := 0; i < len(p.rest); i++ {
		c := p.rest[i]
		doubled := i+1 < len(p.rest) && p.rest[i+1] == c
		switch {
		case (c == '\'' || c == '\\') && doubled:
			i++
		case c == '\'':
			q := tsquery{word: word.String()}
			if p.rest = p.rest[i+1:]; strings.HasPrefix(p.rest, ":") {
				q.prefix = strings.HasPrefix(p.rest, ":*")
				p.failed = p.failed || !q.prefix
				p.rest = strings.TrimPrefix(p.rest, ":*")
			}
			return q
		}
		word.WriteByte(c)
	}
	p.failed = true
	return tsquery{}
}
