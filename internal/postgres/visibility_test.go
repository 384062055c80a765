package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

// secret is in everything that nobody may see before its time: titles,
// addresses, summaries, bodies, change notes, file names.
const secret = "zebra"

// stage is a site with live pages and with secrets, and what somebody holds who
// has taken over the visitors' login.
type stage struct {
	t         *testing.T
	store     *postgres.Store
	publisher *publishing.Publisher
	home      cms.ID
	live      cms.ID // a live page with a scheduled update
	hidden    cms.ID // a page that is scheduled only
	begins    time.Time
	file      cms.Asset // used by the live page
	foreign   cms.Asset // used by the hidden one
	intruder  *pgx.Conn
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, begins: time.Date(2090, 1, 2, 9, 30, 0, 0, time.UTC)}
	s.publisher, s.store = testkit.Publisher(t)
	s.file = cms.Asset{ID: publishing.NewID(), Hash: strings.Repeat("a", 64), Filename: "public.csv", MediaType: "text/csv", Size: 7}
	s.foreign = cms.Asset{ID: publishing.NewID(), Hash: strings.Repeat("b", 64), Filename: secret + ".csv", MediaType: "text/csv", Size: 9}
	ctx := t.Context()
	s.edit(func(e *publishing.Edit) error {
		return errors.Join(e.AddAsset(ctx, s.file), e.AddAsset(ctx, s.foreign))
	})
	s.home = s.page("", "home", "", &kinds.Home{Title: "Front", Summary: "Front"}, publishing.Plan{})
	s.live = s.page(s.home, "page", "public", content("Public", s.file.ID), publishing.Plan{})
	s.release(s.live, content(secret+" update", s.foreign.ID), publishing.Plan{From: s.begins})
	s.hidden = s.page(s.home, "page", secret+"-page", content(secret+" page", s.foreign.ID), publishing.Plan{From: s.begins})
	ended := s.page(s.home, "page", "over", content("Over", ""), publishing.Plan{})
	s.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(ctx, ended, time.Time{})
		return err
	})
	s.edit(func(e *publishing.Edit) error {
		_, err := e.Save(ctx, publishing.Save{Page: s.live, Value: content(secret+" draft", "")})
		return err
	})
	s.intruder = s.connect("public")
	return s
}

// content is a page that has the word everywhere.
func content(word string, file cms.ID) *kinds.ContentPage {
	p := &kinds.ContentPage{Title: word, ShortTitle: word, Summary: word, Body: cms.Blocks{{
		ID: "1", Type: "text", Value: &blocks.Text{Heading: word, Body: richtext.Doc{{Paragraph: []richtext.Span{{Text: word}}}}},
	}}}
	if file != "" {
		p.Body = append(p.Body, cms.Block{ID: "2", Type: "downloads", Value: &blocks.Downloads{
			Items: []blocks.Download{{File: cms.File{Asset: file, Title: word}}},
		}})
	}
	return p
}

func (s *stage) edit(f func(*publishing.Edit) error) {
	s.t.Helper()
	if err := s.publisher.Edit(s.t.Context(), cms.System, f); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) page(parent cms.ID, kind, slug string, value interface {
	Kind() cms.Kind
	Card() cms.Card
}, plan publishing.Plan) (id cms.ID) {
	s.t.Helper()
	s.edit(func(e *publishing.Edit) error {
		page, err := e.Create(s.t.Context(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		id = page.ID
		return err
	})
	s.release(id, value, plan)
	return id
}

func (s *stage) release(id cms.ID, value interface {
	Kind() cms.Kind
	Card() cms.Card
}, plan publishing.Plan) {
	s.t.Helper()
	notes := []cms.ChangeNote{{At: time.Now(), Note: value.Card().Title}}
	s.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(s.t.Context(), id, value, notes, plan)
		return err
	})
}

// connect opens a connection as the login made for that purpose.
func (s *stage) connect(purpose string) *pgx.Conn {
	s.t.Helper()
	login, err := s.store.Login(s.t.Context(), purpose)
	if err != nil {
		s.t.Fatal(err)
	}
	config := s.store.Pool.Config().ConnConfig.Copy()
	config.User, config.Password = login.Name, login.Password
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	conn, err := pgx.ConnectConfig(s.t.Context(), config)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// ask runs a statement and returns all that it tells: rows as text, or the
// error with its details.
func ask(t *testing.T, conn *pgx.Conn, sql string) (told string, err error) {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql)
	if err == nil {
		var lines []string
		for rows.Next() {
			line := make([]string, len(rows.RawValues()))
			for i, value := range rows.RawValues() {
				line[i] = string(value)
			}
			lines = append(lines, strings.Join(line, "|"))
		}
		rows.Close()
		err = rows.Err()
		told = strings.Join(lines, "\n")
	}
	if err != nil {
		told = fmt.Sprintf("%+v", err)
	}
	return told, err
}

func TestRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for _, sql := range []string{
		// what is not for visitors
		`select * from page`, `select * from draft`, `select * from audit`, `select * from change`, `select * from login`,
		`select * from search_document`, `select * from form_submission`, `select * from search_query`, `select * from redirect_hit`,
		`select created_by from revision`, `select * from goose_db_version`, `select * from river_job`, `select * from pg_authid`,
		// writing
		`update release set title = 'x'`, `delete from release`, `truncate release`, `lock table release in share mode`,
		`select * from release for update`, `select * from release for key share`,
		`insert into release (id) values (gen_random_uuid())`, `insert into change (tags) values ('{}')`,
		`insert into form_submission (token, page_id, data) values (gen_random_uuid(), gen_random_uuid(), '{}') returning data`,
		`insert into form_submission (token, page_id, data) values (gen_random_uuid(), gen_random_uuid(), '{}') on conflict (token) do update set data = '{}'`,
		`insert into form_submission (token, page_id, data, received_at) values (gen_random_uuid(), gen_random_uuid(), '{}', now())`,
		`update search_query set query = ''`, `delete from redirect_hit`, `select nextval('search_query_id_seq')`, `select currval('search_query_id_seq')`,
		// making things
		`create table t (a int)`, `create temporary table t (a int)`, `create view v as select 1`, `create schema s`,
		`create function f(text) returns boolean language sql cost 0.0001 as $$ select true $$`,
		`create function pg_temp.f(text) returns boolean language plpgsql cost 0.0001 as $$ begin raise notice '%', $1; return true; end $$`,
		`create operator === (leftarg = text, rightarg = text, function = texteq)`, `create aggregate a (text) (sfunc = textcat, stype = text)`,
		`create cast (text as int) with inout as implicit`, `create rule r as on select to release do instead select 1`,
		`create trigger t before insert on search_query for each row execute function suppress_redundant_updates_trigger()`,
		`create index on release (title)`, `alter table release disable row level security`,
		`drop policy live on release`, `create policy mine on release using (true)`, `comment on table release is 'x'`,
		`create extension dblink`, `create role r`, `create publication p for all tables`, `create event trigger e on ddl_command_start execute function f()`,
		`do $$ begin execute 'create temporary table x as select * from release'; end $$`,
		// being somebody else
		`set role lectern`, `set session authorization lectern`, `select set_config('role', 'lectern', false)`,
		`set row_security = off; select * from release`, `alter role current_user superuser`,
		// leaving the database
		`select pg_read_file('postgresql.conf')`, `select pg_ls_dir('.')`, `copy release to program 'cat'`, `copy search_query from '/etc/passwd'`,
		`select lo_import('/etc/passwd')`, `select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user and usename is not null`,
		`select pg_create_physical_replication_slot('x')`, `select pg_logical_emit_message(true, 'a', 'b') from pg_create_logical_replication_slot('x', 'pgoutput')`,
	} {
		if _, err := ask(t, s.intruder, sql); err == nil {
			t.Errorf("not refused: %s", sql)
		}
		if s.intruder.IsClosed() {
			s.intruder = s.connect("public")
		}
		_, _ = ask(t, s.intruder, `rollback; reset all`)
	}
	preview, err := s.store.Login(t.Context(), "preview")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask(t, s.intruder, `set role `+preview.Name); err == nil {
		t.Error("the public login can look as the preview login")
	}
}

