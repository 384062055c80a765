package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
	pages "lectern/templates/admin"
)

const (
	searchURL       = "/admin/lists/search"
	searchedBriefly = 10 // texts of a list beside others
	searchedAtOnce  = 100
	usualDays       = 28
)

func init() {
	done["search-forbidden"] = "It is not suggested to anybody any more, nor is what holds these words."
	done["search-allowed"] = "It may be suggested again when many search for it."
}

// showSearches tells what visitors search for, and how they fare.
func (a *Admin) showSearches(w http.ResponseWriter, r *request) error {
	report, err := a.searchReport(r)
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.Searches(a.searchView(r, "Searches"), report))
}

func (a *Admin) searchReport(r *request) (pages.SearchReport, error) {
	report := reportAsked(r.URL.Query())
	report.Retention = a.Retention
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		from := e.At().AddDate(0, 0, -report.Days)
		if report.Totals, err = e.SearchTotals(r.Context(), from); err != nil {
			return err
		}
		for _, only := range report.Shown() {
			q := cms.SearchLogQuery{From: from, Only: only, Paging: cms.Paging{Number: 1, Size: searchedBriefly}}
			if report.Alone {
				q.Paging = paging(r, searchedAtOnce)
			}
			list := pages.SearchedList{Only: only}
			if list.Rows, list.Total, err = e.Searches(r.Context(), q); err != nil {
				return err
			}
			report.Lists = append(report.Lists, list)
		}
		if report.Forbidden, err = e.ForbiddenSearches(r.Context()); err != nil {
			return err
		}
		told, err := readLexicon(e, r)
		report.Known = told.known()
		return err
	})
	if report.Alone && err == nil {
		report.Pages = paged(r, report.Lists[0].Total, searchedAtOnce)
	}
	return report, err
}

// lexicon is what the search is told.
type lexicon struct {
	synonyms  []cms.Synonyms
	bets      []cms.BestBet
	suggested []cms.SuggestedSearch
}

func readLexicon(e *publishing.Edit, r *request) (l lexicon, err error) {
	if l.bets, _, err = e.BestBets(r.Context()); err != nil {
		return l, err
	}
	if l.suggested, err = e.Suggested(r.Context()); err != nil {
		return l, err
	}
	l.synonyms, err = e.Synonyms(r.Context())
	return l, err
}

// known says what there is of it by texts.
func (l lexicon) known() pages.Known {
	k := pages.Known{Bets: map[string]cms.ID{}, Synonyms: map[string]cms.ID{}, Offered: map[string]cms.ID{}, Instead: map[string]cms.ID{}}
	put := func(into map[string]cms.ID, id cms.ID, texts ...string) {
		for _, text := range texts {
			into[search.Key(text)] = id
		}
	}
	for _, g := range l.synonyms {
		put(k.Synonyms, g.ID, g.Words...)
	}
	for _, b := range l.bets {
		put(k.Bets, b.ID, b.Texts...)
	}
	for _, s := range l.suggested {
		put(k.Instead, s.ID, s.Instead...)
		if s.Typing {
			put(k.Offered, s.ID, s.Text)
		}
	}
	return k
}

// reportAsked is the report that an address or a form asks for.
func reportAsked(v url.Values) pages.SearchReport {
	report := pages.SearchReport{Days: usualDays, Alone: v.Has("only"), Only: cms.SearchOutcome(v.Get("only")), Text: search.Tidy(v.Get("never"))}
	if days, err := strconv.Atoi(v.Get("days")); err == nil && slices.Contains(pages.ReportDays, days) {
		report.Days = days
	}
	return report
}

// writeSearches answers with what the log tells as a table.
func (a *Admin) writeSearches(w http.ResponseWriter, r *request) error {
	report := reportAsked(r.URL.Query())
	rows := [][]string{{"Searched for", "Searches", "Found nothing", "Results", "Chosen", "Mean place", "Last searched for"}}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		list, _, err := e.Searches(r.Context(), cms.SearchLogQuery{From: e.At().AddDate(0, 0, -report.Days), Only: report.Only})
		for _, s := range list {
			rows = append(rows, []string{
				s.Query, strconv.Itoa(s.Times), strconv.Itoa(s.Empty), strconv.Itoa(s.Results), strconv.Itoa(s.Chosen), pages.MeanPlace(s.Rank), s.Latest.In(a.Zone).Format(time.DateOnly),
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	return writeTable(w, r, "searches.csv", rows)
}

// forbidSearch keeps a text from being suggested to anybody.
func (a *Admin) forbidSearch(w http.ResponseWriter, r *request) error {
	return a.changeForbidden(w, r, (*publishing.Edit).ForbidSearch, "search-forbidden")
}

// allowSearch takes that back.
func (a *Admin) allowSearch(w http.ResponseWriter, r *request) error {
	return a.changeForbidden(w, r, (*publishing.Edit).AllowSearch, "search-allowed")
}

func (a *Admin) changeForbidden(w http.ResponseWriter, r *request, change func(*publishing.Edit, context.Context, string) error, done string) error {
	text := r.PostFormValue("query")
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return change(e, r.Context(), text) })
	if problems, wrong := problemsOf(err); wrong {
		r.URL.RawQuery = r.PostFormValue("back")
		report, err := a.searchReport(r)
		if err != nil {
			return err
		}
		report.Text, report.Problems = text, problems
		return a.show(w, r, http.StatusUnprocessableEntity, pages.Searches(a.searchView(r, "Searches"), report))
	}
	if err != nil {
		return err
	}
	back, _ := url.ParseQuery(r.PostFormValue("back")) // a state of the report, whatever it is
	back.Set("done", done)
	return redirect(w, r, searchURL+"?"+back.Encode(), "")
}
