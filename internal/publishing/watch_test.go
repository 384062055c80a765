package publishing_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// watch remembers what was once true for good, and holds the database to it.
type watch struct {
	*desk
	begun   map[string]string // what of a begun release says what it is
	closed  map[string]string // the whole row of a release that is over
	numbers []int64           // of the changes, as they appeared
}

func newWatch(d *desk) *watch {
	w := &watch{desk: d, begun: map[string]string{}, closed: map[string]string{}}
	w.look()
	return w
}

// broken returns what breaks a rule of storage, in words.
const broken = `
	with line as (
		select *, coalesce(lead(live_from) over (partition by page_id order by live_from), 'infinity') as next from release
	), shown as (
		select * from release where outcome in ('page', 'announced', 'withdrawn')
	)
	select 'a release ends at ' || live_until || ', not at the earlier of ' || ends_at || ' and ' || next
	from line where live_until <> least(ends_at, next) and not exists (
		select from release o where o.path = line.path and o.page_id <> line.page_id and o.live_from = line.live_until
			and line.page_id in (select id from every_page where bin_id is not null)) -- another page takes the address
	union all
	select 'a page in the bin is public, or planned to be' from release join every_page on every_page.id = page_id
	where bin_id is not null and (live_from > now() or live_until > now() and outcome in ('page', 'announced'))
	union all
	select 'a page of the tree stands below one in the bin' from page where parent_id is not null and parent_id not in (select id from page)
	union all
	select 'two releases of a page overlap' from release a join release b using (page_id)
	where a.id < b.id and a.live_from < b.live_until and b.live_from < a.live_until
	union all
	select 'two releases overlap at ' || path from release a join release b using (path)
	where a.id < b.id and a.live_from < b.live_until and b.live_from < a.live_until
	union all
	select 'the search document of ' || coalesce(path, kind) || ' is missing or has other instants' from shown
	where not exists (select from search_document d where d.release_id = id and (d.live_from, d.live_until) = (shown.live_from, shown.live_until))
	union all
	select 'what shows nothing is found by a search' from search_document where release_id not in (select id from shown)
	union all
	select 'what a search finds of ' || path || ' is missing or has other instants' from shown
	where path is not null and not exists (
		select from search_entry e where e.release_id = id and (e.kind, e.live_from, e.live_until) = (shown.kind, shown.live_from, shown.live_until))
	union all
	select 'what shows nothing has an entry of a search' from search_entry
	where release_id not in (select id from shown where path is not null)
	union all
	select 'a place in a list differs from its release at ' || coalesce(path, s.kind)
	from release_section s left join shown on id = release_id
	where path is null or (s.kind, s.sort_at, s.live_from, s.live_until) is distinct from (shown.kind, shown.sort_at, shown.live_from, shown.live_until)
	union all
	select 'revisions are not numbered from 1 on' from (
		select number, row_number() over (partition by page_id order by number) as place from revision) as r
	where number <> place
	union all
	select 'no job tells of ' || coalesce(path, kind) || ' at ' || at
	from (select id, path, kind, live_from as at from release union all select id, path, kind, ends_at from release) as r
	where at > now() and at < 'infinity' and not exists (
		select from river_job j where j.kind = 'tell' and j.args->>'release' = r.id::text
			and (j.args->>'at')::timestamptz = r.at and j.scheduled_at = r.at)`

