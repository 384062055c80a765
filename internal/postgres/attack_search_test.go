package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
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
		`select * from search_range()`, `select * from search_live(0, 1000000)`, `select * from search_live(null, null)`, `select * from search_entry_whole`,
		`select search_by_title(array(select generate_series(1, 1000)), 0, 1000)`, `select search_by_title(null, null, null)`,
		`select * from search_texts(array(select release_id from search_moved(0, 'infinity')))`, `select * from search_texts(null)`,
		`select * from search_texts(array(select release_id from search_moved(1, '-infinity')))`, `select * from search_turn()`,
		`select * from search_moved(-1, null)`,
		`select * from search_words(array(select generate_series(1, 1000)))`, `select * from search_words(null)`,
		`select * from search_version()`, `select search_rank('[{"all": ["quokk*"]}]', false, array(select generate_series(1, 1000)))`,
		`select * from search_bets()`, `select * from search_synonyms()`, `select * from best_bet`, `select * from best_bet_page`, `select * from synonyms`,
		`select * from search_suggested()`, `select * from suggested_search`,
		`select search_offered('quokk', '{quokk}')`, `select search_offered(null, '{wombat,null,""}')`, `select search_offered('', null)`,
		`select * from search_titles()`, `select * from search_terms()`, `select * from popular_searches()`,
		`select * from search_query`, `select * from search_choice`, `select * from search_forbidden`,
		`select * from search_entry`, `select words from search_entry`, `select * from search_document`, `select * from revision`,
		`explain (analyze, verbose) select * from search_match('{quokk}', '[{"all": ["quokk*"]}]', false)`,
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
			`select search_by_title(array(select generate_series(1, 1000)), length(` + text + `) % 3, 1000)`,
			`select ords from search_match(array[` + text + `], ` + needs(text, `[]`) + `, false)`,
			`select titled from search_match(array['the', ` + text + `], ` + needs(text+` || '*', 'the'`, `["wombat", "quokka"]`) + `, true)`,
			`select ords from search_match(array[` + text + `, null, ''], ` + needs(text+`, null, ''`, `[null, ""]`) + `, null)`,
			`select ords from search_match(null, ` + needs(text, `[]`) + `, false)`,
			`select search_having(` + needs(text, `[]`) + `, false, array(select generate_series(1, 1000)))`,
			`select titled from search_titled(array['the', ` + text + `], ` + needs(text, `["wombat", "quokka"]`) + `, true, array(select generate_series(1, 1000)))`,
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
	if found := engine.must(`select ords from search_match('{wombat}', '[{"all": ["wombat*"]}]', false)`); found == "" {
		t.Error("what is live is not found")
	}
	var hidden []string
	for _, release := range s.list(`select id::text from release where not (live_from <= now() and live_until > now())`) {
		hidden = append(hidden, "'"+release+"'")
	}
	if texts := engine.must(`select * from search_texts(array[` + strings.Join(hidden, ",") + `]::uuid[])`); len(hidden) == 0 || texts != "" {
		t.Errorf("of %d releases that are not live it reads %s", len(hidden), texts)
	}
	planned := s.list(`select release_id::text from search_entry where live_from > now()`)
	for _, sql := range []string{`select * from search_moved(0, '-infinity')`, `select * from search_moved(1, '-infinity')`, `select * from search_moved(-1, 'infinity')`} {
		for _, release := range planned {
			if strings.Contains(engine.must(sql), release) {
				t.Errorf("%s tells of what has not begun", sql)
			}
		}
	}
	if texts := engine.must(`select title from search_texts(array(select release_id from search_moved(0, 'infinity')))`); !strings.Contains(strings.ToLower(texts), "wombat") {
		t.Errorf("of what is live it reads %s", texts)
	}
	if bets := engine.must(`select texts, cardinality(pages) from search_bets()`); bets != "{wombat}\t1" {
		t.Errorf("best bets are %s", bets)
	}
	if told := engine.must(`select * from search_suggested()`); told != "Wombats\tt\t{womabts}" {
		t.Errorf("suggested searches are %s", told)
	}
	// Which words are forbidden is told by no answer, but of texts that one knows.
	if may := engine.must(`select search_offered('x', '{wombat,wombat secrets of old,secrets,wombat secret,quokka}')`); may != "{t,f,t,t,f}" {
		t.Errorf("what may be offered is %s", may)
	}
	if may := engine.must(`select search_offered('wombat secrets', '{wombat}')`); may != "{f}" {
		t.Errorf("who has typed what is forbidden may be offered %s", may)
	}
	// The ranks of what is not live are nothing, whatever words they have.
	for _, hidden := range s.list(`select ord::text from search_entry where not (live_from <= now() and live_until > now())`) {
		if rank := engine.must(fmt.Sprintf(`select search_rank('[{"all": ["quokka*", "quokk*"], "or": ["quokka"]}]', true, '{%s}')`, hidden)); rank != "{0}" {
			t.Errorf("what is not live ranks %s", rank)
		}
		if has := engine.must(fmt.Sprintf(`select search_has('{quokka,quokk*,""}', '{%s}')`, hidden)); has != "{f,f,f}" {
			t.Errorf("what is not live has %s", has)
		}
	}
}

// What a page can be narrowed by may say as much as its words.
func TestFacetsOfWhatIsNotLiveAreHidden(t *testing.T) {
	t.Parallel()
	s := besiege(t)
	alert := func(title, severity string) *kinds.CyberAlert {
		return &kinds.CyberAlert{
			Title: title, Summary: "S", ThreatID: "CC-1", ThreatType: "malware", Published: time.Now(),
			Severities: []kinds.SeverityChange{{Date: cms.DateOf(time.Now()), Severity: severity}},
		}
	}
	known := s.page(s.home, "wombat-alert", "cyber-alert")
	s.release(known, alert("Wombat", "low"), publishing.Plan{})
	s.release(known, alert("Wombat", "critical"), publishing.Plan{From: time.Now().Add(time.Hour)})
	s.release(s.page(s.home, "other-alert", "cyber-alert"), alert("Zorilla", "high"), publishing.Plan{From: time.Now().Add(time.Hour)})
	engine := s.as(s.login("search"))
	for _, from := range []string{
		`search_entries(0, '-infinity')`, `search_entries(-1, '-infinity')`, `search_entries(1, '-infinity')`, `search_entries(0, 'infinity')`,
		`search_live(0, 1000000)`,
	} {
		told := engine.must(`select string_agg(array_to_string(facets, ' '), ' ') from ` + from)
		for _, facet := range []string{"severity=low", "letter=w"} {
			if !strings.Contains(told, facet) {
				t.Errorf("from %s: what is live is not told: %s", from, told)
			}
		}
		for _, facet := range []string{"critical", "high", "letter=q", "letter=z"} {
			if strings.Contains(told, facet) {
				t.Errorf("from %s: %s is told of what is not live", from, facet)
			}
		}
	}
}

// needs writes needs of one with clauses, as SQL.
func needs(clauses, or string) string {
	return `jsonb_build_array(jsonb_build_object('all', to_jsonb(array[` + clauses + `]), 'or', '` + or + `'::jsonb))`
}
