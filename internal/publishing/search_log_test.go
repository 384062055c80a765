package publishing_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// log writes lines of the search log: hours ago, the text, how much it found,
// and whether filters were in use.
func (d *desk) log(lines ...string) {
	d.t.Helper()
	for _, line := range lines {
		var hours, results int
		var narrowed bool
		parts := strings.Split(line, "|")
		if _, err := fmt.Sscan(parts[0]+" "+parts[2]+" "+parts[3], &hours, &results, &narrowed); err != nil {
			d.t.Fatalf("%q: %v", line, err)
		}
		_, err := d.store.Pool.Exec(d.t.Context(), `insert into search_query (at, query, results, narrowed) values (now() - $1 * interval '1 hour', $2, $3, $4)`,
			hours, parts[1], results, narrowed)
		if err != nil {
			d.t.Fatal(err)
		}
	}
}

// searched is what the log tells, in short.
func (d *desk) searched(q cms.SearchLogQuery) (list []string, total int) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), admin, func(e *publishing.Edit) error {
		found, n, err := e.Searches(d.t.Context(), q)
		for _, s := range found {
			list = append(list, fmt.Sprintf("%s: %d times, %d empty, finds %d, %d chosen at %.1f", s.Query, s.Times, s.Empty, s.Results, s.Chosen, s.Rank))
		}
		total = n
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return list, total
}

