package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
)

const searches = "/admin/lists/search"

// searched puts into the log that a text was searched for some times, some days
// ago, and at which places results were chosen.
func (o *office) searched(days, times int, text string, results int, chosen ...int) {
	o.t.Helper()
	_, err := o.store.Pool.Exec(o.t.Context(), `
		with asked as (insert into search_query (at, query, results) select now() - make_interval(days => $1), $2, $3 from generate_series(1, $4))
		insert into search_choice (at, query, rank) select now() - make_interval(days => $1), $2, unnest($5::int[])`, days, text, results, times, chosen)
	if err != nil {
		o.t.Fatal(err)
	}
}

func TestTheReportTellsHowSearchesFare(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.get(admin, searches).page(t).Wants("Nobody has searched in this time.", "Every search found something.")
	o.searched(2, 4, "Spine", 23, 1, 2)
	o.searched(2, 3, hostile, 0)
	o.searched(10, 5, "mesh", 4)
	o.searched(60, 1000, "iapt", 9, 1)

	answer := o.get(admin, searches)
	answer.wantsText(t)
	page := answer.page(t)
	page.Wants("12 for 3 different texts", "3 25% of them", "2 at place 1.5 on average", "kept for 90 days, without who searched")
	row := page.Table("Most searched for").Row("Try spine")
	row.Wants("4", "23", "2", "1.5")
	row.Link("Try spine").Leads(searches + "/try?q=spine")
	row.Link("Best bet for spine").Leads(searches + "/bets/new?text=spine")
	row.Link("Synonym for spine").Leads(searches + "/synonyms/new?word=spine")
	page.Table("Found nothing").Row("Try " + strings.ToLower(hostile)).Wants("3")
	page.Table("Found nothing").Lacks("spine", "mesh")
	page.Table("Found, and seldom chosen").Row("Try mesh").Wants("5")
	page.Table("Found, and seldom chosen").Lacks("spine")
	page.Lacks("iapt")

	week := o.get(admin, page.Link("7 days").AttrOr("href", "")).page(t)
	week.Lacks("mesh")
	o.get(admin, searches+"?days=90").page(t).Table("Most searched for").Row("Try iapt").Wants("1,000")
	o.get(admin, searches+"?days=91").page(t).Lacks("iapt") // no time that is reported of

	bet, group := o.bet(o.home, "Spines"), o.synonyms("mesh", "message exchange")
	page = o.get(admin, searches).page(t)
	page.Table("Most searched for").Row("Try spine").Link("Change best bet: spine").Leads(searches + "/bets/" + string(bet))
	page.Table("Most searched for").Row("Try mesh").Link("Change synonyms: mesh").Leads(searches + "/synonyms/" + string(group))
}

func TestAllOfAListOfSearchesIsSeenAndDownloaded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	_, err := o.store.Pool.Exec(t.Context(), `insert into search_query (query, results) select 'text ' || to_char(n, 'FM000'), n % 2 from generate_series(1, 250) as n`)
	if err != nil {
		t.Fatal(err)
	}
	page := o.get(admin, searches).page(t)
	page.Lacks("text 011")
	page.Link("Show all 250: Most searched for").Leads(searches + "?days=28&only=")
	all := o.get(admin, page.Link("Show all 125: Found nothing").AttrOr("href", "")).page(t)
	all.Wants("text 002", "text 200")
	all.Lacks("text 001", "text 202", "Not suggested")
	all.Link("Page 2").Leads(searches + "?days=28&only=nothing&page=2")
	o.get(admin, searches+"?days=28&only=nothing&page=2").page(t).Wants("text 250")
	o.get(admin, searches+"?only=everything").wantsStatus(t, http.StatusUnprocessableEntity)

	o.searched(1, 2, "=cmd|' /C calc'!A0", 3, 4)
	table := string(o.get(admin, searches+"/searches.csv?days=28").body)
	if n := strings.Count(table, "\n"); n != 252 {
		t.Errorf("%d lines", n)
	}
	day := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	if !strings.Contains(table, "'=cmd|' /c calc'!a0,2,0,3,1,4.0,"+day) {
		t.Errorf("no row of what was chosen in\n%.400s", table)
	}
	if n := strings.Count(string(o.get(admin, searches+"/searches.csv?days=28&only=nothing").body), "\n"); n != 126 {
		t.Errorf("%d lines of what found nothing", n)
	}
}

func TestASearchIsKeptFromBeingSuggested(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.searched(1, 3, "a name", 3)
	report := o.get(admin, searches+"?days=7&only=").page(t)
	if got := report.Button("Do not suggest: a name").AttrOr("value", ""); got != "a name" {
		t.Errorf("the button sends %q", got)
	}
	answer := o.post(admin, searches+"/forbid", url.Values{"query": {"a name"}, "back": {"days=7&only="}})
	answer.wantsAway(t, searches+"?days=7&done=search-forbidden&only=")
	report = o.get(admin, searches).page(t)
	report.Table("Most searched for").Row("Try a name").Button("Suggest again: a name")
	report.Section("Not suggested").Button("Suggest again: a name")
	o.post(admin, searches+"/allow", url.Values{"query": {"a name"}}).wantsAway(t, searches+"?done=search-allowed")
	o.get(admin, searches).page(t).Button("Do not suggest: a name")
	wrong := o.post(admin, searches+"/forbid", url.Values{"query": {" "}, "back": {"days=7"}})
	wrong.wantsStatus(t, http.StatusUnprocessableEntity)
	wrong.page(t).Wants("Write the words that shall not be offered")
}
