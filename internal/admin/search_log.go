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
	done["search-forbidden"] = "It is not suggested any more to those who type, nor is what holds these words."
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
		report.Bets, report.Synonyms, err = knownTexts(e, r)
		return err
	})
	if report.Alone && err == nil {
		report.Pages = paged(r, report.Lists[0].Total, searchedAtOnce)
	}
	return report, err
}

// knownTexts says of which texts there are best bets and synonyms.
func knownTexts(e *publishing.Edit, r *request) (bets, synonyms map[string]cms.ID, err error) {
	best, _, err := e.BestBets(r.Context())
	if err != nil {
		return nil, nil, err
	}
	groups, err := e.Synonyms(r.Context())
	return betsByText(best), synonymsByWord(groups), err
}

func betsByText(bets []cms.BestBet) map[string]cms.ID {
	known := map[string]cms.ID{}
	for _, bet := range bets {
		for _, text := range bet.Texts {
			known[search.Key(text)] = bet.ID
		}
	}
	return known
}

func synonymsByWord(groups []cms.Synonyms) map[string]cms.ID {
	known := map[string]cms.ID{}
	for _, group := range groups {
		for _, word := range group.Words {
			known[search.Key(word)] = group.ID
		}
	}
	return known
}

// reportAsked is the report that an address or a form asks for.
func reportAsked(v url.Values) pages.SearchReport {
	report := pages.SearchReport{Days: usualDays, Alone: v.Has("only"), Only: cms.SearchOutcome(v.Get("only"))}
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

// forbidSearch keeps a text from being suggested to those who type.
func (a *Admin) forbidSearch(w http.ResponseWriter, r *request) error {
	return a.changeSuggested(w, r, (*publishing.Edit).ForbidSearch, "search-forbidden")
}

// allowSearch takes that back.
func (a *Admin) allowSearch(w http.ResponseWriter, r *request) error {
	return a.changeSuggested(w, r, (*publishing.Edit).AllowSearch, "search-allowed")
}

func (a *Admin) changeSuggested(w http.ResponseWriter, r *request, change func(*publishing.Edit, context.Context, string) error, done string) error {
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
