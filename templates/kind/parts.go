package kind

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/search"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// longTitle is how many characters fit into two lines of a phone at full size.
const longTitle = 28

func leads(v *ui.View, l cms.Link) bool {
	_, ok := v.Href(l)
	return ok
}

// elsewhere is the link, unless it leads down a bare page: its parts stand in
// the places of others.
func elsewhere(v *ui.View, l cms.Link) cms.Link {
	if v.Bare && strings.HasPrefix(l.URL, "#") {
		return cms.Link{}
	}
	return l
}

func liveLinks(v *ui.View, all []kinds.FurtherLink) []cms.Link {
	var live []cms.Link
	for _, l := range all {
		if leads(v, l.Link) {
			live = append(live, l.Link)
		}
	}
	return live
}

// filesOf are the files of a page that there are.
func filesOf(v *ui.View, all []kinds.Attachment, data bool) []ui.Download {
	var files []ui.Download
	for _, a := range all {
		if file, ok := v.Download(a.File, a.Note); ok {
			file.Data = data
			files = append(files, file)
		}
	}
	return files
}

// resourceSection are the files of a page and then its links.
func resourceSection(v *ui.View, files []kinds.Attachment, further []kinds.FurtherLink, data bool) block.Section {
	return block.Part("Resources", templ.Join(ui.Files(filesOf(v, files, data)), links(v, further)))
}

// nearest returns the page of that kind that is nearest above this one.
func nearest(v *ui.View, kind string) (cms.Item, bool) {
	for i := len(v.Trail) - 1; i >= 0; i-- {
		if v.Trail[i].Kind == kind {
			return v.Trail[i], true
		}
	}
	return cms.Item{}, false
}

// partKicker says what a page is, and what it is a part of if it is below such
// a page.
func partKicker(v *ui.View, what, of string) templ.Component {
	if whole, ok := nearest(v, of); ok {
		return partOf(v, what, ", part of ", whole)
	}
	return word(what)
}

// chapterKicker says of what work a page is a chapter.
func chapterKicker(v *ui.View, of string) templ.Component {
	if whole, ok := nearest(v, of); ok {
		return partOf(v, "Chapter", " of ", whole)
	}
	return word("Chapter")
}

// cards are the cards of pages without a date.
func cards(items []cms.Item) []ui.Card {
	var all []ui.Card
	for _, item := range items {
		all = append(all, ui.ItemCard(item))
	}
	return all
}

// dated are the cards of pages with the date that lists sort them by.
func dated(items []cms.Item) []ui.Card {
	all := cards(items)
	for i, item := range items {
		all[i].Date = ui.SortDate(item)
	}
	return all
}

// noted are the cards of pages with a line that show makes of that date.
func noted(items []cms.Item, show func(at time.Time) templ.Component) []ui.Card {
	all := cards(items)
	for i, item := range items {
		all[i].Meta = show(ui.SortDate(item))
	}
	return all
}

// coming are the cards of events with when they take place.
func coming(v *ui.View, items []cms.Item) []ui.Card {
	all := cards(items)
	for i, item := range items {
		all[i].Meta = ui.When(v, item)
		if starts := item.Card.StartsAt; !starts.IsZero() {
			all[i].Plate = ui.DayPlate(v, starts, item.Card.SortAt)
		}
	}
	return all
}

// indexOf is a section with the pages of a list from A to Z.
func indexOf(heading string, list cms.List, one, many string) block.Section {
	return block.Section{Heading: heading, Show: func(at *block.Place) templ.Component {
		return alphabet(list, one, many, at)
	}}
}

// others are the newest of a list without the page itself, three at most.
func others(v *ui.View, list cms.List) []cms.Item {
	var items []cms.Item
	for _, item := range list.Items {
		if item.Page != v.Release.Page && len(items) < 3 {
			items = append(items, item)
		}
	}
	return items
}

// A letter holds the pages whose titles begin with it.
type letter struct {
	letter string
	items  []cms.Item
}

// byLetter groups pages by the first letter of their titles, in the order in
// which they come.
func byLetter(items []cms.Item) []letter {
	var groups []letter
	place := map[string]int{}
	for _, item := range items {
		name := initial(item.Card.Title)
		i, known := place[name]
		if !known {
			i = len(groups)
			place[name] = i
			groups = append(groups, letter{letter: name})
		}
		groups[i].items = append(groups[i].items, item)
	}
	return groups
}

// initial is the letter that a title is filed under.
func initial(title string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(title, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}))
	switch letter := search.LetterOf(title); {
	case len(letter) == 1: // whatever accent it has
		return strings.ToUpper(letter)
	case unicode.IsLetter(first) && first != utf8.RuneError:
		return string(unicode.ToUpper(first))
	case unicode.IsDigit(first):
		return "0 to 9"
	default:
		return "Other"
	}
}

type sharing struct{ mail, linkedIn, bluesky string }

// shareLinks returns addresses that take a title and an address.
func shareLinks(v *ui.View, title string) sharing {
	address := v.BaseURL + v.Path
	// Mail programs take a plus for a plus.
	mail := strings.ReplaceAll(url.Values{"subject": {title}, "body": {address}}.Encode(), "+", "%20")
	return sharing{
		mail:     "mailto:?" + mail,
		linkedIn: "https://www.linkedin.com/sharing/share-offsite/?" + url.Values{"url": {address}}.Encode(),
		bluesky:  "https://bsky.app/intent/compose?" + url.Values{"text": {title + " " + address}}.Encode(),
	}
}

// named is a section with people or services that a page names: a card for
// each, or the name alone on a bare page.
func named(v *ui.View, heading string, rank ui.Rank, items []cms.Item) block.Section {
	if v.Bare {
		return block.Part(heading, pageLinks(items))
	}
	return block.Cards(v, heading, rank, cards(items))
}

// shareSection leads to where the page can be told of, if its editors want it.
func shareSection(v *ui.View, wanted bool, title string) block.Section {
	if !wanted || v.Bare {
		return block.Section{}
	}
	return block.Part("Share this page", share(v, title))
}

// coverageFacts say which areas data is about, and how small they are.
func coverageFacts(v *ui.View, coverage, granularity []cms.TermRef) []ui.Fact {
	return []ui.Fact{
		ui.Said("Geographic coverage", ui.Coverage(v.TermNames(coverage...))),
		ui.Said("Geographical granularity", v.TermNames(granularity...)...),
	}
}

// statisticsDate is a fact that is a day, as statistics are dated.
func statisticsDate(label string, day cms.Date) ui.Fact {
	if day.IsZero() {
		return ui.Fact{}
	}
	return ui.Fact{Label: label, Value: ui.StatisticsDay(day)}
}