// An oracle is a question whose answer differs between what is hidden and what
// does not exist. Here are the questions; both answers must be the same.
func TestHiddenAndAbsentLookTheSame(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.surround(1000)
	questions := map[string]string{
		"path":              `select * from release where path = '/%s-page'`,
		"path from":         `select * from release where path >= '/%s-' and path < '/%s-z'`,
		"path like":         `select * from release where path like '/%s%%'`,
		"title":             `select * from release where title = '%s page'`,
		"title from":        `select * from release where title >= '%s' and title < '%szz'`,
		"title key":         `select * from release where title_key >= md5('%s') and title_key < md5('%s') || 'z'`,
		"file name":         `select * from asset where filename = '%s.csv'`,
		"path and failure":  `select * from release where path = '/%s-page' and 1 / (sort_at - sort_at > '1 second')::int = 0`,
		"path and division": `select 1 / (count(*)::int - 0) from (select 1 from release where path = '/%s-page' union all select 1) as found`,
		"redirect":          `select * from redirect where from_path = '/%s-page'`,
		"join":              `select v.id from release r join revision v on v.id = r.revision_id where r.path = '/%s-page'`,
		"search":            `select count(*) from search_titles('%s', 10, 0)`,
	}
	settings := []string{``, `set enable_seqscan = off`, `set enable_indexscan = off; set enable_indexonlyscan = off`,
		`set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off`}
	for _, setting := range settings {
		if _, err := ask(t, s.intruder, `reset all; `+setting); err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Sorted(maps.Keys(questions)) {
			question := strings.ReplaceAll(questions[name], "%%", "%")
			for _, how := range []string{`%s`, `explain %s`, `explain (analyze, verbose, costs, timing off, summary off) %s`} {
				sql := strings.ReplaceAll(how, "%s", question)
				hidden, _ := ask(t, s.intruder, strings.ReplaceAll(sql, "%s", secret))
				absent, _ := ask(t, s.intruder, strings.ReplaceAll(sql, "%s", "okapi"))
				hidden, absent = masked(hidden, secret), masked(absent, "okapi")
				if hidden != absent {
					t.Errorf("%s, with %q, tells them apart:\n%s", sql, setting, cmp.Diff(absent, hidden))
				}
			}
		}
	}
}

var (
	buffers = regexp.MustCompile(`(?m)^ *(Buffers|Planning|I/O).*$`)
	digest  = regexp.MustCompile(`'[0-9a-f]{32}z?'`)
)

// masked leaves out what the question itself says.
func masked(told, word string) string {
	return digest.ReplaceAllString(buffers.ReplaceAllString(strings.ReplaceAll(told, word, "WORD"), ""), "HASH")
}

