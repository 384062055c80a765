package postgres_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crowd surrounds the siege with so many pages, every seventh of which is still
// to come, that the planner has statistics and a choice.
func (s *siege) crowd(pages int) {
	s.Helper()
	s.sql(`
		with made as (
			insert into page (id, kind, has_address, parent_id, slug)
			select gen_random_uuid(), 'page', true, $1, 'p' || n from generate_series(1, $2) as n returning id, slug
		), written as (
			insert into revision (id, page_id, number, body, created_by)
			select gen_random_uuid(), id, 1, jsonb_build_object('title', 'The wombat ' || slug), id from made returning id, page_id, body->>'title' as title
		), stored as (
			insert into asset (id, hash, filename, media_type, size)
			select page_id, md5(title) || md5(title), title || '.csv', 'text/csv', length(title) from written where title like '%5'
		), released as (
			insert into release (id, page_id, revision_id, outcome, path, kind, title, summary, title_key, sort_at, first_published_at, last_edited_at, live_from)
			select page_id, page_id, id, 'page', '/' || md5(title), 'page', title, 'On ' || title, md5(title), now(), now(), now(),
				now() + case when length(title) % 7 = 0 or title like '%7' then interval '1 day' else interval '-1 day' end
			from written returning id
		)
		insert into redirect (from_path, page_id) select '/' || slug, id from made`, string(s.home), pages)
	s.sql(`insert into release_asset (release_id, asset_id) select release.id, asset.id from release join asset using (id)`)
	s.sql(`vacuum analyze`)
}

// guesses are what a visitor could want to know: whether some row has just that
// word. The hidden one has it; the absent one is as like it as can be.
var guesses = []struct{ table, column, hidden, absent, public string }{
	{"release", "path", "/quokka-launch", "/quokka-launcg", "/wombat"},
	{"release", "path", "/quokka-launch/quokka-below", "/quokka-launch/quokka-belov", "/wombat-bulletin"},
	{"release", "title", "The quokka launch", "The quokka launci", "The wombat"},
	{"release", "summary", "What the quokka launch does", "What the quokka launch doet", "What the wombat does"},
	{"asset", "filename", "quokka-launch.csv", "quokka-launch.csw", "wombat.pdf"},
	{"asset", "hash", strings.Repeat("30", 32), strings.Repeat("30", 31) + "31", strings.Repeat("10", 32)},
	{"asset", "size", "7000017", "7000015", "7000010"},
}

// shapes of a question about a column %[1]s of the table %[3]s and a value %[2]s.
var (
	shapesOfGuess = []string{
		`select from %[3]s where %[1]s = %[2]s`,
		`select from %[3]s where %[1]s >= %[2]s and %[1]s < %[2]s || 'z'`,
		`select from %[3]s where %[1]s > left(%[2]s, -1) order by %[1]s limit 1`,
		`select from %[3]s where %[1]s < %[2]s || 'z' order by %[1]s desc limit 1`,
		`select max(%[1]s) from %[3]s where %[1]s <= %[2]s`,
		`select from %[3]s where %[1]s ^@ %[2]s`,
		`select from %[3]s where %[1]s = %[2]s or %[1]s = %[2]s || 'z'`,
		`select from %[3]s where not (%[1]s <> %[2]s) and (select count(*) from generate_series(1, 3)) > random()`,
		`select from %[3]s where case when %[1]s = %[2]s then (select count(*) > 2 from generate_series(1, 3)) end`,
		`select from %[3]s where hashtextextended(%[1]s, 0) = hashtextextended(%[2]s, 0)`,
		`select from (values (%[2]s)) as guess (value) join %[3]s on %[1]s = value`,
		`select from %[3]s as one join %[3]s as other using (%[1]s) where %[1]s = %[2]s`,
		`select from (select %[1]s from %[3]s union all select %[1]s from %[3]s) as twice where %[1]s = %[2]s`,
	}

	shapesOfNumber = []string{
		`select from %[3]s where %[1]s = %[2]s::bigint`,
		`select from %[3]s where %[1]s between %[2]s::bigint and %[2]s::bigint + 1`,
		`select from %[3]s where case when %[1]s = %[2]s::bigint then (select count(*) > 2 from generate_series(1, 3)) end`,
	}

	// What a plan expects is exact to the last row when it is multiplied.
	shapesOfEstimate = []string{
		`select from %[3]s, generate_series(1, 1000000000) as n where %[1]s::text = %[2]s or n::text = 'x'`,
		`select from %[3]s, generate_series(1, 1000000000) as n where %[1]s::text < %[2]s or n::text = 'x'`,
		`select from %[3]s, generate_series(1, 1000000000) as n where hashtextextended(%[1]s::text, 0) = hashtextextended(%[2]s, 0) or n::text = 'x'`,
		`select from %[3]s, generate_series(1, 1000000000) as n where hashtextextended(%[1]s::text, 0) < hashtextextended(%[2]s, 0) or n::text = 'x'`,
		`select from %[3]s group by %[1]s::text having %[1]s::text > %[2]s`,
	}
)

