package pgsearch_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/testkit"
)

// renewal is a site of two pages, and an engine that knows it.
type renewal struct {
	*testing.T
	publisher *publishing.Publisher
	store     *postgres.Store
	engine    *pgsearch.Engine
	page      cms.ID
}

func newRenewal(t *testing.T) *renewal {
	t.Helper()
	r := &renewal{T: t}
	r.publisher, r.store = testkit.Publisher(t)
	r.engine = open(t, r.store)
	var home cms.ID
	r.edit(func(e *publishing.Edit) (err error) {
		home, err = r.create(e, publishing.NewPage{Kind: "home"}, &kinds.Home{Title: "Home", Summary: "S"})
		return err
	})
	r.edit(func(e *publishing.Edit) (err error) {
		r.page, err = r.create(e, publishing.NewPage{Kind: "page", Parent: home, Slug: "a"}, &kinds.ContentPage{Title: "Wombats"})
		return err
	})
	r.finds("", 2)
	return r
}

func (r *renewal) create(e *publishing.Edit, page publishing.NewPage, value schema.Kind) (cms.ID, error) {
	made, err := e.Create(r.Context(), page)
	if err == nil {
		_, err = e.ReleaseContent(r.Context(), made.ID, publishing.State{Value: value}, publishing.Plan{})
	}
	return made.ID, err
}

func (r *renewal) edit(f func(*publishing.Edit) error) {
	r.Helper()
	if err := r.publisher.Edit(r.Context(), cms.System, f); err != nil {
		r.Fatal(err)
	}
}

func (r *renewal) exec(sql string) {
	r.Helper()
	if _, err := r.store.Pool.Exec(r.Context(), sql); err != nil {
		r.Fatal(err)
	}
}

// reindex writes every entry anew, with another number.
func (r *renewal) reindex() {
	r.Helper()
	r.edit(func(e *publishing.Edit) error {
		_, err := e.Reindex(r.Context())
		return err
	})
}

// finds looks for a text: so many pages are found, listed and counted.
func (r *renewal) finds(text string, want int) {
	r.Helper()
	results, err := r.engine.Search(r.Context(), search.Query{Text: text})
	if err != nil {
		r.Fatal(err)
	}
	counted := 0
	for _, n := range results.Counts[search.Type] {
		counted += n
	}
	if results.Total != want || len(results.Hits) != want || counted != want {
		r.Errorf("%q finds %d, lists %d and counts %d, want %d", text, results.Total, len(results.Hits), counted, want)
	}
}

func TestAStateThatCannotBeMadeIsMadeAnew(t *testing.T) {
	t.Parallel()
	r := newRenewal(t)
	login, err := r.store.Login(t.Context(), "search")
	if err != nil {
		t.Fatal(err)
	}
	for _, function := range []string{"search_bets()", "search_synonyms()", "search_suggested()"} {
		r.reindex()
		r.exec(`revoke execute on function ` + function + ` from "` + login.Name + `"`)
		if err := r.engine.Renew(t.Context()); err == nil {
			t.Fatalf("without %s the engine is up to date", function)
		}
		r.exec(`grant execute on function ` + function + ` to "` + login.Name + `"`)
		r.finds("", 2)
		r.finds("wombats", 1)
	}
}

func TestAnEntryThatIsRewrittenBeforeItEndsIsGone(t *testing.T) {
	t.Parallel()
	r := newRenewal(t)
	r.reindex()
	r.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), r.page, publishing.State{Value: &kinds.ContentPage{Title: "Badgers"}}, publishing.Plan{})
		return err
	})
	r.finds("", 2)
	r.finds("wombats", 0)
	r.finds("badgers", 1)
}

// TestTheNumberOfTheLastChangeIsOfWhatCanBeSeen asks for it while entries are written.
func TestTheNumberOfTheLastChangeIsOfWhatCanBeSeen(t *testing.T) {
	t.Parallel()
	r := newRenewal(t)
	index, err := postgres.OpenIndex(t.Context(), r.store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	told := func() (number int64) {
		t.Helper()
		if err := index.Look(t.Context(), func(g *postgres.Glance) error { number = g.Version.Changed; return nil }); err != nil {
			t.Fatal(err)
		}
		return number
	}
	last := func() (number int64) {
		t.Helper()
		if err := r.store.Pool.QueryRow(t.Context(), `select max(changed) from search_entry`).Scan(&number); err != nil {
			t.Fatal(err)
		}
		return number
	}
	before := told()
	if before != last() {
		t.Errorf("the last change is numbered %d, and told to be %d", last(), before)
	}
	r.edit(func(e *publishing.Edit) error {
		_, err := e.Reindex(t.Context())
		if during := told(); during != before {
			t.Errorf("the last change is told to be %d, of which nobody sees anything: it was %d", during, before)
		}
		return err
	})
	if after := told(); after == before || after != last() {
		t.Errorf("the last change is numbered %d, and told to be %d; before it was %d", last(), after, before)
	}
}

// TestAVisitorWhoLeavesSpoilsNoState lets a visitor leave while the engine reads
// what it has not known before: it is known to the next one.
func TestAVisitorWhoLeavesSpoilsNoState(t *testing.T) {
	t.Parallel()
	r := newRenewal(t)
	engine := open(t, r.store)
	tx, err := r.store.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `lock table synonyms in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	visit, leave := context.WithCancel(t.Context())
	answered := make(chan error)
	go func() {
		_, err := engine.Search(visit, search.Query{})
		answered <- err
	}()
	for waits := false; !waits; {
		err := r.store.Pool.QueryRow(t.Context(), `
			select exists (select from pg_locks where relation = 'synonyms'::regclass and not granted)`).Scan(&waits)
		if err != nil {
			t.Fatal(err)
		}
	}
	leave()
	time.Sleep(50 * time.Millisecond) // the visitor's leaving must have had the time to do harm
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; !errors.Is(err, context.Canceled) {
		t.Errorf("who has left is answered: %v", err)
	}
	if engine.Size() != 2 {
		t.Errorf("the engine knows of %d pages", engine.Size())
	}
}