// look fails the test if a rule is broken or history was rewritten.
func (w *watch) look() {
	w.t.Helper()
	for _, what := range all[string](w.desk, broken) {
		w.t.Error(what)
	}
	rows, _ := w.store.Pool.Query(w.t.Context(), `
		select id::text, concat_ws(' ', page_id, revision_id, outcome, notice, redirect_to, path, kind, live_from),
			release::text, live_until <= now()
		from release where live_from <= now()`)
	begun, closed := map[string]string{}, map[string]string{}
	var id, is, row string
	var over bool
	_, err := pgx.ForEachRow(rows, []any{&id, &is, &row, &over}, func() error {
		begun[id] = is
		if over {
			closed[id] = row
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.kept("a release that has begun", w.begun, begun)
	w.kept("a release that is over", w.closed, closed)
	w.begun, w.closed = begun, closed
	numbers := all[int64](w.desk, `select number from change order by at`)
	if !slices.IsSorted(numbers) || !slices.Equal(numbers[:min(len(numbers), len(w.numbers))], w.numbers) {
		w.t.Errorf("the numbers of the changes do not rise, in time: %v, and before %v", numbers, w.numbers)
	}
	w.numbers = numbers
}

func (w *watch) kept(what string, was, is map[string]string) {
	w.t.Helper()
	for id, row := range was {
		if is[id] != row {
			w.t.Errorf("%s was changed from\n\t%s\nto\n\t%s", what, row, is[id])
		}
	}
}

// recorded fails the test unless what was done is in the audit and, if it
// changed what is public, among the changes: once.
func (s *sequence) recorded(st *step, at time.Time) {
	s.t.Helper()
	line := s.log[len(s.log)-1]
	entries := all[string](s.desk, `select action from audit where actor_id = $1 and page_id is not distinct from $2 and at >= $3`,
		st.by.ID, nullable(st.page), s.began)
	if got, want := slices.Contains(entries, st.name), !st.silent; got != want {
		s.t.Errorf("%s: in the audit: %v, want %v; there is %v", line, got, want, entries)
	}
	changes := all[[]string](s.desk, `select tags from change where number > $1`, s.lastChange())
	if !st.releases || st.silent {
		if len(changes) > 0 {
			s.t.Errorf("%s: is told as a change: %v", line, changes)
		}
		return
	}
	if len(changes) != 1 {
		s.t.Errorf("%s: is told as %d changes", line, len(changes))
		return
	}
	want := st.leaves
	for _, p := range s.concerned(st) {
		want = append(want, s.tags(p)...)
	}
	for _, tag := range want {
		if !slices.Contains(changes[0], tag) {
			s.t.Errorf("%s: the change lacks %s: %v", line, tag, changes[0])
		}
	}
}

// tags returns the tags of everything that shows a page where it is.
func (s *sequence) tags(p *modelPage) []string {
	tags := []string{cms.PageTag(p.id), cms.RefTag(p.id), cms.ListTag(p.kind, "")}
	for _, section := range s.model.above(p.id) {
		tags = append(tags, cms.ListTag(p.kind, section))
	}
	return tags
}

// concerned returns the pages whose releases the step has changed.
func (s *sequence) concerned(st *step) []*modelPage {
	if st.name == "move" {
		return s.model.branch(st.page)
	}
	return []*modelPage{s.model.pages[st.page]}
}

func (s *sequence) lastChange() int64 {
	if len(s.numbers) == 0 {
		return 0
	}
	return s.numbers[len(s.numbers)-1]
}

func nullable(id cms.ID) any {
	if id == "" {
		return nil
	}
	return id
}

// compareDrafts holds what editors see against the model.
func (s *sequence) compareDrafts() {
	s.t.Helper()
	var want, got []string
	for _, p := range s.model.order {
		if p.draft != nil {
			want = append(want, fmt.Sprintf("%s %s %d %s", p.id, says(p.kind, p.draft.text), p.draft.version, p.draft.editor))
		}
		for i, text := range p.revisions {
			want = append(want, fmt.Sprintf("%s %s %d", p.id, text, i+1))
		}
	}
	got = all[string](s.desk, `
		select concat_ws(' ', page_id, body->>'title' || '|' || coalesce(body->>'summary', ''), version, editor_id) from draft
		union all
		select concat_ws(' ', page_id, body->>'title' || '|' || coalesce(body->>'summary', ''), number) from revision`)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.t.Errorf("%s: drafts and revisions are\n%q\nwant\n%q", s.log[len(s.log)-1], got, want)
	}
}

// visible is what somebody sees who is confined to live rows.
const visible = `
	select r.page_id, r.outcome, coalesce(r.path, ''), coalesce(v.body->>'title', '') || '|' || coalesce(v.body->>'summary', ''),
		r.notice, r.redirect_to, coalesce((select array_agg(s.section_id::text) from release_section s where s.release_id = r.id), '{}')
	from release r left join revision v on v.id = r.revision_id`

func scanVisible(rows pgx.Rows) (map[cms.ID]string, error) {
	seen := map[cms.ID]string{}
	var page cms.ID
	var outcome cms.Outcome
	var path, says, notice, to string
	var sections []cms.ID
	_, err := pgx.ForEachRow(rows, []any{&page, &outcome, &path, &says, &notice, &to, &sections}, func() error {
		seen[page] = describe(outcome, path, says, notice, to, sections)
		return nil
	})
	return seen, err
}

// travel asks the database what is visible at some instants: now, one that was
// looked at before, and some others.
func (s *sequence) travel() {
	s.t.Helper()
	s.visit()
	s.lookUp()
	instants := []time.Time{later(0).Add(time.Duration(s.random.IntN(9*60)) * time.Minute)}
	if all := s.model.instants(); len(all) > 0 {
		at := pick(s, all)
		instants = append(instants, at, at.Add(-time.Microsecond))
	}
	s.askOwnerAndPreview(instants)
}

// travelEverywhere asks for every instant at which something changes.
func (s *sequence) travelEverywhere() {
	s.t.Helper()
	var instants []time.Time
	for _, at := range s.model.instants() {
		instants = append(instants, at, at.Add(-time.Microsecond))
	}
	s.askOwnerAndPreview(instants)
}

// visit looks at the site as a visitor does, now, and remembers it.
func (s *sequence) visit() {
	s.t.Helper()
	ctx := s.t.Context()
	tx, err := s.site.Pool.Begin(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	var at time.Time
	if err := tx.QueryRow(ctx, `select now()`).Scan(&at); err != nil {
		s.t.Fatal(err)
	}
	rows, _ := tx.Query(ctx, visible)
	seen, err := scanVisible(rows)
	if err != nil {
		s.t.Fatal(err)
	}
	s.same("a visitor", at, seen, s.model.seen(at))
	s.visits = append(s.visits, visit{at, seen})
}

// visit is what a visitor saw once.
type visit struct {
	at   time.Time
	seen map[cms.ID]string
}

func (s *sequence) askOwnerAndPreview(instants []time.Time) {
	s.t.Helper()
	before := pick(s, s.visits)
	instants = append(instants, before.at)
	batch := &pgx.Batch{}
	for _, at := range instants {
		want := s.model.seen(at)
		if at.Equal(before.at) {
			want = before.seen // nothing that came later may change it
		}
		batch.Queue(visible+` where r.live_from <= $1 and r.live_until > $1`, at).Query(func(rows pgx.Rows) error {
			seen, err := scanVisible(rows)
			s.same("the owner", at, seen, want)
			return err
		})
	}
	batch.Queue(`select set_config('role', $1, true)`, s.preview)
	for _, at := range instants {
		want := s.model.seen(at)
		if at.Equal(before.at) {
			want = before.seen
		}
		batch.Queue(`select set_config('lectern.instant', $1, true)`, at.Format(time.RFC3339Nano))
		batch.Queue(visible).Query(func(rows pgx.Rows) error {
			seen, err := scanVisible(rows)
			s.same("a preview", at, seen, want)
			return err
		})
	}
	err := s.store.Tx(context.Background(), func(tx *postgres.Tx) error {
		if err := tx.SendBatch(context.Background(), batch).Close(); err != nil {
			return err
		}
		return cms.ErrConflict // roll back
	})
	if err != cms.ErrConflict {
		s.t.Fatal(err)
	}
}

func (s *sequence) same(who string, at time.Time, got, want map[cms.ID]string) {
	s.t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for _, p := range s.model.order {
		if got[p.id] != want[p.id] {
			s.t.Errorf("%s sees of %s at %s\n\t%s\nwant\n\t%s", who, p.id, stamp(at), got[p.id], want[p.id])
		}
	}
}

// lookUp asks for lists and addresses as the site's handlers do.
func (s *sequence) lookUp() {
	s.t.Helper()
	ctx := s.t.Context()
	var wanted postgres.Wanted
	for range 4 {
		below := cms.ID("")
		if s.chance(80) {
			below = s.page().id
		}
		wanted.Lists = append(wanted.Lists, cms.ListQuery{Kinds: []string{pick(s, s.model.order[1:]).kind}, Below: below, Size: 50, Count: true})
	}
	paths := []string{s.model.path(s.page().id), "/" + pick(s, []string{"x", "y", "old", "a/x", "b/y", "a/z/x"})}
	for from := range s.model.redirects {
		paths = append(paths, from)
	}
	err := s.site.Snapshot(ctx, func(snap *postgres.Snapshot) error {
		var at time.Time
		for _, path := range paths {
			a, err := snap.Address(ctx, path, nil, nil)
			if err != nil {
				return err
			}
			at = a.At
			s.compareAddress(path, a)
		}
		loaded, err := snap.Load(ctx, wanted)
		for i, q := range wanted.Lists {
			var got []cms.ID
			if err == nil {
				for _, item := range loaded.Lists[i].Items {
					got = append(got, item.Page)
				}
			}
			if want := s.model.list(q.Kinds[0], q.Below, at); !slices.Equal(got, want) || loaded.Lists[i].Total != len(want) {
				s.t.Errorf("newest of %s below %q: %v of %d, want %v", q.Kinds[0], q.Below, got, loaded.Lists[i].Total, want)
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sequence) compareAddress(path string, a postgres.Address) {
	s.t.Helper()
	var got cms.ID
	if a.Release != nil {
		got = a.Release.Page
	}
	var want cms.ID
	if p, _ := s.model.at(path, a.At); p != nil && path != "" {
		want = p.id
	}
	wants(s.t, "the page at "+path, got, want)
	var trail, above []cms.ID
	for _, item := range a.Trail {
		trail = append(trail, item.Page)
	}
	for _, ancestor := range cms.Ancestors(path) {
		if p, r := s.model.at(ancestor, a.At); p != nil && r.outcome.Shows() {
			above = append(above, p.id)
		}
	}
	wantsAll(s.t, "the live pages above "+path, trail, above...)
	to := ""
	if a.Release == nil && a.Redirect != nil {
		to = a.Redirect.To
	}
	if path != "" {
		wants(s.t, "where "+path+" leads", to, s.model.leads(path, a.At))
	}
}
