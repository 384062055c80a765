package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"lectern/internal/publishing"
)

// Each is a way to change something, and none but handing in is open.
func TestVisitorsOnlyHandIn(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	s.against("nothing can be made", nothingCanBeMade)
	s.against("nothing can be changed", nothingCanBeChanged)
	s.against("intake takes and tells nothing", intakeTakesAndTellsNothing)
	s.against("the server is out of reach", theServerIsOutOfReach)
}

// Nothing can be made, for a filter on rows is only as good as the functions
// and operators that are judged beside it.
func nothingCanBeMade(t *testing.T, s *siege) {
	s.visitor().refused(
		`create table t (a int)`,
		`create table public.release_copy as table release`,
		`select * into t from release`,
		`create temporary table t (a int)`,
		`create temporary table t as table release`,
		`create temporary view v as table release`,
		`create temporary sequence q`,
		`create view v as table release`,
		`create materialized view v as table release`,
		`create foreign table f (a int) server s`,
		`create sequence q`,
		`create index on release (title)`,
		`create statistics x on title, path from release`,
		`create function tell(text) returns boolean language sql cost 0.0000001 leakproof as 'select true'`,
		`create function tell(text) returns boolean language plpgsql cost 0.0000001 as $$ begin raise notice '%', $1; return true; end $$`,
		`create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0000001 as $$ begin raise notice '%', $1; return true; end $$`,
		`create procedure tell() language sql as 'select 1'`,
		`create aggregate tell (text) (sfunc = textcat, stype = text)`,
		`create operator =~= (leftarg = text, rightarg = text, function = texteq)`,
		`create operator class o for type text using btree as operator 1 <`,
		`create cast (text as integer) with inout as implicit`,
		`create type t as (a int)`,
		`create type t as enum ('a')`,
		`create domain d as text check (value <> '')`,
		`create collation c (locale = 'C')`,
		`create text search configuration c (copy = simple)`,
		`create conversion c for 'utf8' to 'latin1' from utf8_to_iso8859_1`,
		`create language plx handler plpgsql_call_handler`,
		`create rule r as on select to release do instead select 1`,
		`create rule r as on insert to search_query do also notify x`,
		`create trigger t before insert on search_query for each row execute function suppress_redundant_updates_trigger()`,
		`create event trigger t on ddl_command_start execute function suppress_redundant_updates_trigger()`,
		`create policy p on release using (true)`,
		`create schema s`,
		`create extension dblink`,
		`create extension file_fdw`,
		`create foreign data wrapper w`,
		`create publication p for all tables`,
		`create subscription p connection '' publication p with (connect = false)`,
		`create database d`,
		`create tablespace t location '/tmp'`,
		`create role r`,
		`create access method m type index handler bthandler`,
		`do $$ begin execute 'create temporary table t as table release'; end $$`,
		`select lo_creat(-1)`,
		`select lo_create(0)`,
		`select lo_from_bytea(0, 'much')`,
	)
}

