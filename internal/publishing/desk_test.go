package publishing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// upcoming is a kind of page that can be announced before its release.
type upcoming struct {
	Title   string `rule:"required max=100"`
	Summary string `type:"longtext"`
}

func (*upcoming) Kind() cms.Kind {
	return cms.Kind{Name: "upcoming", Label: "Upcoming", Help: "For tests", Addressed: true}
}

func (u *upcoming) Card() cms.Card      { return cms.Card{Title: u.Title, Summary: u.Summary} }
func (u *upcoming) Redact() schema.Kind { return &upcoming{Title: u.Title} }

// chapter is a kind of page that stands below another only.
type chapter struct {
	Title string `rule:"required"`
}

func (*chapter) Kind() cms.Kind {
	return cms.Kind{Name: "chapter", Label: "Chapter", Help: "For tests", Addressed: true, Below: []string{"upcoming"}}
}

func (c *chapter) Card() cms.Card { return cms.Card{Title: c.Title} }

// desk is where editors work: the only writer, on a database of its own.
type desk struct {
	t         testing.TB
	publisher *publishing.Publisher
	store     *postgres.Store
	home      cms.ID
}

// newDesk returns a desk with a home page that is live.
func newDesk(t testing.TB) *desk {
	t.Helper()
	publisher, store := testkit.Publisher(t, &upcoming{}, &chapter{})
	d := &desk{t: t, publisher: publisher, store: store}
	d.home = d.create("home", "", "")
	d.release(d.home, "Home", publishing.Plan{})
	return d
}

// user returns somebody with a role on a branch; without one on the whole site.
func user(n int, role cms.Role, branch cms.ID) cms.User {
	u := cms.User{ID: cms.ID(fmt.Sprintf("00000000-0000-7000-9000-%012d", n)), Name: fmt.Sprintf("user %d", n)}
	if role != 0 {
		u.Grants = []cms.Grant{{Role: role, Branch: branch}}
	}
	return u
}

// admin is who acts in a test that is not about rights.
var admin = user(100, cms.Administrator, "")

// colleague approves what the admin has written.
var colleague = user(101, cms.Administrator, "")

// urgent is a plan to release now what nobody has approved.
var urgent = publishing.Plan{Reason: "for this test"}

// value returns content of a kind; every text makes another one.
func value(kind, text string) schema.Kind {
	switch kind {
	case "home":
		return &kinds.Home{Title: text, Summary: text}
	case "landing":
		return &kinds.Landing{Title: text, Summary: text}
	case "service":
		return &kinds.Service{Title: text, Summary: text}
	case "page":
		return &kinds.ContentPage{Title: text, Summary: text}
	case "series":
		return &kinds.Series{Title: text, Summary: prose(text), Tier: "2", DateNaming: "none", AdministrativeSources: "Sources of " + text}
	case "publication":
		return &kinds.Publication{Title: text, Summary: prose(text), Published: day}
	case "upcoming":
		return &upcoming{Title: text, Summary: text}
	case "menu":
		return &kinds.Menu{Title: text, Place: "main"}
	}
	panic("no content of kind " + kind)
}

// incomplete is a text too long to be released.
var incomplete = strings.Repeat("long ", 40)

// edit runs f as the admin and fails the test if it fails.
func (d *desk) edit(f func(e *publishing.Edit) error) {
	d.t.Helper()
	if err := d.as(admin, f); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) as(u cms.User, f func(e *publishing.Edit) error) error {
	return d.publisher.Edit(context.Background(), u, f)
}

// refused runs f as the admin and fails the test unless it fails in that way
// and leaves everything as it was.
func (d *desk) refused(kind error, f func(e *publishing.Edit) error) error {
	d.t.Helper()
	return d.refusedTo(admin, kind, f)
}

func (d *desk) refusedTo(u cms.User, kind error, f func(e *publishing.Edit) error) error {
	d.t.Helper()
	before := d.dump()
	err := d.as(u, f)
	if !errors.Is(err, kind) {
		d.t.Errorf("error %v, want one that is %q", err, kind)
	}
	if changed := changedTables(before, d.dump()); len(changed) > 0 {
		d.t.Errorf("what was refused changed %v", changed)
	}
	return err
}

func (d *desk) create(kind string, parent cms.ID, slug string) (id cms.ID) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		page, err := e.Create(d.t.Context(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		id = page.ID
		return err
	})
	return id
}

// page makes a content page that is live now.
func (d *desk) page(parent cms.ID, slug string) cms.ID {
	d.t.Helper()
	id := d.create("page", parent, slug)
	d.release(id, slug, publishing.Plan{})
	return id
}

// save writes the draft over whatever draft there is.
func (d *desk) save(id cms.ID, text string) (draft cms.Draft) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) (err error) {
		draft, err = e.Save(d.t.Context(), publishing.Save{Page: id, Value: value(d.kind(id), text), Version: d.draftVersion(id), Automatic: true})
		return err
	})
	return draft
}

// ready has somebody else approve the draft.
func (d *desk) ready(id cms.ID) {
	d.t.Helper()
	version := d.draftVersion(id)
	d.edit(func(e *publishing.Edit) error { _, err := e.Submit(d.t.Context(), id, version, ""); return err })
	if err := d.as(colleague, func(e *publishing.Edit) error { _, err := e.Approve(d.t.Context(), id, version, ""); return err }); err != nil {
		d.t.Fatal(err)
	}
}

