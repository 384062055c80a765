package postgres_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// Each is a way to become somebody else, to look from another time, or to have
// others say what one cannot ask oneself.
func TestVisitorsStayThemselves(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	s.against("visitors stay visitors", visitorsStayVisitors)
	s.against("only previews look from another instant", onlyPreviewsLookFromAnotherInstant)
	s.against("a preview leaves nothing behind", aPreviewLeavesNothingBehind)
	s.against("settings show nothing", settingsShowNothing)
	s.against("functions of the owner tell nothing else", functionsOfTheOwnerTellNothingElse)
	s.against("the next change is no oracle", theNextChangeIsNoOracle)
	s.against("others are not overheard", othersAreNotOverheard)
}

// Nobody becomes somebody else.
func visitorsStayVisitors(t *testing.T, s *siege) {
	visitor := s.visitor()
	public := s.login("public").Name
	for _, other := range []string{s.one(`select current_user::text`), s.login("preview").Name, "pg_read_all_data", "pg_read_server_files", "pg_monitor"} {
		visitor.refused(
			`set role `+other,
			`set local role `+other,
			`set session role '`+other+`'`,
			`begin; set session authorization `+other,
			`select set_config('role', '`+other+`', false)`,
			`select set_config('session_authorization', '`+other+`', false)`,
			`do $$ begin set role `+other+`; end $$`,
		)
	}
	for _, sql := range []string{`reset role`, `set role none`, `reset session authorization`, `set session authorization default`, `discard all`} {
		visitor.must(sql)
		if who := visitor.must(`select current_user, session_user`); who != public+"\t"+public {
			t.Errorf("after %s the visitor is %s", sql, who)
		}
		s.hides(visitor, `table release`)
	}
}

// Only the preview login looks from another instant, and only for as long as
// the owner's transaction lasts.
func onlyPreviewsLookFromAnotherInstant(t *testing.T, s *siege) {
	const titles = `select string_agg(title, ', ' order by title) from release where kind = 'page'`
	visitor := s.visitor()
	now := visitor.must(titles)
	for _, sql := range []string{
		`set lectern.instant = '2090-01-01'`,
		`select set_config('lectern.instant', '2090-01-01', false)`,
		`set "lectern.instant" to 'infinity'`,
		`set local timezone = 'Pacific/Kiritimati'`,
		`set datestyle = 'SQL, DMY'; set lectern.instant = 'tomorrow'`,
		`begin isolation level serializable read only deferrable; set lectern.instant = 'infinity'`,
	} {
		visitor.must(sql)
		if got := visitor.must(titles); got != now {
			t.Errorf("after %s visitors see %q, not %q", sql, got, now)
		}
		s.hides(visitor, `table release`)
		if got := visitor.must(`select site_now() = now()`); got != "t" {
			t.Errorf("after %s it is another time", sql)
		}
	}

	preview := s.as(s.login("preview"))
	if got := preview.must(titles); got != now {
		t.Errorf("without an instant, a preview sees %q, not %q", got, now)
	}
	for instant, want := range map[string]string{
		"now() - interval '90 minutes'": "The quokka expired",
		"now() + interval '90 minutes'": "The quokka update, The wombat gone, The wombat left, The wombat withdrawn",
		"now() + interval '3 hours'":    "The quokka below, The quokka launch, The quokka update, The wombat gone, The wombat left, The wombat withdrawn",
	} {
		at := s.one(`select (` + instant + `)::text`)
		preview.must(`set lectern.instant = '` + at + `'`)
		if got := preview.must(titles); got != want {
			t.Errorf("at %s a preview sees %q, want %q", instant, got, want)
		}
		var got string
		err := pgx.BeginFunc(t.Context(), s.store.Pool, func(tx pgx.Tx) error {
			lookFrom(t, tx, s.login("preview").Name, at)
			return tx.QueryRow(t.Context(), titles).Scan(&got)
		})
		if err != nil || got != want {
			t.Errorf("at %s the owner's preview sees %q (%v), want %q", instant, got, err, want)
		}
	}
	preview.refused(`insert into search_query (query, results) values ('x', 1)`, `table draft`, `table page`, `table login`)
}