func nothingCanBeChanged(t *testing.T, s *siege) {
	visitor := s.visitor()
	public, preview := s.login("public").Name, s.login("preview").Name
	owner := s.one(`select current_user::text`)
	for _, table := range s.list(`select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`) {
		column := s.one(`select attname from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`, table)
		visitor.refused(
			fmt.Sprintf(`update %s set %s = %[2]s`, table, column),
			fmt.Sprintf(`delete from %s`, table),
			fmt.Sprintf(`truncate %s`, table),
			fmt.Sprintf(`alter table %s disable row level security`, table),
			fmt.Sprintf(`alter table %s no force row level security`, table),
			fmt.Sprintf(`drop table %s`, table),
			fmt.Sprintf(`comment on table %s is ''`, table),
			fmt.Sprintf(`begin; lock table %s in row exclusive mode`, table),
			fmt.Sprintf(`begin; lock table %s in share mode`, table),
			fmt.Sprintf(`begin; lock table %s in access exclusive mode`, table),
		)
	}
	for _, sequence := range s.list(`select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by 1`) {
		visitor.refused(
			fmt.Sprintf(`select nextval('%s')`, sequence),
			fmt.Sprintf(`select setval('%s', 1)`, sequence),
			fmt.Sprintf(`select last_value from %s`, sequence),
			fmt.Sprintf(`select pg_sequence_last_value('%s')`, sequence),
			fmt.Sprintf(`alter sequence %s restart`, sequence),
		)
	}
	visitor.refused(
		`alter policy live on release using (true)`,
		`drop policy live on release`,
		`drop index release_by_path`,
		`reindex table release`,
		`cluster release`,
		`alter function site_now() leakproof`,
		`alter function is_live(timestamptz, timestamptz, timestamptz) cost 1000`,
		`create or replace function site_now() returns timestamptz language sql as $$ select 'infinity'::timestamptz $$`,
		`drop function site_now()`,
		`alter schema public owner to `+public,
		`alter database `+s.one(`select current_database()`)+` set lectern.instant = '2090-01-01'`,
		`alter system set log_statement = 'all'`,
		`alter default privileges for role `+owner+` grant select on tables to `+public,
		`grant `+owner+` to `+public,
		`grant `+preview+` to `+public,
		`grant select on draft to `+public,
		`reassign owned by `+owner+` to `+public,
		`drop owned by `+owner,
		`alter role `+public+` superuser`,
		`alter role `+public+` bypassrls`,
		`alter role `+public+` createrole`,
		`alter role `+public+` createdb`,
		`alter role `+public+` replication`,
		`alter role `+preview+` password 'known'`,
		`alter role `+owner+` password 'known'`,
		`merge into release using (values (1)) as v on true when matched then delete`,
		`insert into release (id) values (gen_random_uuid())`,
		`insert into redirect (from_path, to_path) values ('/a', '/b')`,
		`insert into change (tags) values ('{site}')`,
		`insert into audit (actor_id, action) values (gen_random_uuid(), 'x')`,
		`insert into river_job (args, kind, max_attempts) values ('{}', 'tell', 1)`,
		`insert into login (purpose, name, password) values ('public', 'x', 'y')`,
		`checkpoint`,
	)
	before := s.one(`select count(*)::text || max(live_from) from release`)
	for _, sql := range []string{`vacuum release`, `analyze release`} { // a warning, and nothing happens
		if answer := visitor.must(sql); !strings.Contains(answer, "|WARNING|") && !strings.HasPrefix(answer, "WARNING|") {
			t.Errorf("%s: %s", sql, answer)
		}
	}
	if after := s.one(`select count(*)::text || max(live_from) from release`); after != before {
		t.Errorf("the releases were %s and are %s", before, after)
	}
}

// Visitors hand things in, and read nothing back: not what others handed in,
// nor by a conflict with it, nor whether a page is there.
func intakeTakesAndTellsNothing(t *testing.T, s *siege) {
	visitor := s.visitor()
	form := func(token, page any) string {
		return fmt.Sprintf(`insert into form_submission (token, page_id, data) values ('%s', '%s', '{"a": 1}')`, token, page)
	}
	token := publishing.NewID()
	for what, sql := range map[string]string{
		"a form of a live page":   form(token, s.wombat),
		"a form of a hidden page": form(publishing.NewID(), s.launch),
		"a form of no page":       form(publishing.NewID(), publishing.NewID()),
		"a search":                `insert into search_query (query, results) values ('wombat', 1)`,
		"a chosen result":         `insert into search_choice (query, rank) values ('wombat', 1)`,
		"a use of a redirect":     `insert into redirect_hit (from_path) values ('/wombat-old')`,
		"a repeated form":         form(publishing.NewID(), s.wombat) + ` on conflict do nothing`,
	} {
		if answer, err := visitor.says(sql); err != nil || answer != "" {
			t.Errorf("%s is answered with %q", what, answer)
		}
	}
	taken := s.one(`select token::text from form_submission where data ? 'name'`)
	for what, used := range map[string]string{"one's own": string(token), "another's": taken} {
		answer, err := visitor.says(form(used, s.launch))
		if err == nil || !strings.Contains(answer, "form_submission_pkey") || strings.Contains(answer, "wombat") || strings.Contains(answer, secretWord) || strings.Contains(answer, "Key (") {
			t.Errorf("%s token again: %q", what, answer)
		}
	}
	before := s.one(`select md5(string_agg(f::text, ',' order by token)) from form_submission f`)
	visitor.refused(
		`select * from form_submission`, `select token from form_submission`, `select count(*) from form_submission`, `table search_query`, `table redirect_hit`, `table search_choice`, `table search_forbidden`,
		`copy form_submission to stdout`,
		form(publishing.NewID(), s.wombat)+` returning token`,
		form(publishing.NewID(), s.wombat)+` returning received_at`,
		form(publishing.NewID(), s.wombat)+` returning *`,
		form(taken, s.wombat)+` on conflict (token) do update set data = '{}'`,
		form(taken, s.wombat)+` on conflict (token) do update set data = form_submission.data`,
		form(taken, s.wombat)+` on conflict (token) do nothing`, // may name no column that one may not read
		form(taken, s.wombat)+` on conflict on constraint form_submission_pkey do update set page_id = excluded.page_id`,
		`insert into form_submission (token, page_id, data, received_at) values (gen_random_uuid(), gen_random_uuid(), '{}', '2000-01-01')`,
		`insert into search_query (id, query, results) overriding system value values (1, 'x', 1)`,
		`insert into search_query (query, results, at) values ('x', 1, '2000-01-01')`,
		`insert into search_query (query, results) values ('x', 1) returning id`,
		`insert into search_choice (query, rank) values ('x', 1) returning rank`,
		`insert into search_choice (query, rank, at) values ('x', 1, '2000-01-01')`,
		`insert into search_choice (query, rank) select query, 1 from search_query`,
		`insert into search_forbidden (query) values ('x')`, `delete from search_forbidden`,
		`insert into redirect_hit (from_path) values ('/x') returning at`,
		`insert into search_query (query, results) select data::text, 1 from form_submission`,
		`insert into search_query (query, results) select body::text, 1 from draft`,
		`with n as (insert into search_query (query, results) values ('x', 1) returning *) select * from n`,
		`select lastval()`,
		`select currval('search_query_id_seq')`,
		`update form_submission set data = '{}'`, `delete from form_submission`, `truncate form_submission`,
		`merge into form_submission f using (values (1)) as v on true when matched then delete`,
	)
	if after := s.one(`select md5(string_agg(f::text, ',' order by token)) from form_submission f`); after != before {
		t.Error("what was handed in has changed")
	}
	if code := visitor.code(`copy search_query (query, results) from stdin`); code != "0A000" && code != notAllowed {
		t.Errorf("copying in: %q", code)
	}
}

