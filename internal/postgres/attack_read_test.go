package postgres_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"lectern/internal/postgres"
)

// Each is a way to read, and none leads to what is not live.
func TestVisitorsReadOnlyWhatIsLive(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	s.against("nothing readable holds a secret", nothingReadableHoldsASecret)
	s.against("no question is answered with a secret", noQuestionIsAnsweredWithASecret)
	s.against("counts are of what is live", countsAreOfWhatIsLive)
	s.against("rows cannot be locked", rowsCannotBeLocked)
	s.against("errors quote no secret", errorsQuoteNoSecret)
}

// everyRelation lists all tables and views, $2 those of Postgres included, each
// with the columns that the login $1 may read.
const everyRelation = `
	select format('select %s from %s as whole', string_agg(format('whole.%I::text', attname), ', ' order by attnum), c.oid::regclass)
	from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
	where relkind in ('r', 'v', 'm', 'p', 'f') and has_column_privilege($1, c.oid, attnum, 'SELECT')
		and relnamespace::regnamespace::text !~ '^(pg_toast|pg_temp|information_schema)' and ($2 or relnamespace = 'public'::regnamespace)
		and relname !~ '^pg_timezone_'
	group by c.oid order by c.oid`

func nothingReadableHoldsASecret(t *testing.T, s *siege) {
	owner := s.list(everyRelation, s.one(`select current_user::text`), false)
	all := s.everything(s.as(ownLogin(s)), owner)
	for _, secret := range append([]string{"42 quokkas", "quokka-launch", "quokka-figures.csv", "wrote of the the quokka update"}, s.secrets...) {
		if !strings.Contains(strings.ToLower(all), secret) {
			t.Errorf("the siege is vacuous: not even the owner can read %q", secret)
		}
	}
	for _, purpose := range []string{"public", "preview"} {
		readable := s.everything(s.as(s.login(purpose)), s.list(everyRelation, s.login(purpose).Name, purpose == "public"))
		for _, public := range []string{"It is a wombat", "wombat.pdf", "/wombat-old", "The wombat has moved", "The wombat has gone", "Wombat bulletin", "Wombats and their kin"} {
			if !strings.Contains(readable, public) {
				t.Errorf("the %s login cannot read %q, which is public", purpose, public)
			}
		}
		if found := s.leaks(readable); found != nil {
			t.Errorf("the %s login can read %v", purpose, found)
		}
	}
}

// everything is all that the statements give.
func (s *siege) everything(g *guest, statements []string) string {
	s.Helper()
	var all strings.Builder
	for _, sql := range statements {
		if strings.Contains(sql, "pg_stat_activity") || strings.Contains(sql, "pg_stat_get_activity") {
			continue // holds this very statement; it has a test of its own
		}
		answer, _ := g.says(sql)
		all.WriteString(answer)
	}
	return all.String()
}

