package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/testkit"
)

// What the logins may do with everything that is not part of Postgres itself.
// A migration that grants more must say so here, and in docs/visibility.md if
// it changes what is claimed.
const (
	readRights = `
		read    asset (filename, hash, height, id, media_type, size, width)
		read    redirect (from_path, page_id, to_path)
		read    reference (revision_id, target_id)
		read    release
		read    release_asset
		read    release_section
		read    release_term
		read    revision (body, change_notes, id, number, redacted)
		read    term
		run     count_live(text[],uuid)
		run     is_live(timestamp with time zone,timestamp with time zone,timestamp with time zone)
		run     is_live_asset(uuid)
		run     is_live_revision(uuid)
		run     is_live_target(uuid)
		run     next_change(text[],uuid[],uuid[])
		run     site_now()
		run     site_version()
		use     schema public`

	intakeRights = `
		insert  form_submission (data, page_id, token)
		insert  redirect_hit (from_path)
		insert  search_choice (query, rank)
		insert  search_query (narrowed, query, results)`
)

// searchRights are those of the search engine's own login.
const searchRights = `
	read    release
	read    term
	run     is_live(timestamp with time zone,timestamp with time zone,timestamp with time zone)
	run     popular_searches()
	run     search_bets()
	run     search_by_title(integer[],integer,integer)
	run     search_entries(bigint,timestamp with time zone)
	run     search_has(text[],integer[])
	run     search_having(jsonb,boolean,integer[])
	run     search_like(text)
	run     search_live(integer,integer)
	run     search_match(text[],jsonb,boolean)
	run     search_moved(bigint,timestamp with time zone)
	run     search_offered(text,text[])
	run     search_range()
	run     search_rank(jsonb,boolean,integer[])
	run     search_sought(jsonb,boolean)
	run     search_suggested()
	run     search_synonyms()
	run     search_terms()
	run     search_texts(uuid[])
	run     search_titled(text[],jsonb,boolean,integer[])
	run     search_titles()
	run     search_turn()
	run     search_version()
	run     search_words(integer[])
	run     site_now()
	use     schema public`

// rights lists what the login $1 may do in this database, whoever gave it the
// right: the login itself, a role it is in, or everybody.
const rights = `
	with relation as (
		select c.oid, c.relname, c.relkind from pg_class c
		where c.relkind in ('r', 'v', 'm', 'S', 'p', 'f') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
	), privilege (name, verb) as (
		values ('SELECT', 'read'), ('INSERT', 'insert'), ('UPDATE', 'update'), ('REFERENCES', 'refer'),
			('DELETE', 'delete'), ('TRUNCATE', 'truncate'), ('TRIGGER', 'trigger')
	)
	select rpad(verb, 8) || relname from relation, privilege
	where relkind <> 'S' and has_table_privilege($1, oid, privilege.name)
	union all
	select rpad(verb, 8) || relname || ' (' || string_agg(attname, ', ' order by attname) || ')'
	from relation, pg_attribute, privilege
	where relkind <> 'S' and attrelid = oid and attnum > 0 and not attisdropped
		and privilege.name in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
		and not has_table_privilege($1, oid, privilege.name) and has_column_privilege($1, oid, attname, privilege.name)
	group by verb, relname
	union all
	select 'count   ' || relname from relation
	where relkind = 'S' and (has_sequence_privilege($1, oid, 'USAGE') or has_sequence_privilege($1, oid, 'SELECT')
		or has_sequence_privilege($1, oid, 'UPDATE'))
	union all
	select 'run     ' || oid::regprocedure from pg_proc
	where pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema') and has_function_privilege($1, oid, 'EXECUTE')
	union all
	select verb || ' schema ' || nspname from pg_namespace, (values ('USAGE', 'use    '), ('CREATE', 'create ')) as privilege (name, verb)
	where nspname !~ '^(pg_|information_schema$)' and has_schema_privilege($1, oid, privilege.name)
	union all
	select 'create  schema ' || nspname from pg_namespace
	where nspname ~ '^(pg_|information_schema$)' and has_schema_privilege($1, oid, 'CREATE')
	union all
	select lower(name) || ' database' from unnest(array['CREATE', 'TEMPORARY']) as name
	where has_database_privilege($1, current_database(), name)
	union all
	select 'create  tablespace ' || spcname from pg_tablespace where has_tablespace_privilege($1, oid, 'CREATE')
	union all
	select 'use     server ' || srvname from pg_foreign_server where has_server_privilege($1, oid, 'USAGE')
	union all
	select 'use     wrapper ' || fdwname from pg_foreign_data_wrapper where has_foreign_data_wrapper_privilege($1, oid, 'USAGE')
	union all
	select 'set     ' || parname from pg_parameter_acl where has_parameter_privilege($1, parname, 'SET')
	union all
	select 'run     ' || oid::regprocedure from pg_proc
	where proname in ('lo_creat', 'lo_create', 'lo_from_bytea') and has_function_privilege($1, oid, 'EXECUTE')
	order by 1`

func TestLoginsMayDoNothingElse(t *testing.T) {
	t.Parallel()
	s := apart(t)
	for purpose, wanted := range map[string]string{
		"public":  intakeRights + readRights,
		"preview": readRights,
		"search":  searchRights,
	} {
		var want []string
		for line := range strings.Lines(wanted) {
			if line = strings.TrimSpace(line); line != "" {
				want = append(want, line)
			}
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, s.list(rights, s.login(purpose).Name)); diff != "" {
			t.Errorf("the %s login may do other things than it should (- want, + got):\n%s", purpose, diff)
		}
	}
}

func TestLoginsHaveNoStanding(t *testing.T) {
	t.Parallel()
	s := &siege{T: t, store: testkit.Database(t)}
	for _, purpose := range []string{"public", "preview", "search"} {
		name := s.login(purpose).Name
		for what, sql := range map[string]string{
			"has a special right":        `select rolname from pg_roles where rolname = $1 and (rolsuper or rolinherit or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)`,
			"is a member of a role":      `select roleid::regrole::text from pg_auth_members where member = $1::text::regrole`,
			"can act as another role":    `select rolname from pg_roles where rolname <> $1 and pg_has_role($1, oid, 'MEMBER')`,
			"owns a relation":            `select relname from pg_class where relowner = $1::text::regrole`,
			"owns a function":            `select proname from pg_proc where proowner = $1::text::regrole`,
			"owns the database":          `select datname from pg_database where datdba = $1::text::regrole`,
			"is granted what is to come": `select defaclrole::text from pg_default_acl where defaclacl::text like '%' || $1 || '%'`,
		} {
			if found := s.list(sql, name); len(found) > 0 {
				t.Errorf("the %s login %s: %v", purpose, what, found)
			}
		}
	}
}

// One grant too many then shows nothing that is not public.
// A view is as its tables are to who looks through it.
func TestEveryTableIsUnderRowLevelSecurity(t *testing.T) {
	t.Parallel()
	s := &siege{T: t, store: testkit.Database(t)}
	bare := s.list(`select relname from pg_class
		where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relrowsecurity
		and relname !~ '^(river_|goose_)'
		or relkind = 'v' and relnamespace = 'public'::regnamespace and not coalesce(reloptions, '{}') @> '{security_invoker=true}'
		order by 1`)
	if len(bare) > 0 {
		t.Errorf("not under row-level security: %v", bare)
	}
}