// release saves a text, has it approved and releases it.
func (d *desk) release(id cms.ID, text string, plan publishing.Plan) (r cms.Release) {
	d.t.Helper()
	d.save(id, text)
	d.ready(id)
	d.edit(func(e *publishing.Edit) (err error) {
		r, err = e.Release(d.t.Context(), id, plan)
		return err
	})
	return r
}

// soon saves a text and releases it from, or until, an instant that long after
// the release itself.
func (d *desk) soon(id cms.ID, text string, ahead time.Duration, plan func(time.Time) publishing.Plan) (r cms.Release) {
	d.t.Helper()
	d.save(id, text)
	d.ready(id)
	d.edit(func(e *publishing.Edit) (err error) {
		if _, err = e.Timeline(d.t.Context(), id); err == nil { // from here on it is e.At
			r, err = e.Release(d.t.Context(), id, plan(e.At().Add(ahead)))
		}
		return err
	})
	return r
}

func (d *desk) expire(id cms.ID, at time.Time) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(d.t.Context(), id, at)
		return err
	})
}

func (d *desk) cancel(release cms.ID) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error { return e.Cancel(d.t.Context(), release) })
}

// move returns the redirects that the move made, as "from → page".
func (d *desk) move(id, parent cms.ID, slug string) (made []string) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		redirects, err := e.Move(d.t.Context(), id, parent, slug)
		for _, r := range redirects {
			made = append(made, r.From)
			if r.Page == "" || r.To != "" {
				d.t.Errorf("the redirect from %s does not follow its page: %+v", r.From, r)
			}
		}
		return err
	})
	slices.Sort(made)
	return made
}

func (d *desk) timeline(id cms.ID) (line cms.Timeline) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) (err error) {
		line, err = e.Timeline(d.t.Context(), id)
		return err
	})
	return line
}

func (d *desk) kind(id cms.ID) string {
	return one[string](d, `select kind from page where id = $1`, id)
}

func (d *desk) draftVersion(id cms.ID) int {
	return one[int](d, `select coalesce((select version from draft where page_id = $1), 0)`, id)
}

func (d *desk) revisions(id cms.ID) []string {
	return all[string](d, `select coalesce(body->>'title', '') from revision where page_id = $1 order by number`, id)
}

func (d *desk) now() time.Time {
	d.t.Helper()
	at, err := d.store.Now(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

// await waits until the database's clock has passed an instant.
func (d *desk) await(at time.Time) {
	d.t.Helper()
	for !d.now().After(at) {
		time.Sleep(time.Millisecond)
	}
}

var tomorrow = time.Now().UTC().Truncate(time.Hour).Add(24 * time.Hour)

// later returns an instant that no test lives to see.
func later(hours int) time.Time { return tomorrow.Add(time.Duration(hours) * time.Hour) }

// live returns what the owner's query says is at a path at an instant: the
// title of the page, another outcome, or nothing.
func (d *desk) live(path string, at time.Time) string {
	return strings.Join(all[string](d, `
		select case when outcome = 'page' then title else outcome end
		from release where path = $1 and live_from <= $2 and live_until > $2`, path, at), " and ")
}

// leads returns where a visitor who asks for a path is sent: nowhere if a page
// or nothing is there.
func leads(t testing.TB, site *postgres.Site, path string) (to string) {
	t.Helper()
	err := site.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		a, err := s.Address(t.Context(), path, nil, nil)
		if err == nil && a.Release == nil && a.Redirect != nil {
			to = a.Redirect.To
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func one[T any](d *desk, sql string, args ...any) T {
	d.t.Helper()
	list := all[T](d, sql, args...)
	if len(list) != 1 {
		d.t.Fatalf("%d rows, want one: %s", len(list), sql)
	}
	return list[0]
}

func all[T any](d *desk, sql string, args ...any) []T {
	d.t.Helper()
	rows, _ := d.store.Pool.Query(d.t.Context(), sql, args...)
	list, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		d.t.Fatalf("%v: %s", err, sql)
	}
	return list
}

// try returns how the database refuses a change behind publishing's back; the
// change is taken back.
func (d *desk) try(sql string) error {
	d.t.Helper()
	tx, err := d.store.Pool.Begin(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	_, err = tx.Exec(d.t.Context(), sql)
	return err
}

// tables are all that an edit may write.
var tables = []string{"every_page", "bin", "revision", "draft", "release", "release_section", "release_asset", "release_term",
	"reference", "search_document", "search_entry", "redirect", "term", "synonyms", "best_bet", "best_bet_page", "suggested_search", "asset", "audit", "change", "river_job"}

// dump returns a sum of the content of each table.
func (d *desk) dump() map[string]string {
	d.t.Helper()
	sums := map[string]string{}
	batch := &pgx.Batch{}
	for _, table := range tables {
		row := `x::text`
		if table == "search_entry" {
			row = `(to_jsonb(x) - 'ord' - 'changed')::text` // numbers that a row written anew has anew
		}
		sql := `select coalesce(md5(string_agg(` + row + `, e'\n' order by ` + row + `)), '') from ` + table + ` x`
		batch.Queue(sql).QueryRow(func(row pgx.Row) error {
			var sum string
			err := row.Scan(&sum)
			sums[table] = sum
			return err
		})
	}
	if err := d.store.Pool.SendBatch(d.t.Context(), batch).Close(); err != nil {
		d.t.Fatal(err)
	}
	return sums
}

func changedTables(before, after map[string]string) (changed []string) {
	for _, table := range tables {
		if before[table] != after[table] {
			changed = append(changed, table)
		}
	}
	return changed
}

// wants fails the test unless got is want.
func wants[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func wantsAll[T comparable](t testing.TB, what string, got []T, want ...T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
