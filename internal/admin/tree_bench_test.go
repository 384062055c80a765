package admin_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/testkit"
)

// BenchmarkTree measures the editors' tree and its search on a site of 100,000
// pages, from the request to the last byte. The budget for a branch is 50 ms.
func BenchmarkTree(b *testing.B) {
	store, _ := testkit.Corpus(b, 100_000)
	o := officeOf(b, store)
	one := func(sql string) []string {
		rows, _ := store.Pool.Query(b.Context(), sql)
		list, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || len(list) == 0 {
			b.Fatal(sql, err)
		}
		return list
	}
	// Users of a benchmark need no account: the site is kept for the next time.
	everywhere := cms.User{ID: "00000000-0000-7000-9000-000000000001", Name: "Everywhere", Grants: []cms.Grant{{Role: cms.Administrator}}}
	branch := one(`select id::text from page where parent_id is not null and kind = 'landing' order by id limit 1`)[0]
	some := cms.User{ID: "00000000-0000-7000-9000-000000000002", Name: "Some", Grants: []cms.Grant{{Role: cms.Author, Branch: cms.ID(branch)}}}
	o.users[everywhere.ID], o.users[some.ID] = everywhere, some

	largest := one(`select parent_id::text from page where parent_id is not null group by parent_id order by count(*) desc limit 1`)
	branches := one(`select id::text from page where kind = 'landing' order by md5(id::text) limit 100`)
	title := one(`select split_part(title, ' ', 1) || '+' || split_part(title, ' ', 2) from page where title like '% %' order by md5(id::text) limit 100`)
	path := one(`select path from page where path is not null order by md5(id::text) limit 100`)
	term := one(`select id::text from term order by id limit 1`)
	prefixed := func(prefix string, list []string) (paths []string) {
		for _, one := range list {
			paths = append(paths, prefix+one)
		}
		return paths
	}
	for _, c := range []struct {
		name  string
		paths []string
	}{
		{"home", []string{"/admin"}},
		{"top of the tree", []string{"/admin/pages"}},
		{"a branch", prefixed("/admin/pages?below=", branches)},
		{"the largest branch", prefixed("/admin/pages?below=", largest)},
		{"its last page", []string{"/admin/pages?page=20&below=" + largest[0]}},
		{"two words", prefixed("/admin/pages?q=", title)},
		{"a common word", []string{"/admin/pages?q=a"}},
		{"a link", prefixed("/admin/pages?q=https://site.example", path)},
		{"a kind", []string{"/admin/pages?kind=service"}},
		{"a state", []string{"/admin/pages?state=scheduled", "/admin/pages?state=expired", "/admin/pages?state=never", "/admin/pages?state=draft"}},
		{"a term", []string{"/admin/pages?term=" + term[0]}},
		{"from A to Z", []string{"/admin/pages?sort=title"}},
	} {
		for _, u := range []cms.User{everywhere, some} {
			b.Run(c.name+"/"+u.Name, func(b *testing.B) {
				measure(b, 50*time.Millisecond, func(i int) time.Duration {
					begun := time.Now()
					if a := o.get(u, c.paths[i%len(c.paths)]); a.StatusCode != http.StatusOK {
						b.Fatal(fmt.Sprint(c.paths[i%len(c.paths)], " is answered ", a.Status))
					}
					return time.Since(begun)
				})
			})
		}
	}
}
