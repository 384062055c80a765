package admin

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// ReportDays are the times that searches are reported of.
var ReportDays = []int{7, 28, 90}

// SearchReport tells what visitors searched for, and how they fared.
type SearchReport struct {
	Days      int
	Alone     bool              // only one of the lists, all of it
	Only      cms.SearchOutcome // which
	Totals    cms.SearchTotals
	Lists     []SearchedList
	Pages     ui.Pages // of the only list
	Retention time.Duration

	Known
	Forbidden []string // not suggested to anybody

	Text     string // typed, that shall not be suggested
	Problems []cms.Problem
}

// SearchedList is a list of texts that were searched for.
type SearchedList struct {
	Only  cms.SearchOutcome
	Rows  []cms.Searched
	Total int
}

// Shown are the lists that are asked for.
func (r SearchReport) Shown() []cms.SearchOutcome {
	if r.Alone {
		return []cms.SearchOutcome{r.Only}
	}
	return []cms.SearchOutcome{cms.AnyOutcome, cms.FoundNothing, cms.ChoseNothing}
}

// query is the state of the report in an address.
func (r SearchReport) query() url.Values {
	v := url.Values{"days": {strconv.Itoa(r.Days)}}
	if r.Alone {
		v.Set("only", string(r.Only))
	}
	return v
}

func (r SearchReport) back() string { return r.query().Encode() }
func (r SearchReport) csv() string  { return searchURL + "/searches.csv?" + r.query().Encode() }

// of is the report of another time.
func (r SearchReport) of(days int) string {
	r.Days = days
	return searchURL + "?" + r.query().Encode()
}

// only is one of the lists alone, all of it.
func (r SearchReport) only(list SearchedList) string {
	r.Alone, r.Only = true, list.Only
	return searchURL + "?" + r.query().Encode()
}

// all is the report with every list.
func (r SearchReport) all() string {
	r.Alone = false
	return searchURL + "?" + r.query().Encode()
}

// kept says how long searches are kept.
func (r SearchReport) kept() string {
	if days := int(r.Retention.Hours()) / 24; days > 1 {
		return counted(days, "day", "days")
	}
	return "a day"
}

// share is a part of all searches, such as 3%.
func (r SearchReport) share(n int) string {
	switch percent := 100 * float64(n) / float64(max(r.Totals.Times, 1)); {
	case n == 0:
		return ""
	case percent < 1:
		return "less than 1% of them"
	default:
		return fmt.Sprintf("%.0f%% of them", percent)
	}
}

// forbidden reports whether just that text is kept from being suggested.
func (r SearchReport) forbidden(text string) bool { return slices.Contains(r.Forbidden, text) }

var searchedWords = map[cms.SearchOutcome]struct{ title, help, none, id string }{
	cms.AnyOutcome:   {"Most searched for", "", "Nobody has searched in this time.", "searched"},
	cms.FoundNothing: {"Found nothing", "The last search for it found nothing, without any filter.", "Every search found something.", "found-nothing"},
	cms.ChoseNothing: {"Found, and seldom chosen", "Searched for three times or more, and less than a quarter of them chose a result.", "There is none.", "seldom-chosen"},
}

func (l SearchedList) title() string { return searchedWords[l.Only].title }
func (l SearchedList) help() string  { return searchedWords[l.Only].help }
func (l SearchedList) none() string  { return searchedWords[l.Only].none }
func (l SearchedList) id() string    { return searchedWords[l.Only].id }

// tells reports whether the list says anything: what was seldom chosen is not
// known as long as no choice is.
func (l SearchedList) tells(t cms.SearchTotals) bool {
	return l.Only != cms.ChoseNothing || t.Chosen > 0
}

// found reports whether results of the list say anything.
func (l SearchedList) found() bool { return l.Only != cms.FoundNothing }

// MeanPlace writes the mean place of the results that were chosen; empty: none
// was.
func MeanPlace(rank float64) string {
	if rank == 0 {
		return ""
	}
	return strconv.FormatFloat(rank, 'f', 1, 64)
}

// suggestHref is where it is decided whether a text is suggested.
func suggestHref(verb string) string { return searchURL + "/" + verb }