var plannerChoices = []string{
	`reset all`,
	`set enable_seqscan = off; set enable_indexscan = off; set enable_indexonlyscan = off`,
	`set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off`,
	`set enable_seqscan = off; set enable_bitmapscan = off; set enable_nestloop = off; set enable_hashjoin = off; set work_mem = '64kB'`,
}

// What a plan tells of a guess must be the same whether the guess is right or
// not: what it expects, what it did, what it left out, how often it looked, and
// how many pages of the disk it needed for that.
func TestPlansTellNoRightGuessFromAWrongOne(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	s.crowd(700)
	visitor := s.visitor()
	for _, guess := range guesses {
		questions := plansOf(guess.table, guess.column)
		told := func(value string) []string {
			answers := make([]string, len(questions))
			for i, q := range questions {
				answers[i] = q + "\n" + without(value, visitor.must(strings.ReplaceAll(q, "GUESS", "'"+value+"'")))
			}
			return answers
		}
		hidden, absent := told(guess.hidden), told(guess.absent)
		for again := 0; again < 3 && !slices.Equal(hidden, absent); again++ { // the first time, catalogues are read
			hidden, absent = told(guess.hidden), told(guess.absent)
		}
		if diff := cmp.Diff(absent, hidden); diff != "" {
			t.Errorf("a right guess at %s.%s shows:\n%.3000s", guess.table, guess.column, diff)
		}
		if questions = questions[:5]; slices.Equal(told(guess.public), absent[:5]) {
			t.Errorf("not even what is public shows in the plans of a guess at %s.%s", guess.table, guess.column)
		}
	}
}

// plansOf are all ways to have a guess at the column explained.
func plansOf(table, column string) (questions []string) {
	shapes := shapesOfGuess
	if column == "size" {
		shapes = shapesOfNumber
	}
	explain := func(how, choice, shape string) {
		questions = append(questions, choice+`; explain (`+how+`, timing off, summary off) `+fmt.Sprintf(shape, column, "GUESS", table))
	}
	for _, choice := range plannerChoices {
		for _, shape := range shapes {
			explain("analyze, verbose, buffers", choice, shape)
		}
	}
	for _, shape := range shapesOfEstimate {
		explain("verbose, settings", "reset all", shape)
	}
	explain("analyze, verbose, buffers, wal, settings, format json", "reset all", shapes[0])
	return questions
}

// without leaves out what the question itself says: the guess, what sorts just
// after it, and its hash.
func without(guess, answer string) string {
	last := len(guess) - 1
	next := guess[:last] + string(guess[last]+1)
	return hashes.ReplaceAllString(strings.NewReplacer(guess, "GUESS", next, "GUESS").Replace(answer), "HASH")
}

var hashes = regexp.MustCompile(`'(-?\d{12,20}|[0-9a-f]{32})'`)

// The planner's statistics are samples of what is stored, hidden rows included,
// and what a plan expects is made from them.
func TestThereAreNoStatisticsOfWords(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	s.crowd(500)
	sampled := s.list(`
		select tablename || '.' || attname from pg_stats join pg_class c on c.oid = (schemaname || '.' || tablename)::regclass
			join pg_attribute a using (attname)
		where a.attrelid = c.oid and schemaname = 'public' and (most_common_vals is not null or histogram_bounds is not null)
			and atttypid not in ('uuid'::regtype, 'timestamptz'::regtype)
			and (relkind = 'i' or has_column_privilege($1, c.oid, attnum, 'SELECT'))
		order by 1`, s.login("public").Name)
	fixed := []string{"release.kind", "release.outcome", "release_section.kind", "revision.number", "revision.redacted"} // a handful of values
	for _, column := range sampled {
		if !slices.Contains(fixed, column) && !strings.HasPrefix(column, "term.") && !strings.HasSuffix(column, ".tstzrange") {
			t.Errorf("the planner has samples of %s", column)
		}
	}
	if !slices.Contains(sampled, "release.kind") {
		t.Errorf("the planner has samples of %v only, so that this shows nothing", sampled)
	}
	visitor := s.visitor()
	for _, view := range []string{"pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"} {
		if answer := visitor.must(`select distinct tablename from ` + view + ` where schemaname = 'public'`); answer != "" {
			t.Errorf("%s shows the visitors' login samples of %s", view, answer)
		}
	}
	visitor.refused(`select * from pg_statistic`, `select * from pg_statistic_ext_data`)
}
