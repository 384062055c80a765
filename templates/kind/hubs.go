package kind

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// chosen is a section that editors can switch off.
func chosen(wanted bool, s block.Section) block.Section {
	if !wanted {
		return block.Section{}
	}
	return s
}

// untilAsked is a section that stands before what readers look through, until
// they ask for some of it.
func untilAsked(s block.Section) block.Section {
	s.UntilAsked = true
	return s
}

// day makes a line such as Closes 5 March 2026 of the date that a list sorts
// by.
func day(v *ui.View, label string) func(time.Time) templ.Component {
	return func(at time.Time) templ.Component { return labelled(label, ui.Date(v, at)) }
}

// publicationCards are the cards of publications with their dates, as
// statistics are dated.
func publicationCards(v *ui.View, items []cms.Item) []ui.Card {
	all := cards(items)
	for i, item := range items {
		all[i].Meta = publicationDate(v, item)
	}
	return all
}

// latestPublications are those of the data hub, with the link beside them.
func latestPublications(v *ui.View, p *kinds.DataHub) block.Section {
	s := block.Cards(v, "Latest publications", ui.Standard, publicationCards(v, v.List(p, 0).Items))
	s.More = p.Link
	return s
}

// blogFacts say whose a blog is.
func blogFacts(v *ui.View, p *kinds.BlogHub) []ui.Fact {
	return []ui.Fact{
		people(v, "Author", p.Author),
		ui.Said("Publisher", p.Publisher),
		ui.Linked(v, "About", p.Subject),
		categoryFact(v, p),
		ui.Said("Topics", v.TermNames(p.Topics...)...),
		ui.Said("ISSN", p.ISSN),
	}
}

// categoryFact says what a blog is about. Of several categories the form above
// the posts tells, and one that is called as the blog is needs no saying.
func categoryFact(v *ui.View, p *kinds.BlogHub) ui.Fact {
	names := v.TermNames(p.Categories...)
	if len(names) != 1 || names[0] == p.Title {
		return ui.Fact{}
	}
	return ui.Said("Category", names...)
}

// people is a fact that names people by the links to their pages.
func people(v *ui.View, label string, refs ...cms.Ref) ui.Fact {
	names := namesOf(v.Live(refs))
	if len(names) == 0 {
		return ui.Fact{}
	}
	return ui.Fact{Label: label, Value: ui.Names(names)}
}

func namesOf(items []cms.Item) []ui.Named {
	var names []ui.Named
	for _, item := range items {
		names = append(names, ui.Named{Text: item.Card.Title, Href: item.Path})
	}
	return names
}

// browse is a section that readers look through pages on.
func browse(v *ui.View, heading string, entries func(at *block.Place) templ.Component) block.Section {
	return block.Section{Heading: heading, Show: func(at *block.Place) templ.Component {
		return ui.Browse(v, at.Below(), entries(at))
	}}
}

// rowsOf shows what readers look through as rows.
func rowsOf(v *ui.View, heading string, cards []ui.Card) block.Section {
	return browse(v, heading, func(at *block.Place) templ.Component { return entries(v, at.Below(), nil, cards) })
}

// stories shows what readers look through as rows that the first ones lead: at
// least one.
func stories(v *ui.View, heading string, first int, all []ui.Card) block.Section {
	lead, rows := leading(v, max(first, 1), all)
	return browse(v, heading, func(at *block.Place) templ.Component { return entries(v, at.Below(), lead, rows) })
}

// catalogued shows what readers look through from A to Z.
func catalogued(v *ui.View, heading string) block.Section {
	return browse(v, heading, func(at *block.Place) templ.Component {
		if v.Listing == nil {
			return templ.NopComponent
		}
		return catalogueEntries(v.Listing, at)
	})
}

// found are the pages that readers see of what they look through.
func found(v *ui.View) []cms.Item {
	if v.Listing == nil {
		return nil
	}
	return itemsOf(v.Listing)
}

func itemsOf(l *ui.Listing) []cms.Item {
	var items []cms.Item
	for _, hit := range l.Hits {
		items = append(items, hit.Item)
	}
	return items
}

// unasked reports whether readers see the beginning of what they look through,
// before they have asked for anything.
func unasked(v *ui.View) bool { return !narrowed(v) && (v.Listing == nil || v.Listing.Page <= 1) }

// narrowed reports whether readers have asked for a part of what they look
// through.
func narrowed(v *ui.View) bool { return v.Listing != nil && v.Listing.Narrowed() }

// leading parts the first cards from the others, where readers see what is
// newest.
func leading(v *ui.View, first int, cards []ui.Card) (lead, rows []ui.Card) {
	if !unasked(v) {
		return nil, cards
	}
	first = min(first, len(cards))
	return cards[:first], cards[first:]
}

// leadRank is how the cards that lead a list are drawn.
func leadRank(cards []ui.Card) ui.Rank {
	if len(cards) > 1 {
		return ui.Standard
	}
	return ui.Lead
}

// newsCards are those of news. What is flagged to come first says so, because
// it may stand above newer ones.
func newsCards(v *ui.View, pinned cms.List) []ui.Card {
	all := dated(pinnedFirst(v, pinned))
	if lead, _ := leading(v, len(pinned.Items), all); len(lead) > 0 {
		for i := range lead {
			lead[i].Label = strings.TrimSuffix("Featured: "+strings.ToLower(lead[i].Label), ": ")
		}
	}
	return all
}

// pinnedFirst puts what is flagged to come first before what readers see first.
func pinnedFirst(v *ui.View, pinned cms.List) []cms.Item {
	if !unasked(v) {
		return found(v)
	}
	items := slices.Clone(pinned.Items)
	for _, item := range found(v) {
		if !slices.ContainsFunc(pinned.Items, func(p cms.Item) bool { return p.Page == item.Page }) {
			items = append(items, item)
		}
	}
	return items
}

// eventCards are the cards of events that readers look through. Those to come
// say when they are, and the others when they were.
func eventCards(v *ui.View, items []cms.Item) []ui.Card {
	all := dated(items)
	for i, card := range coming(v, items) {
		if !items[i].Card.SortAt.Before(v.At) {
			all[i] = card
		}
	}
	return all
}

var _ = describe(describeBlog)

func describeBlog(v *ui.View, p *kinds.BlogHub) schemaorg.Thing {
	blog := work(v, "Blog").With(schemaorg.Thing{
		"author": peopleOf(v, p.Author), "issn": p.ISSN, "keywords": v.TermNames(slices.Concat(p.Categories, p.Topics)...),
	})
	if p.Publisher != "" {
		return blog.With(schemaorg.Thing{"publisher": schemaorg.Of("Organization", schemaorg.Thing{"name": p.Publisher})})
	}
	return blog
}