// The database is no way into the server that it runs on.
func theServerIsOutOfReach(t *testing.T, s *siege) {
	visitor := s.visitor()
	visitor.refused(
		`select pg_read_file('postgresql.conf')`,
		`select pg_read_binary_file('PG_VERSION')`,
		`select pg_stat_file('base')`,
		`select pg_ls_dir('.')`,
		`select pg_ls_waldir()`,
		`select pg_ls_logdir()`,
		`select pg_ls_tmpdir()`,
		`select pg_current_logfile()`,
		`select pg_hba_file_rules()`,
		`select pg_show_all_file_settings()`,
		`table pg_file_settings`,
		`table pg_authid`,
		`table pg_shadow`,
		`table pg_user_mapping`,
		`table pg_subscription`,
		`table pg_largeobject`,
		`table pg_backend_memory_contexts`,
		`copy search_query (query, results) from '/etc/passwd'`,
		`copy release to '/tmp/release'`,
		`copy release to program 'cat'`,
		`copy search_query (query, results) from program 'id'`,
		`select lo_import('/etc/passwd')`,
		`select lo_export(1, '/tmp/x')`,
		`load 'auto_explain'`,
		`load 'pageinspect'`,
		`select pg_create_physical_replication_slot('x')`,
		`select pg_create_logical_replication_slot('x', 'test_decoding')`,
		`select pg_replication_origin_create('x')`,
		`select pg_log_backend_memory_contexts(pg_backend_pid())`,
		`select pg_reload_conf()`, `select pg_rotate_logfile()`, `select pg_switch_wal()`, `select pg_promote()`,
		`select pg_stat_reset()`, `select pg_create_restore_point('x')`,
		`set session_preload_libraries = 'auto_explain'`,
		`set log_statement = 'all'`,
		`set log_executor_stats = on`,
		`set session_replication_role = replica`,
		`set track_functions = 'all'`,
		`set zero_damaged_pages = on`,
		`set allow_system_table_mods = on`,
	)
	if answer := visitor.must(`select count(*) from pg_largeobject_metadata`); answer != "0" {
		t.Errorf("there are %s large objects", answer)
	}
	for _, function := range []string{"dblink(text,text)", "pg_file_read(text)", "get_raw_page(text,int)", "pgstattuple(text)", "pg_stat_statements(boolean)"} {
		if answer := visitor.must(`select to_regprocedure('` + function + `') is null`); answer != "t" {
			t.Errorf("there is a function %s", function)
		}
	}
	config := s.store.Pool.Config().ConnConfig.Config.Copy()
	config.User, config.Password = s.login("public").Name, s.login("public").Password
	config.RuntimeParams["replication"] = "database"
	if conn, err := pgconn.ConnectConfig(t.Context(), config); err == nil {
		_ = conn.Close(t.Context())
		t.Error("visitors may read the stream of changes")
	}
}
