package ui

import (
	"context"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/cms"
)

// address finds what can be written to in a text.
var address = regexp.MustCompile(`[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// Reachable is a line of text in which addresses of email are links. It is
// written in Go and not in templates because no space may stand before a comma.
func Reachable(text string) templ.Component {
	if text == "" {
		return templ.NopComponent
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+address.ReplaceAllString(templ.EscapeString(text), `<a href="mailto:$0">$0</a>`)+"</p>")
		return err
	})
}

// Fact is a label with what stands beside it.
type Fact struct {
	Label string
	Value templ.Component // nil: the fact is not shown
}

// Said is a fact in words. Without words it is not shown.
func Said(label string, words ...string) Fact {
	text := strings.Join(words, ", ")
	if text == "" {
		return Fact{}
	}
	return Fact{label, plain(text)}
}

// Dated is a fact that is a day, as text is dated. Without one it is not shown.
func Dated(label string, day cms.Date) Fact {
	if day.IsZero() {
		return Fact{}
	}
	return Fact{label, OnDay(day)}
}

// At is a fact that is an instant. Without one it is not shown.
func At(v *View, label string, at time.Time) Fact {
	if at.IsZero() {
		return Fact{}
	}
	return Fact{label, Instant(v, at)}
}

// Linked is a fact that is a link. One that leads nowhere is not shown.
func Linked(v *View, label string, l cms.Link) Fact {
	if _, ok := v.Href(l); !ok {
		return Fact{}
	}
	return Fact{label, Link(v, l)}
}

// AnyFact reports whether there is a fact to show.
func AnyFact(facts []Fact) bool {
	for _, f := range facts {
		if f.Value != nil {
			return true
		}
	}
	return false
}

// Reached is a fact that is a telephone number or an address to write to.
// Without one it is not shown.
func Reached(label, address string, show func(string) templ.Component) Fact {
	if address == "" {
		return Fact{}
	}
	return Fact{label, show(address)}
}

// Dial returns the address that dials a telephone number.
func Dial(number string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}
