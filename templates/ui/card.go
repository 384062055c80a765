package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/cms"
)

// Rank is how much room a card takes.
type Rank string

const (
	Lead     Rank = "lead"     // the whole row
	Standard Rank = "standard" // a box
	Plain    Rank = "plain"    // a rule above, and no box
	Compact  Rank = "compact"  // a low box, for people
	Row      Rank = "row"      // one below the other, with dates beside the titles: for long lists
)

// Card leads to a page or an address, or only tells something.
type Card struct {
	Href    string // empty: the card leads nowhere
	Title   string
	Summary string
	Label   string          // a word or two that tell what kind it is; empty: not shown
	Note    string          // a line of small print; empty: none
	Date    time.Time       // zero: not shown
	Meta    templ.Component // more to say in small print; nil: nothing
	Plate   templ.Component // a mark beside the text, such as the day of an event; nil: none
	Page    cms.ID          // empty: not a page of ours
	Kind    string          // of the page
}

// ItemCard is the card of a page in a list.
func ItemCard(item cms.Item) Card {
	return Card{
		Href: item.Path, Title: item.Card.Title, Summary: item.Card.Summary, Page: item.Page, Kind: item.Kind,
		Label: item.Card.Label, Note: item.Card.Note,
	}
}

// labelTones are the colours of labels that are worse or better than others.
var labelTones = map[string]Tone{
	"Live": Green, "Beta": Blue, "Release candidate": Blue, "Experimental": Plum, "Alpha": Plum, "Deprecated": Amber, "Retiring": Amber, "Retired": Red,
}

// LabelTone is the colour of a label.
func LabelTone(label string) Tone {
	if tone, known := labelTones[label]; known {
		return tone
	}
	return Neutral
}

// SortDate is the date that lists sort the item by.
func SortDate(item cms.Item) time.Time {
	if !item.Card.SortAt.IsZero() {
		return item.Card.SortAt
	}
	return item.FirstPublishedAt
}

// ListedDay is the day that lists sort the item by, where it stands for a day.
func ListedDay(item cms.Item) cms.Date { return cms.DateOf(SortDate(item).UTC()) }

// art is what is drawn on the cards of one set.
type art string

const (
	noArt     art = "none"
	seals     art = "seals"     // a small drawing in the corner, for services alone
	strips    art = "strips"    // a drawing along the top
	portraits art = "portraits" // a drawing at the left, for people alone
	plates    art = "plates"    // the cards' own marks at the left
)

// artOf chooses the drawings. Either all cards of a set have one or none has,
// so that they stay in line.
func artOf(rank Rank, cards []Card) art {
	all := func(suits func(c Card) bool) bool {
		return !slices.ContainsFunc(cards, func(c Card) bool { return !suits(c) })
	}
	switch {
	case rank == Plain || rank == Row:
		return noArt
	case all(func(c Card) bool { return c.Plate != nil }):
		return plates
	case all(func(c Card) bool { return c.Kind == "person" }):
		return portraits
	case !all(func(c Card) bool { return c.Page != "" && HasMotif(c.Kind) }):
		return noArt
	case rank == Standard && all(func(c Card) bool { return c.Kind == "service" }):
		return seals
	case len(cards) > mostAlike && all(func(c Card) bool { return alike(c, cards[0]) }):
		return noArt
	default:
		return strips
	}
}

// mostAlike is how many drawings of one family a set has at most: more of them
// say nothing, and push apart what they stand above.
const mostAlike = 3

func alike(a, b Card) bool {
	one, other := families[a.Kind], families[b.Kind]
	return one.colour == other.colour && one.hub == other.hub
}

// alone reports whether the last of so many cards would stand alone below rows
// of three. Rows of another length suit them better, except those with seals,
// which four to a row leave no room.
func alone(cards int) bool { return cards > 1 && cards%3 == 1 }

// Role is the post of somebody on their card. That they work for the
// organisation whose website this is needs no saying.
func (v *View) Role(note string) string { return strings.TrimSuffix(note, ", "+v.Site.Title) }
