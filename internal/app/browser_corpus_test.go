package app_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/app"
	"lectern/internal/corpus"
	"lectern/internal/testkit"
)

// TestGeneratedPages looks at a page of every kind, and at pages that together
// hold every block, with content that nobody chose to look well.
func TestGeneratedPages(t *testing.T) {
	w := serveFilled(t, func(a *app.App) error {
		testkit.Fill(t, a.Store, a.Blobs, corpus.Corpus{Documents: 500, Seed: 5})
		return nil
	})
	pages := w.samples(t)

	t.Run("HTML", func(t *testing.T) {
		t.Parallel()
		checkHTML(t, pages)
	})
	t.Run("Browser", func(t *testing.T) {
		t.Parallel()
		look := testkit.Look{Origin: w.url}
		for _, p := range pages {
			for _, context := range []string{testkit.Phone, testkit.Desktop} {
				look.Visits = append(look.Visits, testkit.Visit{Path: p.path, Context: context, Status: p.status})
			}
		}
		report(t, look.Run(t).Findings)
	})
}

// samples returns pages that hold every kind with an address and every block.
func (w *website) samples(t *testing.T) (pages []*page) {
	t.Helper()
	missing := map[string]bool{}
	for _, k := range w.Registry.Kinds() {
		missing[k.Name] = k.Addressed
	}
	for _, b := range w.Registry.Blocks() {
		missing["block "+b.Name] = true
	}
	rows, err := w.Store.Pool.Query(t.Context(), `
		select path, kind, body::text from release join revision on revision.id = revision_id
		where path is not null and outcome = 'page' and live_from <= now() and live_until > now()
		order by length(body::text) desc, path`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var path, kind, body string
		if err := rows.Scan(&path, &kind, &body); err != nil {
			t.Fatal(err)
		}
		holds := []string{kind}
		for _, b := range w.Registry.Blocks() {
			if strings.Contains(body, `"type": "`+b.Name+`"`) {
				holds = append(holds, "block "+b.Name)
			}
		}
		if slices.ContainsFunc(holds, func(name string) bool { return missing[name] }) {
			pages = append(pages, &page{path: path, kind: kind})
		}
		for _, name := range holds {
			missing[name] = false
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for name, is := range missing {
		if is {
			t.Errorf("no page holds %s", name)
		}
	}
	for _, p := range pages {
		a := w.get(t, p.path)
		p.status, p.body = a.status, a.body
		if p.status != 200 {
			t.Errorf("%s, of kind %s, answers %d", p.path, p.kind, p.status)
		}
	}
	return pages
}
