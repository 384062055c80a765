package postgres

import (
	"context"
	"time"

	"lectern/internal/cms"
)

// Statement is one of the hot statements, for tests of their plans.
type Statement struct {
	Name string
	SQL  string
	Args []any
}

// HotStatements returns what visitors ask most: a path, the newest ten of a
// kind in the site and below a section, a count, and the next change.
func HotStatements(path string, section cms.ID, kind string) []Statement {
	newest := cms.ListQuery{Kinds: []string{kind}, Size: 10}
	below := newest
	below.Below = section
	labelled, mentioning := newest, newest
	labelled.Terms = []cms.ID{section, section, section}
	mentioning.RefersTo = section
	list := func(name string, q cms.ListQuery, sql func(cms.ListQuery) (string, []any)) Statement {
		text, args := sql(q)
		return Statement{name, text, args}
	}
	items := func(q cms.ListQuery) (string, []any) { return listSQL(itemColumns, q) }
	entries := func(q cms.ListQuery) (string, []any) { return listSQL(releaseColumns, q) }
	kinds, sections := watched([]cms.ListQuery{below, newest})
	return []Statement{
		{"page by path", byPath, []any{path}},
		{"breadcrumbs", byPaths, []any{cms.Ancestors(path)}},
		{"redirect", redirectFrom, []any{path}},
		{"rules at a page", rulesAt, []any{path}},
		{"rules where nothing is", rulesAt, []any{"/nothing/is/here"}},
		{"chapters of a work", chaptersOf, []any{path, []string{kind}}},
		list("newest ten of a kind", newest, items),
		list("newest ten of a kind below a section", below, items),
		list("count of a kind below a section", below, countSQL),
		list("count of a kind", newest, countSQL),
		{"files by id", assetsByID, []any{[]cms.ID{section}}},
		list("newest ten with three terms", labelled, items),
		list("newest ten that mention a page", mentioning, items),
		{"list of sitemaps", everySitemap, nil},
		{"last part of a sitemap", partOfSitemap, []any{[]string{kind, "publication", "publication-page", "data-set"}, 1000, 3000}},
		{"last part of the sitemap of pictures", picturesOfSitemap, []any{1000, 3000}},
		{"parts with pictures", partsWithPictures, []any{[]time.Time{{}, time.Now().AddDate(-1, 0, 0)}, []string{string(section), string(section)}}},
		list("latest of a kind", latest(newest), entries),
		list("latest of a kind below a section", latest(below), entries),
		{"version of the site", siteVersion, nil},
		{"bodies of a feed", bodiesByID, []any{[]cms.ID{section}}},
		{"bodies above a feed", abovePaths, []any{cms.Ancestors(path), []string{kind}}},
		{"terms of live pages", carriedTerms, []any{[]string{"topic", "information-type", "coverage", "granularity"}}},
		{"next change", nextChange, []any{kinds, sections, []string{string(section)}}},
	}
}

func latest(q cms.ListQuery) cms.ListQuery {
	q.Sort, q.State = cms.Latest, cms.Current
	return q
}

// MigrateTo takes a database back to a version, for Migrate to upgrade it.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	provider, err := s.migrations()
	if err != nil {
		return err
	}
	defer provider.Close()
	_, err = provider.DownTo(ctx, version)
	return err
}
