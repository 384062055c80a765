package postgres_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// Nothing runs here but the database: no worker, no site. What is scheduled is
// there at its instant all the same, with its text, its file, its redirect, its
// place in lists and in searches, and not a microsecond before; and so it goes.
func TestWhatIsScheduledComesAndGoesAtItsInstant(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	for ahead := 400 * time.Millisecond; ; ahead *= 3 { // more on a machine that has much else to do
		looks := s.watch(ahead)
		if looks["before"] > 0 && looks["during"] > 0 {
			return
		}
		if ahead > 10*time.Second {
			t.Fatalf("there were %v looks only", looks)
		}
	}
}

// watch looks at a page all the time while it comes and goes, and returns how
// often it looked before its time, during it and after it.
func (s *siege) watch(ahead time.Duration) map[string]int {
	s.Helper()
	name := fmt.Sprintf("numbat-%d", ahead.Milliseconds())
	page := s.page(s.home, name, "page")
	upload := cms.Asset{ID: publishing.NewID(), Hash: strings.Repeat("50", 32), Filename: name + ".csv", MediaType: "text/csv"}
	s.edit("a file and a redirect", func(e *publishing.Edit) error {
		return errors.Join(e.AddAsset(s.Context(), upload), e.SetRedirect(s.Context(), cms.Redirect{From: "/to-" + name, Page: page}))
	})
	value := about(name, "10")
	value.Body[1].Value.(*blocks.Downloads).Items[0].File.Asset = upload.ID
	now, err := s.store.Now(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	release := s.release(page, value, publishing.Plan{From: now.Add(ahead), Until: now.Add(2 * ahead)})

	// Each look is one statement, all of it judged at its now().
	look := strings.NewReplacer("{name}", name, "{release}", string(release.ID),
		"{from}", release.LiveFrom.Format(time.RFC3339Nano), "{until}", release.LiveUntil.Format(time.RFC3339Nano)).Replace(`
		select case when now() < '{from}' then 'before' when now() < '{until}' then 'during' else 'after' end,
			(select count(*) from release where path = '/{name}'),
			(select count(*) from release where title = 'The {name}'),
			(select count(*) from revision where body->>'title' = 'The {name}'),
			(select count(*) from asset where filename = '{name}.csv'),
			(select count(*) from release_section where release_id = '{release}'),
			(select count(*) from release_asset where release_id = '{release}'),
			(select count(*) from redirect where from_path = '/to-{name}'),
			count_live('{page}', null) - (select count(*) from release where kind = 'page' and path <> '/{name}' and outcome in ('page', 'withdrawn'))`)
	const nothing, all = "0\t0\t0\t0\t0\t0\t0\t0", "1\t1\t1\t1\t1\t1\t1\t1"
	want := map[string]string{"before": nothing, "during": all, "after": nothing}
	visitor, looks := s.visitor(), map[string]int{}
	for looks["after"] < 10 {
		phase, seen, _ := strings.Cut(visitor.must(look), "\t")
		if seen != want[phase] {
			s.Fatalf("%s its time %s is seen, want %s", phase, seen, want[phase])
		}
		looks[phase]++
	}
	return looks
}

// The instants are exact to the microsecond: a release holds from its first one
// until just before its last one. A preview can be put on either.
func TestInstantsAreExact(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	now, err := s.store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page := s.page(s.home, "numbat", "page")
	release := s.release(page, about("numbat", "40"), publishing.Plan{From: now.Add(time.Hour), Until: now.Add(2 * time.Hour)})
	preview := s.as(s.login("preview"))
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{release.LiveFrom.Add(-time.Microsecond), "0\t0\t0\t0"},
		{release.LiveFrom, "1\t1\t1\t1"},
		{release.LiveUntil.Add(-time.Microsecond), "1\t1\t1\t1"},
		{release.LiveUntil, "0\t0\t0\t0"},
	} {
		preview.must(`set lectern.instant = '` + c.at.Format(time.RFC3339Nano) + `'`)
		got := preview.must(fmt.Sprintf(`
			select (select count(*) from release where path = '/numbat'),
				(select count(*) from revision where id = '%s'),
				(select count(*) from release_section where release_id = '%s'),
				(select count(*) from asset where filename = 'quokka-unused.csv')`, release.Revision, release.ID))
		if got != c.want {
			t.Errorf("at %s %s is seen, want %s", c.at, got, c.want)
		}
	}
}

// A transaction looks from the instant it began at, however long it lasts.
func TestATransactionLooksFromOneInstant(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	visitor := s.visitor()
	const look = `select count(*) from release where path = '/numbat'`
	visitor.must(`begin`)
	now, err := s.store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.release(s.page(s.home, "numbat", "page"), about("numbat", "40"), publishing.Plan{From: now.Add(time.Second / 2)})
	visitor.must(`select pg_sleep(0.6)`)
	if n := visitor.must(look); n != "0" {
		t.Errorf("what began meanwhile is seen by a transaction from before: %s", n)
	}
	if n := visitor.must(`commit; ` + look); n != "1" {
		t.Errorf("what has begun is not seen afterwards: %s", n)
	}
}
