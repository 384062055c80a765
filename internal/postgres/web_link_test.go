package postgres_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// webLinks are the links of a site to others, in a database.
type webLinks struct {
	t     *testing.T
	store *postgres.Store
}

func (w webLinks) tx(f func(*postgres.Tx) error) {
	w.t.Helper()
	if err := w.store.Tx(w.t.Context(), f); err != nil {
		w.t.Fatal(err)
	}
}

func (w webLinks) keep(addresses ...string) {
	w.t.Helper()
	var links []cms.WebLink
	for _, a := range addresses {
		links = append(links, cms.WebLink{Address: a, Page: "0197e8a0-0000-7000-8000-000000000000", Title: "T", Pages: 1}) // of a page that is gone meanwhile
	}
	w.tx(func(tx *postgres.Tx) error { return tx.KeepWebLinks(w.t.Context(), links) })
}

// leftAlone stands for the answer of a website that wants to be.
const leftAlone cms.WebOutcome = "left alone"

// answer has an address answered.
func (w webLinks) answer(address string, outcome cms.WebOutcome) {
	w.t.Helper()
	a := cms.WebAnswer{Outcome: outcome, Host: "h", MovedTo: "to"}
	if outcome == leftAlone {
		a = cms.WebAnswer{Outcome: cms.WebUnsure, Host: "h", Status: 429, LeftAlone: true}
	}
	w.tx(func(tx *postgres.Tx) error { return tx.SetWebAnswer(w.t.Context(), address, a) })
}

// pass lets time go by.
func (w webLinks) pass(interval string) {
	w.t.Helper()
	if _, err := w.store.Pool.Exec(w.t.Context(), `update web_link set asked_at = asked_at - $1::text::interval, answered_at = answered_at - $1::text::interval, since = since - $1::text::interval`, interval); err != nil {
		w.t.Fatal(err)
	}
}

func (w webLinks) verdict(address string) (verdict string) {
	w.t.Helper()
	if err := w.store.Pool.QueryRow(w.t.Context(), `select coalesce(verdict, 'none') from web_link where address = $1`, address).Scan(&verdict); err != nil {
		w.t.Fatal(err)
	}
	return verdict
}

// TestVerdictsOnOtherWebsites: what says that it is gone is broken at once, what
// only fails when it does so on another day as well, and what refuses never.
func TestVerdictsOnOtherWebsites(t *testing.T) {
	t.Parallel()
	w := webLinks{t, testkit.Database(t)}
	type step struct {
		pass    string // before
		outcome cms.WebOutcome
		verdict string
	}
	for i, steps := range [][]step{
		{{"", cms.WebFine, "fine"}, {"7 days", cms.WebGone, "broken"}, {"1 hour", cms.WebFine, "fine"}},
		{{"", cms.WebMoved, "moved"}, {"7 days", cms.WebMoved, "moved"}},
		{{"", cms.WebFailing, "unsure"}, {"1 hour", cms.WebFailing, "unsure"}, {"19 hours 30 minutes", cms.WebFailing, "broken"}},
		{{"", cms.WebFailing, "unsure"}, {"7 days", cms.WebFailing, "broken"}, {"7 days", cms.WebFine, "fine"}, {"7 days", cms.WebFailing, "unsure"}},
		{{"", cms.WebFailing, "unsure"}, {"7 days", cms.WebUnsure, "unsure"}, {"7 days", cms.WebFailing, "unsure"}},
		{{"", cms.WebUnsure, "unsure"}, {"700 days", cms.WebUnsure, "unsure"}},
		{{"", cms.WebGone, "broken"}, {"7 days", cms.WebFailing, "broken"}, {"7 days", cms.WebGone, "broken"}},
		{{"", cms.WebGone, "broken"}, {"1 hour", cms.WebFailing, "unsure"}, {"7 days", cms.WebFailing, "broken"}},
		{{"", leftAlone, "unsure"}, {"7 days", leftAlone, "unsure"}},
		{{"", cms.WebGone, "broken"}, {"7 days", leftAlone, "broken"}},
		{{"", cms.WebFine, "fine"}, {"7 days", leftAlone, "fine"}},
		{{"", cms.WebFailing, "unsure"}, {"7 days", leftAlone, "unsure"}, {"7 days", cms.WebFailing, "broken"}, {"7 days", leftAlone, "broken"}},
	} {
		address := fmt.Sprintf("https://www.gov.uk/%d", i)
		w.keep(address)
		if got := w.verdict(address); got != "none" {
			t.Errorf("before it is asked: %s", got)
		}
		for n, s := range steps {
			if s.pass != "" {
				w.pass(s.pass)
			}
			w.answer(address, s.outcome)
			if got := w.verdict(address); got != s.verdict {
				t.Errorf("%v: %s at step %d", steps, got, n)
			}
		}
	}
}

