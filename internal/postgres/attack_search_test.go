package postgres_test

import (
	"fmt"
	"strings"
	"testing"
)

// The search engine's login reads more at once than visitors do, and no more of
// what is not live.
func TestTheSearchLoginSeesWhatIsLive(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	engine := s.as(s.login("search"))
	for _, sql := range append([]string{
		`select * from search_entries(0, '-infinity')`, `select * from search_entries(1, '-infinity')`,
		`select * from search_entries(-1, 'infinity')`, `select * from search_entries(null, null)`,
		`select * from search_version()`, `select search_rank('{quokk*}', false, array(select generate_series(1, 1000)))`,
		`select * from search_titles()`, `select * from search_terms()`, `select * from popular_searches()`,
		`select * from search_query`, `select * from search_choice`, `select * from search_forbidden`,
		`select * from search_entry`, `select words from search_entry`, `select * from revision`,
		`explain (analyze, verbose) select * from search_match('quokk', '{quokk*}', false)`,
		`select * from pg_stats where tablename like 'search%'`,
	}, questions...) {
		s.hides(engine, sql)
	}
	live := map[string]bool{}
	for _, ord := range s.list(`select ord::text from search_entry where live_from <= now() and live_until > now()`) {
		live[ord] = true
	}
	engine.must(`set client_min_messages = warning`) // or it is told of words that are left out
	for _, typed := range []string{
		`quokk`, `The quokk launch`, `%quokk%`, `quokk\`, `%`, `\`, `\\`, ``, ` `, `.*`, `'`, `'; select 1; --`, `' or true --`,
		`$1`, `%L %I`, `launch or`, `quokk | wombat`, `!wombat`, `wombat:*`, `a:b`, `(`, `*`, `**`, `wombat <-> quokka`,
		strings.Repeat("quokk ", 2000), strings.Repeat("a", 10000), "ＱＵＯＫＫ", "a\nb\tc",
	} {
		text := `$typed$` + typed + `$typed$`
		for _, sql := range []string{
			`select ords from search_like(` + text + `)`,
			`select ords from search_match(` + text + `, array[` + text + `], false)`,
			`select titled from search_match(` + text + `, array[` + text + ` || '*', 'the'], true)`,
			`select ords from search_match(` + text + `, array[` + text + `, null, ''], null)`,
		} {
			answer, err := engine.says(sql)
			if err != nil {
				t.Errorf("%.200s: %s", sql, answer)
				continue
			}
			for _, ord := range strings.FieldsFunc(answer, func(r rune) bool { return r < '0' || r > '9' }) {
				if !live[ord] {
					t.Errorf("%.200s finds %s", sql, ord)
				}
			}
		}
	}
	if found := engine.must(`select ords from search_match('wombat', '{wombat*}', false)`); found == "" {
		t.Error("what is live is not found")
	}
	// The ranks of what is not live are nothing, whatever words they have.
	for _, hidden := range s.list(`select ord::text from search_entry where not (live_from <= now() and live_until > now())`) {
		if rank := engine.must(fmt.Sprintf(`select search_rank('{quokka*,quokk*}', true, '{%s}')`, hidden)); rank != "{0}" {
			t.Errorf("what is not live ranks %s", rank)
		}
	}
}