// surround adds live pages around the secret ones, so that the planner has
// statistics that could tell of them, and a choice of plans.
func (s *stage) surround(n int) {
	s.t.Helper()
	_, err := s.store.Pool.Exec(s.t.Context(), `
		with made as (
			insert into page (id, kind, has_address, parent_id, slug)
			select gen_random_uuid(), 'page', true, $1, 'p' || n from generate_series(1, $2) as n returning id, slug
		), revised as (
			insert into revision (id, page_id, number, body, created_by)
			select gen_random_uuid(), id, 1, jsonb_build_object('title', slug), id from made returning id, page_id, body
		)
		insert into release (id, page_id, revision_id, outcome, path, kind, title, title_key, sort_at, first_published_at, last_edited_at, live_from)
		select gen_random_uuid(), page_id, id, 'page', '/' || chr(97 + (random() * 25)::int) || (body ->> 'title'), 'page',
			body ->> 'title', body ->> 'title', now(), now(), now(), now() from revised`, s.home, n)
	if err == nil {
		_, err = s.store.Pool.Exec(s.t.Context(), `vacuum analyze`)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestAnOracleForInstantsKnowsNoAddresses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	// The id of a page that nothing live knows of tells nothing, though it is right.
	for _, id := range []cms.ID{s.hidden, publishing.NewID()} {
		told, err := ask(t, s.intruder, fmt.Sprintf(
			`select next_change('{}', '{}', array['%[1]s']::uuid[]), next_change(array['page'], array['%[1]s']::uuid[], '{}')`, id))
		if err != nil || told != "|" {
			t.Errorf("of %s is told %q (%v)", id, told, err)
		}
	}
	told, err := ask(t, s.intruder, fmt.Sprintf(`select next_change('{}', '{}', array['%s']::uuid[])`, s.live))
	if err != nil || !strings.HasPrefix(told, "2090-01-02 09:30") {
		t.Errorf("the next change of a live page is told to be %q (%v)", told, err)
	}
}

func TestIntakeTellsOnlyItsOwnToken(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	insert := func(token, page cms.ID) string {
		told, _ := ask(t, s.intruder, fmt.Sprintf(`insert into form_submission (token, page_id, data) values ('%s', '%s', '{}')`, token, page))
		return told
	}
	token := publishing.NewID()
	for _, page := range []cms.ID{s.live, s.hidden, publishing.NewID()} {
		if told := insert(publishing.NewID(), page); told != "" {
			t.Errorf("a submission for %s: %s", page, told)
		}
	}
	if told := insert(token, s.live); told != "" {
		t.Error(told)
	}
	if told := insert(token, s.hidden); !strings.Contains(told, "form_submission_pkey") || strings.Contains(told, secret) {
		t.Errorf("a repeated token: %s", told)
	}
}

func TestOnlyThePreviewRoleLooksFromAnotherInstant(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	sees := `select string_agg(title, ', ' order by title) from release where kind = 'page'`
	if _, err := ask(t, s.intruder, `set lectern.instant = '2091-01-01'`); err != nil {
		t.Fatal(err)
	}
	told, err := ask(t, s.intruder, sees)
	if err != nil || told != "Public" {
		t.Errorf("the public login sees %q (%v)", told, err)
	}
	preview, err := s.store.Login(t.Context(), "preview")
	if err != nil {
		t.Fatal(err)
	}
	for instant, want := range map[string]string{
		"2091-01-01": secret + " page, " + secret + " update", "2000-01-01": "", "": "Public",
	} {
		var got *string
		err := pgx.BeginFunc(t.Context(), s.store.Pool, func(tx pgx.Tx) error {
			for _, sql := range []string{`set local role ` + preview.Name, `set local lectern.instant = '` + instant + `'`} {
				if _, err := tx.Exec(t.Context(), sql); err != nil {
					return err
				}
			}
			return tx.QueryRow(t.Context(), sees).Scan(&got)
		})
		if err != nil || (got == nil) != (want == "") || got != nil && *got != want {
			t.Errorf("at %q the preview role sees %v (%v), want %q", instant, got, err, want)
		}
	}
	told, err = ask(t, s.connect("preview"), `insert into search_query (query, results) values ('x', 1)`)
	if err == nil {
		t.Errorf("the preview login may insert: %s", told)
	}
}

func TestNotificationsTellNumbersOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	if _, err := ask(t, s.intruder, `listen lectern_change`); err != nil {
		t.Fatal(err)
	}
	s.release(s.hidden, content(secret+" again", ""), publishing.Plan{From: s.begins.AddDate(1, 0, 0)})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	n, err := s.intruder.WaitForNotification(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^\d+$`).MatchString(n.Payload) {
		t.Errorf("a notification says %q", n.Payload)
	}
}

func TestAFileIsReadableFromItsReleaseOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	now, err := s.store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := now.Add(400 * time.Millisecond).Truncate(time.Microsecond)
	s.page(s.home, "page", "soon", content("Soon", s.foreign.ID), publishing.Plan{From: at})
	early, late := 0, 0
	for late < 5 {
		var seen int
		var judged time.Time // the instant that the statement judges by
		err := s.intruder.QueryRow(t.Context(), `select now(), (select count(*) from asset where filename = 'zebra.csv')`).Scan(&judged, &seen)
		if err != nil {
			t.Fatal(err)
		}
		live := !judged.Before(at)
		if (seen == 1) != live {
			t.Fatalf("at %s the file is seen %d times; its release begins at %s", judged, seen, at)
		}
		if live {
			late++
		} else {
			early++
		}
	}
	if early == 0 {
		t.Error("nobody looked before the release")
	}
}

func TestOpenSiteRefusesALoginThatIsNotConfined(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	owner := s.store.Pool.Config().ConnConfig
	public, err := s.store.Login(ctx, "public")
	if err != nil {
		t.Fatal(err)
	}
	preview, err := s.store.Login(ctx, "preview")
	if err != nil {
		t.Fatal(err)
	}
	suffix := strings.ReplaceAll(string(publishing.NewID()), "-", "")
	for _, c := range []struct{ name, make, says string }{
		{"bypass_" + suffix, `create role %s login password 'p' bypassrls in role ` + public.Name, "row-level security"},
		{"super_" + suffix, `create role %s login password 'p' superuser`, "row-level security"},
		{"member_" + suffix, `create role %s login password 'p' in role ` + owner.User, "row-level security"},
		{"maker_" + suffix, `create role %s login password 'p' createrole in role ` + public.Name, "row-level security"},
		{"seer_" + suffix, `create role %s login password 'p' in role ` + public.Name + `, ` + preview.Name, "row-level security"},
		{"nobody_" + suffix, `create role %s login password 'p'`, "grant"},
		{"fine_" + suffix, `create role %s login password 'p' in role ` + public.Name, ""},
	} {
		if _, err := s.store.Pool.Exec(ctx, fmt.Sprintf(c.make, c.name)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = s.store.Pool.Exec(context.Background(), `drop role `+c.name) })
		site, err := postgres.OpenSite(ctx, s.store, loginURL(owner, c.name))
		if err == nil {
			site.Close()
		}
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if site, err := postgres.OpenSite(ctx, s.store, s.store.Pool.Config().ConnString()); err == nil {
		site.Close()
		t.Error("the owner may serve visitors")
	}
}

// loginURL leads to the same database as another login, whose password is p.
func loginURL(c *pgx.ConnConfig, user string) string {
	return fmt.Sprintf("host=%s port=%d dbname=%s user=%s password=p sslmode=disable", c.Host, c.Port, c.Database, user)
}