// Every way to ask that could go around a filter on rows.
var questions = []string{
	// all of it
	`table release`,
	`select r from release r`,
	`select (r).* from release r`,
	`select * from only release`,
	`select tableoid::regclass, ctid, xmin, xmax, cmin, cmax, r from release r`,
	`select * from release tablesample bernoulli (100)`,
	`select * from release tablesample system (100) repeatable (1)`,
	`select * from release where ctid = any (array(select format('(%s,%s)', block, line)::tid from generate_series(0, 9) block, generate_series(1, 200) line))`,
	`select * from release where ctid >= '(0,0)'`,
	// made into something else
	`select row_to_json(r) from release r`,
	`select json_agg(r), jsonb_agg(to_jsonb(r)), array_agg(r), string_agg(r::text, '') from release r`,
	`select xmlagg(xmlelement(name x, r::text)) from release r`,
	`select table_to_xml('release', true, false, ''), table_to_xml('asset', true, false, '')`,
	`select query_to_xml('select * from release', true, false, '')`,
	`select query_to_xml_and_xmlschema('select * from redirect', true, false, '')`,
	`select schema_to_xml('public', true, false, '')`,
	`select database_to_xml(true, false, '')`,
	`select cursor_to_xml('all_of_it', 1000, true, false, '')`,
	`select ts_stat('select to_tsvector(title) from release')`,
	`select crosstab from (select max(title) over (partition by kind) as crosstab from release) as x`,
	// the ends of what is sorted by an index
	`select min(path), max(path), min(title), max(title), min(live_from), max(live_from) from release`,
	`select path from release order by path desc limit 1`,
	`select path from release order by live_from desc limit 1`,
	`select from_path from redirect order by from_path limit 1`,
	`select max(filename), max(hash), max(size) from asset`,
	// by what a visitor might know or guess
	`select * from release where title ^@ 'The quokk' or path ^@ '/quokk' or live_from > now()`,
	`select * from asset where filename ^@ 'quokk'`,
	`select * from redirect where from_path ^@ '/quokk'`,
	`select * from release r where r.page_id in (select target_id from reference union select section_id from release_section)`,
	`select * from revision where number between 1 and 9`,
	// sets and joins
	`select path from release except select '/nothing'`,
	`select path from release union all select from_path from redirect`,
	`select * from release a join release b using (page_id)`,
	`select * from release_section full join release on release.id = release_id full join revision on revision.id = revision_id`,
	`select * from release_asset left join asset on asset.id = asset_id left join release on release.id = release_id`,
	`select * from release_term left join release on release.id = release_id`,
	`select * from reference left join revision on revision.id = revision_id left join release on page_id = target_id`,
	`with recursive below as (select id, page_id from release union select r.id, r.page_id from below b join release r on r.page_id <> b.page_id) select * from below`,
	`select * from release r, lateral (select * from revision where revision.id = r.revision_id offset 0) as l`,
	`select count(*), kind, outcome, title from release group by cube (kind, outcome, title)`,
	`select *, lag(title) over w, lead(title) over w from release window w as (order by live_from)`,
	// held over, prepared, procedural
	`begin; declare c scroll cursor with hold for select * from release; commit; fetch all from c; close c`,
	`prepare p as select * from release; execute p`,
	`do $$ declare r record; begin for r in select * from release loop raise notice '%', r; end loop; end $$`,
	`do $$ declare r record; begin for r in execute 'select * from asset' loop raise warning '%', r; end loop; end $$`,
	`explain (analyze, verbose, buffers, settings, wal, format yaml) select * from release, revision, asset, redirect`,
	// what runs as the owner
	`select count_live('{page,menu,bulletin}', null), next_change('{page,menu,bulletin}', '{}', '{}')`,
}

func noQuestionIsAnsweredWithASecret(t *testing.T, s *siege) {
	visitor := s.visitor()
	for _, sql := range questions {
		s.hides(visitor, sql)
	}
	for _, table := range []string{"release", "release_section", "release_asset", "release_term", "term",
		"revision (id, body, change_notes)", "asset (id, filename)", "redirect (from_path, to_path)"} {
		for _, format := range []string{"text", "csv", "binary"} {
			var copied bytes.Buffer
			sql := fmt.Sprintf(`copy %s to stdout (format %s)`, table, format)
			if _, err := visitor.conn.CopyTo(t.Context(), &copied, sql); err != nil {
				t.Errorf("%s: %v", sql, err)
			}
			if found := s.leaks(copied.String()); found != nil || copied.Len() == 0 {
				t.Errorf("%s tells %v in %d bytes", sql, found, copied.Len())
			}
		}
	}
}