func TestTheSearchLogTellsWhatWasSearchedAndChosen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.log("50|spine|9|false", "3|Spine|7|false", "2|spine|0|true", "1|gp data|4|false",
		"5|GP data|4|false", "6|gp data|4|false", "7|gp data|4|false", "8|yoga|0|false", "9|Yoga|0|false", "4|moved|0|false", "3|moved|2|false")
	intake := publishing.NewIntake(testkit.Site(t, d.store))
	for _, c := range []struct {
		query string
		rank  int
	}{{"spine", 1}, {" SPINE ", 4}, {"Moved", 2}, {"never searched", 9}} {
		if err := intake.RecordChoice(t.Context(), c.query, c.rank); err != nil {
			t.Fatal(err)
		}
	}
	const (
		gp    = "gp data: 4 times, 0 empty, finds 4, 0 chosen at 0.0"
		spine = "spine: 3 times, 0 empty, finds 7, 2 chosen at 2.5"
		moved = "moved: 2 times, 1 empty, finds 2, 1 chosen at 2.0"
		yoga  = "yoga: 2 times, 2 empty, finds 0, 0 chosen at 0.0"
	)
	for name, c := range map[string]struct {
		query cms.SearchLogQuery
		total int
		want  []string
	}{
		"all":            {cms.SearchLogQuery{}, 4, []string{gp, spine, moved, yoga}},
		"the first two":  {cms.SearchLogQuery{Paging: cms.Paging{Number: 1, Size: 2}}, 4, []string{gp, spine}},
		"the next two":   {cms.SearchLogQuery{Paging: cms.Paging{Number: 2, Size: 2}}, 4, []string{moved, yoga}},
		"without result": {cms.SearchLogQuery{Only: cms.FoundNothing}, 1, []string{yoga}},
		"not chosen":     {cms.SearchLogQuery{Only: cms.ChoseNothing}, 1, []string{gp}},
		"of late": {cms.SearchLogQuery{From: time.Now().Add(-150 * time.Minute)}, 2,
			[]string{"gp data: 1 times, 0 empty, finds 4, 0 chosen at 0.0", "spine: 1 times, 0 empty, finds 0, 2 chosen at 2.5"}},
	} {
		list, total := d.searched(c.query)
		wants(t, name+", in all", total, c.total)
		wantsAll(t, name, list, c.want...)
	}
	totals, none := cms.SearchTotals{}, cms.SearchTotals{}
	err := d.publisher.Read(t.Context(), admin, func(e *publishing.Edit) (err error) {
		if totals, err = e.SearchTotals(t.Context(), time.Time{}); err != nil {
			return err
		}
		none, err = e.SearchTotals(t.Context(), time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "in all", totals, cms.SearchTotals{Times: 11, Texts: 4, Empty: 3, Chosen: 4, Rank: 4})
	wants(t, "of the future", none, cms.SearchTotals{})
}

func TestAChoiceIsOfASearchAndHasAPlace(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	intake := publishing.NewIntake(testkit.Site(t, d.store))
	for query, rank := range map[string]int{"": 1, " \x00": 1, "zero": 0, "less": -1, "far": 10_001} {
		if err := intake.RecordChoice(t.Context(), query, rank); !errors.Is(err, cms.ErrInvalid) {
			t.Errorf("%q at %d: %v", query, rank, err)
		}
	}
	if err := intake.RecordChoice(t.Context(), strings.Repeat("long ", 100), 10_000); err != nil {
		t.Fatal(err)
	}
	wants(t, "what is kept", one[int](d, `select length(query) from search_choice`), 199)
	err := d.as(admin, func(e *publishing.Edit) error {
		_, _, err := e.Searches(t.Context(), cms.SearchLogQuery{Only: "all"})
		return err
	})
	if !errors.Is(err, cms.ErrInvalid) {
		t.Errorf("an outcome that there is not: %v", err)
	}
}

// popular is what may be offered to those who type.
func (d *desk) popular() []string {
	d.t.Helper()
	index, err := postgres.OpenIndex(d.t.Context(), d.store)
	if err != nil {
		d.t.Fatal(err)
	}
	defer index.Close()
	var list []string
	err = index.Look(d.t.Context(), func(g *postgres.Glance) (err error) {
		list, err = g.PopularSearches(d.t.Context())
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// often logs a text so often that it could be offered, and once more.
func (d *desk) often(text string) {
	d.t.Helper()
	for n := range 11 {
		d.log(fmt.Sprintf("%d|%s|3|false", 24*(n%5), text))
	}
}

func TestOnlyWhatManySearchForIsPopular(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, offered := range []string{"Spine", "waiting times 2023-24", "a&e", "icd-10", "111 online", "children’s mental health", "cc-4456", "nhs 111"} {
		d.often(offered)
	}
	d.often("spine")
	for _, private := range []string{
		"ann@example.org", "0113 496 0000", "9434765919", "943 476 5919", "LS1 4AP", "ls14ap appointment", "01/02/1980", "1-2-80 born", "12345",
		"www.example.org", "why \"me\"", "is it cancer?", "x", "12", strings.Repeat("long words ", 7), "a_b", "50%", "-spine", "<b>", "12 Acacia Road LS1 4AP",
	} {
		d.often(private)
	}
	for n := range 40 { // of one day
		d.log(fmt.Sprintf("%d|once only|3|false", n%2))
	}
	d.log("0|seldom|3|false", "30|seldom|3|false", "60|seldom|3|false", "90|seldom|3|false")
	d.often("gone now")
	d.log("0|Gone now|0|false")
	for n := range 11 {
		d.log(fmt.Sprintf("%d|filtered|3|true", 24*n), fmt.Sprintf("%d|long ago|3|false", 24*(91+n)))
	}
	wantsAll(t, "popular", d.popular(), "spine", "111 online", "a&e", "cc-4456", "children’s mental health", "icd-10", "nhs 111", "waiting times 2023-24")
}

func TestEditorsForbidWhatIsOffered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, text := range []string{"spine", "spine outage", "the spine", "spines"} {
		d.often(text)
	}
	d.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "  SPINE ") })
	wantsAll(t, "left", d.popular(), "spines")
	d.edit(func(e *publishing.Edit) error {
		list, err := e.ForbiddenSearches(t.Context())
		wantsAll(t, "forbidden", list, "spine")
		return err
	})
	d.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "Spine") }) // already
	d.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), "spine") })
	d.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), "never") })
	wantsAll(t, "all again", d.popular(), "spine", "spine outage", "spines", "the spine")
	wantsAll(t, "audit", all[string](d, `select action || ' ' || (detail ->> 'query') from audit where action like '%-search' order by id`),
		"forbid-search spine", "allow-search spine")
	for _, nothing := range []string{" ", "“”", "-"} {
		d.refused(cms.ErrInvalid, func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), nothing) })
	}
}

// Words are forbidden whatever stands between them and others, on either side.
func TestForbiddenWordsAreToldWhateverStandsBetween(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, text := range []string{"spine-outage", "spine’s", "nhs/spine", "gp&spine", "the o'brien case", "spines", "self-harm", "self harm help", "café-bar", "cafés", "caf"} {
		d.often(text)
	}
	for _, text := range []string{"spine", "“self harm”", "café", "o’brien"} {
		d.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), text) })
	}
	wantsAll(t, "left", d.popular(), "caf", "cafés", "spines")
	d.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), "“self harm”") })
	wantsAll(t, "allowed again", d.popular(), "caf", "cafés", "self harm help", "self-harm", "spines")
}