// TestLinksComeAndGo: what no page has is forgotten, and what is known of the
// others stays; those that were not asked for longest are asked first.
func TestLinksComeAndGo(t *testing.T) {
	t.Parallel()
	w := webLinks{t, testkit.Database(t)}
	w.keep("https://a.org/", "https://b.org/", "https://c.org/")
	w.answer("https://b.org/", cms.WebMoved)
	w.pass("8 days")
	w.answer("https://a.org/", cms.WebGone)
	w.answer("https://elsewhere.org/", cms.WebGone) // which no page has
	w.keep("https://a.org/", "https://b.org/", "https://d.org/")

	asks := func(since time.Time, want ...string) {
		t.Helper()
		w.tx(func(tx *postgres.Tx) error {
			got, err := tx.WebLinksToAsk(t.Context(), since)
			if !slices.Equal(got, want) {
				t.Errorf("asked are %v, want %v", got, want)
			}
			return err
		})
	}
	asks(time.Now().Add(-time.Hour), "https://d.org/", "https://b.org/")
	asks(time.Now().Add(time.Hour), "https://d.org/", "https://b.org/", "https://a.org/")
	asks(time.Now().AddDate(-1, 0, 0), "https://d.org/")

	w.tx(func(tx *postgres.Tx) error {
		all, err := tx.FaultyWebLinks(t.Context())
		if err != nil || len(all) != 2 {
			t.Errorf("faulty are %+v (%v)", all, err)
		}
		some, err := tx.WebLinks(t.Context(), []string{"https://b.org/", "https://d.org/", "https://x.org/"})
		if err != nil || len(some) != 1 || some[0].MovedTo != "to" || some[0].Verdict != cms.VerdictMoved || some[0].Host != "h" || some[0].Page != "" {
			t.Errorf("of some: %+v (%v)", some, err)
		}
		counts, err := tx.CountWebLinks(t.Context())
		if want := (cms.WebCounts{Known: 3, Asked: 2, Fine: 1, Moved: 1, Broken: 1}); counts != want {
			t.Errorf("%+v, want %+v", counts, want)
		}
		return err
	})
	w.answer("https://b.org/", leftAlone)
	asks(time.Now().Add(-time.Hour), "https://d.org/") // it waits like any that was asked
	var answered string
	if err := w.store.Pool.QueryRow(t.Context(), `select outcome || ' ' || (answered_at < now() - interval '7 days') || ' ' || status from web_link where address = 'https://b.org/'`).Scan(&answered); err != nil || answered != "moved true 0" {
		t.Errorf("what was answered before is %s (%v)", answered, err)
	}
	w.keep()
	asks(time.Now().Add(time.Hour))
}

// TestTheUncertainAreReadInTheirOrder: of many thousands no more than are told,
// however many there are.
func TestTheUncertainAreReadInTheirOrder(t *testing.T) {
	t.Parallel()
	publisher, store := testkit.Publisher(t)
	w := webLinks{t, store}
	var home cms.ID
	err := publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		page, err := e.Create(t.Context(), publishing.NewPage{Kind: "home"})
		if err != nil {
			return err
		}
		home = page.ID
		_, err = e.ReleaseContent(t.Context(), home, publishing.State{Value: &kinds.Home{Title: "Home", Summary: "Home"}}, publishing.Plan{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Pool.Exec(t.Context(), `
		insert into web_link (address, page_id, title, pages, asked_at, answered_at, since, outcome)
		select 'https://www.gov.uk/' || n, $1, 'Home', 1, now(), now(), now() - n * interval '1 minute', case when n % 2 = 0 then 'fine' else 'unsure' end
		from generate_series(1, 5000) n`, home)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Pool.Exec(t.Context(), `analyze web_link`); err != nil {
		t.Fatal(err)
	}
	w.tx(func(tx *postgres.Tx) error {
		list, err := tx.UnsureWebLinks(t.Context(), 50)
		if err != nil || len(list) != 50 || list[0].Address != "https://www.gov.uk/4999" || list[0].Page != home {
			t.Errorf("%d are told (%v)", len(list), err)
		}
		var read int
		err = tx.QueryRow(t.Context(), `select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'web_link'`).Scan(&read)
		if read < 50 || read > 100 {
			t.Errorf("%d are read", read)
		}
		return err
	})
}