// What is counted is what is live: judged by the owner without any policy.
func countsAreOfWhatIsLive(t *testing.T, s *siege) {
	visitor := s.visitor()
	const live = `(select * from release where live_from <= now() and live_until > now())`
	for sql, judged := range map[string]string{
		`select count(*) from release`:                   `select count(*)::text from ` + live + ` as r`,
		`select count(*) from release where kind='page'`: `select count(*)::text from ` + live + ` as r where kind = 'page'`,
		`select count(*) from revision`:                  `select count(distinct revision_id)::text from ` + live + ` as r`,
		`select count(*) from release_section`:           `select count(*)::text from release_section where release_id in (select id from ` + live + ` as r)`,
		`select count(*) from release_term`:              `select count(*)::text from release_term where release_id in (select id from ` + live + ` as r)`,
		`select count(*) from reference`:                 `select count(*)::text from reference where revision_id in (select revision_id from ` + live + ` as r)`,
		`select count(*) from asset`:                     `select count(distinct asset_id)::text from release_asset where release_id in (select id from ` + live + ` as r)`,
		`select count(*) from redirect`:                  `select count(*)::text from redirect where page_id in (select page_id from ` + live + ` as r)`,
		`select count_live('{page}', null)`:              `select count(*)::text from ` + live + ` as r where kind = 'page' and outcome in ('page', 'announced', 'withdrawn')`,
	} {
		if got, want := visitor.must(sql), s.one(judged); got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
}

// A lock on rows needs a right to change them.
func rowsCannotBeLocked(t *testing.T, s *siege) {
	visitor := s.visitor()
	for _, table := range []string{"release", "release_section", "release_asset", "release_term", "reference", "revision", "asset", "redirect", "term"} {
		for _, lock := range []string{"update", "no key update", "share", "key share"} {
			visitor.refused(fmt.Sprintf(`select 1 from %s for %s`, table, lock))
		}
	}
}

// An error may quote the value that it stumbled over: it must be one of a live
// row's. Each of these stumbles over every row that it is shown.
func errorsQuoteNoSecret(t *testing.T, s *siege) {
	visitor := s.visitor()
	for _, sql := range []string{
		`select title::int from release`,
		`select 1 from release where title::int = 1`,
		`select 1 from release where path::date = now()`,
		`select 1 from release where summary::uuid is null order by 1`,
		`select 1 from release group by title::numeric`,
		`select title::inet, short_title::interval from release`,
		`select xmlparse(document body::text) from revision`,
		`select 1 from revision where (body->>'title')::date = now()`,
		`select 1 from revision where (change_notes->0->>'note')::bigint > 0`,
		`select jsonb_path_query(body, 'strict $.title.double()') from revision`,
		`select 1 from asset where filename::int = 1`,
		`select 1 from asset where lo_get(hash::oid) is null`,
		`select 1 from redirect where from_path::regclass is null`,
		`select to_date(title, 'YYYY'), to_number(path, '9') from release`,
		`select regexp_match('x', title || '(') from release`,
		`select format('%' || title) from release`,
		`select nextval(title) from release`,
		`select set_config(title, '', true) from release`,
		`select pg_read_file(title) from release`,
		`select query_to_xml(title, true, true, '') from release`,
		`select array_fill(title, array[0, 1, 0, -1]) from release`,
		`select title::name::regrole, has_table_privilege(title, 'select') from release`,
		`do $$ declare t text; begin for t in select title from release loop raise exception '%', t; end loop; end $$`,
		`do $$ begin perform 1 / (length(title) - length(title)) from release; end $$`,
		`select 1 / 0 from release where title ~~ 'The quokk%'`,
	} {
		answer, err := visitor.says(sql)
		if found := s.leaks(answer); found != nil {
			t.Errorf("%s\ntells %v: %s", sql, found, answer)
		}
		if err == nil && !strings.Contains(sql, "quokk") {
			t.Errorf("%s\nstumbles over nothing, so that this shows nothing", sql)
		}
	}
}

// sensors are statements that fail if they get as far as a row of the table %[1]s
// of which the condition %[2]s is true. With a condition that is true of a hidden
// row only they fail if, and only if, Postgres judges the condition before it
// judges whether the row is live, as it does where it is cheaper and leakproof.
var sensors = []string{
	`select from %[1]s where %[2]s and 1 / (random() * 0)::int = 1`,
	`select from %[1]s where 1 / (random() * 0)::int = 1 and %[2]s`,
	`select from %[1]s where case when %[2]s then 1 / (random() * 0)::int = 1 end`,
	`select from %[1]s where case when %[2]s then (select 1 / (random() * 0)::int = 1) end`,
	`select from (select * from %[3]s as a union all select * from %[3]s as b) as %[1]s where case when %[2]s then (select 1 / (random() * 0)::int = 1) end`,
	`select from (select * from %[3]s as a union all select * from %[3]s as b) as %[1]s where %[2]s and 1 / (random() * 0)::int = 1`,
	`select from (values (1)) as one left join %[1]s on %[2]s and 1 / (random() * 0)::int = 1 where %[1]s is not null`,
	`select from %[1]s tablesample system (100) where %[2]s and 1 / (random() * 0)::int = 1`,
	`select from %[1]s where %[2]s and set_config('no.such', repeat('x', (random() * 0)::int - 1), true) = 1::text`,
}

// conditions on a column and the value of a row, as cheap as can be.
var (
	conditions = []string{
		`%s = %s`, `%s = any (array[%s])`, `%[1]s >= %[2]s and %[1]s <= %[2]s`, `not (%s <> %s)`, `%s is not distinct from %s`,
	}
	textConditions = []string{`%s ^@ %s`, `starts_with(%s, %s)`, `%[1]s ~>=~ %[2]s and %[1]s ~<=~ %[2]s`}
)

// plannerSettings are what a visitor may change to have it their way.
var plannerSettings = []string{
	`set local enable_seqscan = on`,
	`set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off`,
	`set local cpu_operator_cost = 0`,
	`set local cpu_operator_cost = 1e-300`,
	`set local cpu_operator_cost = 1e300; set local cpu_tuple_cost = 0`,
}

// sensed is every column with words, or with an id made from words.
var sensed = []struct {
	name    string
	columns []string
	hidden  string // true of some rows that are not public
	public  string // true of some that are
}{
	{"release", []string{"title", "summary", "path", "page_id"},
		`title = 'The quokka launch'`, `live_until > now() and title = 'The wombat'`},
	{"asset", []string{"filename", "hash", "size"}, `filename ~ 'quokka'`, `filename ~ 'wombat'`},
	{"redirect", []string{"from_path"}, `from_path ~ 'quokka'`, `from_path ~ 'wombat'`},
	{"revision", []string{"id"}, `body::text ~ 'quokka'`, `body::text ~ 'It is a wombat"'`},
}

func TestNoConditionRunsOnAHiddenRow(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	visitor := s.visitor()
	for _, table := range sensed {
		for _, column := range table.columns {
			value := func(where string) string {
				return s.one(fmt.Sprintf(`select quote_literal(%[1]s) from %[2]s where %[3]s order by %[1]s limit 1`, column, table.name, where))
			}
			hidden, public := value(table.hidden), value(table.public)
			absent := strings.NewReplacer("quokka", "quoxxa", "7", "9", "0", "8").Replace(hidden)
			shapes := conditions
			if strings.Contains(hidden, secretWord) {
				shapes = append(textConditions, conditions...)
			}
			for n, shape := range shapes {
				on := func(value string) string { return fmt.Sprintf(shape, table.name+"."+column, value) }
				s.notSensed(visitor, table.name, on(hidden), on(absent))
				if n < 3 && visitor.code(sensor(n, table.name, on(public))) == "" {
					t.Errorf("with %s nothing fails, not even on a public row", on(public))
				}
			}
		}
	}
}

// notSensed fails the test if one of the sensors gets to a row where the
// condition is true, but not with one that is true of no row. They are asked
// together, and one by one if one of them fails.
func (s *siege) notSensed(visitor *guest, table, hidden, absent string) {
	s.Helper()
	for _, settings := range plannerSettings {
		together := []string{"begin", settings}
		for n := range sensors {
			together = append(together, sensor(n, table, hidden))
		}
		failed := visitor.code(strings.Join(append(together, "rollback"), ";\n"))
		if failed == "" {
			continue
		}
		for n := range sensors {
			alone := func(condition string) string {
				visitor.must(`rollback; begin; ` + settings)
				return visitor.code(sensor(n, table, condition))
			}
			if found, none := alone(hidden), alone(absent); found != none {
				s.Errorf("runs on a hidden row after %q: %q, not %q as with an absent one:\n%s", settings, found, none, sensor(n, table, hidden))
			}
		}
		visitor.must(`rollback`)
	}
}

func sensor(n int, table, condition string) string {
	readable := table
	if table == "revision" { // readable in part
		readable = "(select id, number, body, redacted, change_notes from revision)"
	}
	return fmt.Sprintf(sensors[n], table, condition, readable)
}

// ownLogin is the owner's.
func ownLogin(s *siege) postgres.Login {
	config := s.store.Pool.Config().ConnConfig
	return postgres.Login{Name: config.User, Password: config.Password}
}