func aPreviewLeavesNothingBehind(t *testing.T, s *siege) {
	conn, err := s.store.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	state := func() (state string) {
		err := conn.QueryRow(t.Context(), `select current_user || ' ' || coalesce(current_setting('lectern.instant', true), '') || (select count(*) from release)`).Scan(&state)
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	before := state()
	for _, end := range []string{"rollback", "commit"} {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		lookFrom(t, tx, s.login("preview").Name, "2090-01-01")
		if during := state(); during == before {
			t.Errorf("during the preview it is %q, as before", during)
		}
		if _, err := tx.Exec(t.Context(), end); err != nil {
			t.Fatal(err)
		}
		if after := state(); after != before {
			t.Errorf("after a %s it is %q, not %q", end, after, before)
		}
	}
}

// Settings of a session change how the server answers, not what.
func settingsShowNothing(t *testing.T, s *siege) {
	visitor := s.visitor()
	if code := visitor.code(`set row_security = off; table release`); code != notAllowed {
		t.Errorf("without row-level security: %q, want an error", code)
	}
	visitor.must(`reset all`)
	for _, settings := range []string{
		`set search_path = ''`, `set search_path = pg_temp, pg_catalog`, `set search_path = public, pg_catalog, pg_temp`, `set search_path = information_schema, pg_temp, public`,
		`set debug_print_plan = on; set debug_print_rewritten = on; set client_min_messages = debug5`,
		`set plan_cache_mode = force_generic_plan`, `set plan_cache_mode = force_custom_plan`,
		`set force_parallel_mode = regress; set parallel_setup_cost = 0; set min_parallel_table_scan_size = 0`,
		`set jit = on; set jit_above_cost = 0`,
		`set standard_conforming_strings = off; set backslash_quote = on; set escape_string_warning = off`,
		`set pg_trgm.similarity_threshold = 0; set pg_trgm.word_similarity_threshold = 0; set pg_trgm.strict_word_similarity_threshold = 0`,
		`set statement_timeout = 1; set lock_timeout = 1`,
		`set default_transaction_isolation = serializable`,
		`set xmloption = document; set xmlbinary = hex; set bytea_output = escape; set extra_float_digits = 3`,
		`set client_encoding = 'LATIN1'`,
		`set plpgsql.extra_errors = 'all'; set check_function_bodies = off`,
		`set transform_null_equals = on; set array_nulls = off`,
		`set constraint_exclusion = on; set enable_partition_pruning = off; set from_collapse_limit = 1; set join_collapse_limit = 1; set geqo_threshold = 2`,
	} {
		for _, sql := range []string{
			`select * from public.release full join public.revision on revision.id = revision_id`,
			`select * from public.asset, public.redirect`,
			`select * from public.release where title ^@ 'The quokk'`,
		} {
			s.hides(visitor, `begin; `+settings+`; `+sql)
			_, _ = visitor.says(`rollback`)
		}
		visitor.must(`reset all`)
	}
	// A name that is found earlier would be used instead. There is no place for one.
	visitor.refused(
		`create function public.site_now() returns timestamptz language sql as $$ select 'infinity'::timestamptz $$`,
		`create function pg_temp.site_now() returns timestamptz language sql as $$ select 'infinity'::timestamptz $$`,
		`create function pg_catalog.now(text) returns timestamptz language sql as $$ select now() $$`,
		`create operator public.<= (leftarg = timestamptz, rightarg = timestamptz, function = timestamptz_ge)`,
		`create operator pg_temp.<= (leftarg = timestamptz, rightarg = timestamptz, function = timestamptz_ge)`,
		`create temporary table release (id uuid)`,
		`create schema `+s.login("public").Name,
	)
}

// The functions that run as the owner have fixed text. Whatever they are asked,
// they tell of live pages, and of instants.
func functionsOfTheOwnerTellNothingElse(t *testing.T, s *siege) {
	visitor := s.visitor()
	instant := regexp.MustCompile(`^(|infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00)$`)
	visitor.must(`set timezone = 'UTC'`)
	for _, arguments := range []string{
		`null, null, null`, `'{}', '{}', '{}'`, `'{page}', '{}', '{}'`, `'{page,menu}', '{null}', '{}'`, `'{}', '{null,null}', '{null}'`, `'{null}', null, '{null}'`,
		`array['page', 'quokk%', '', 'The quokk launch'], null, null`, `'{{page,menu},{home,page}}', '{}', '{}'`, `'[5:6]={page,menu}', '{}', '{}'`,
		`array_fill('page'::text, array[4000]), array_fill(null::uuid, array[10]), '{}'`,
		`'{}', '{}', array(select gen_random_uuid() from generate_series(1, 10000))`,
		`array(select repeat('x', 1000) from generate_series(1, 1000)), '{}', '{}'`,
	} {
		if answer := visitor.must(`select next_change(` + arguments + `)`); !instant.MatchString(answer) {
			t.Errorf("next_change(%s) tells %q", arguments, answer)
		}
	}
	for _, arguments := range []string{`null, null`, `'{}', null`, `'{null,quokk%}', null`, `'{page}', gen_random_uuid()`, `'{page}', '` + string(s.launch) + `'`} {
		if answer := visitor.must(`select count_live(` + arguments + `)`); answer != "0" {
			t.Errorf("count_live(%s) counts %s", arguments, answer)
		}
	}
}

// When a page changes next is told of pages that the live site knows of. An id
// can be guessed where it was made from an address: then it must tell nothing.
func theNextChangeIsNoOracle(t *testing.T, s *siege) {
	visitor := s.visitor()
	next := func(kinds, sections string, pages ...cms.ID) string {
		list := make([]string, len(pages))
		for i, id := range pages {
			list[i] = string(id)
		}
		return visitor.must(fmt.Sprintf(`select next_change(%s, %s, '{%s}')`, kinds, sections, strings.Join(list, ",")))
	}
	if next(`'{}'`, `'{}'`, s.wombat) == "" {
		t.Error("a live page that will change does not tell when")
	}
	if next(`'{page}'`, `'{null}'`) == "" {
		t.Error("a kind of which one is to come does not tell when")
	}
	for name, id := range map[string]cms.ID{"is to come": s.launch, "does not exist": publishing.NewID()} {
		if at := next(`'{}'`, `'{}'`, id); at != "" {
			t.Errorf("a page that %s changes at %s", name, at)
		}
		if at := next(`'{page}'`, `array['`+string(id)+`']::uuid[]`); at != "" {
			t.Errorf("a section that %s changes at %s", name, at)
		}
		if n := visitor.must(`select is_live_target('` + string(id) + `'), count_live('{page}', '` + string(id) + `')`); n != "f\t0" {
			t.Errorf("a page that %s: %s", name, n)
		}
	}
}

// What other connections do is not told, and what is told to all is a number.
func othersAreNotOverheard(t *testing.T, s *siege) {
	visitor := s.visitor()
	visitor.must(`listen lectern_change`)
	writing, err := s.store.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = writing.Rollback(context.Background()) }()
	if _, err := writing.Exec(t.Context(), `select 'quokka is being written', pg_advisory_xact_lock(77)`); err != nil {
		t.Fatal(err)
	}
	// Databases of other tests have the same logins, which attack as well; here
	// others of this very login may still be closing, and say what they asked.
	const here = ` where datid = (select oid from pg_database where datname = current_database()) and usesysid <> current_user::text::regrole::oid`
	for _, sql := range []string{
		`select * from pg_stat_activity` + here, `select * from pg_stat_get_activity(null)` + here, `select * from pg_locks`, `select * from pg_prepared_xacts`,
		`select * from pg_stat_replication`, `select * from pg_stat_ssl`, `select * from pg_stat_progress_copy`, `select * from pg_cursors`, `select * from pg_prepared_statements`,
	} {
		s.hides(visitor, sql)
	}
	visitor.refused(
		`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 77`,
		`select pg_cancel_backend(pid) from pg_locks where locktype = 'advisory' and objid = 77`,
	)
	visitor.must(`listen other; select 1`)
	s.release(s.launch, about("quokka launch again", "30"), publishing.Plan{From: time.Now().Add(30 * time.Hour)})
	heard := visitor.must(`select 1`)
	for range 100 {
		if strings.Contains(heard, "lectern_change") {
			break
		}
		time.Sleep(20 * time.Millisecond)
		heard += visitor.must(`select 1`)
	}
	if said := regexp.MustCompile(`(?m)^lectern_change (\d+)$`); !said.MatchString(heard) || s.leaks(heard) != nil {
		t.Errorf("heard %q, want the number of a change", heard)
	}
}
