// Package searchtest is what every search engine must do, as tests. They write
// a site through the only writer and ask the engine for it.
package searchtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/search"
)

// Site is a site of the test's own and an engine that finds it. The engine must
// be up to date when Engine is called.
type Site struct {
	Publisher *publishing.Publisher
	Engine    func() search.Engine
	Now       func() time.Time // by the database's clock
}

// Run runs all tests. open is called once for each.
func Run(t *testing.T, open func(*testing.T) Site) {
	for name, test := range map[string]func(*site){
		"words":    testWords,
		"phrases":  testPhrases,
		"order":    testOrder,
		"embargo":  testEmbargo,
		"schedule": testSchedule,
		"terms":    testTerms,
		"counts":   testCounts,
		"facets":   testFacets,
		"lists":    testLists,
		"hostile":  testHostile,
		"synonyms": testSynonyms,
		"bets":     testBestBets,
		"hidden":   testHiddenBets,
		"reasons":  testReasons,
		"pages":    testPages,
		"instead":  testInstead,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(newSite(t, open(t)))
		})
	}
}

// site is a Site with a home page, and short ways to write and to ask.
type site struct {
	Site
	t    *testing.T
	home cms.ID
}

func newSite(t *testing.T, with Site) *site {
	s := &site{Site: with, t: t}
	s.home = s.page("", "", &kinds.Home{Title: "Home", Summary: "S"})
	return s
}

func (s *site) edit(f func(context.Context, *publishing.Edit) error) {
	s.t.Helper()
	err := s.Publisher.Edit(s.t.Context(), cms.System, func(e *publishing.Edit) error { return f(s.t.Context(), e) })
	if err != nil {
		s.t.Fatal(err)
	}
}

// page publishes a new page at once.
func (s *site) page(parent cms.ID, slug string, value schema.Kind) cms.ID {
	s.t.Helper()
	id := s.place(parent, slug, value.Kind().Name)
	s.release(id, publishing.State{Value: value}, publishing.Plan{})
	return id
}

func (s *site) place(parent cms.ID, slug, kind string) (id cms.ID) {
	s.t.Helper()
	s.edit(func(ctx context.Context, e *publishing.Edit) error {
		page, err := e.Create(ctx, publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		id = page.ID
		return err
	})
	return id
}

func (s *site) release(page cms.ID, state publishing.State, plan publishing.Plan) {
	s.t.Helper()
	s.edit(func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.ReleaseContent(ctx, page, state, plan)
		return err
	})
}

// announce publishes no more than that a page is to come.
func (s *site) announce(page cms.ID, value schema.Redacter) {
	s.t.Helper()
	s.release(page, publishing.State{Outcome: cms.OutcomeAnnounced, Value: value.Redact()}, publishing.Plan{})
}

// titled publishes a page with a title at /p-1 and so on.
func (s *site) titled(slug, title string, text ...string) cms.ID {
	s.t.Helper()
	return s.page(s.home, slug, &kinds.ContentPage{Title: title, Summary: strings.Join(text, " ")})
}

func (s *site) term(vocabulary, slug string, parent cms.ID, name string, synonyms ...string) cms.TermRef {
	s.t.Helper()
	t := cms.Term{ID: publishing.NewID(), Vocabulary: vocabulary, Slug: slug, Name: name, Parent: parent, Synonyms: synonyms}
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.SetTerm(ctx, t) })
	return cms.TermRef(t.ID)
}

func (s *site) search(q search.Query) search.Results {
	s.t.Helper()
	results, err := s.Engine().Search(s.t.Context(), q)
	if err != nil {
		s.t.Fatalf("%s: %v", q.Address(), err)
	}
	return results
}

// found is the last parts of the addresses that were found, in their order.
func found(r search.Results) string {
	var list []string
	for _, hit := range r.Hits {
		list = append(list, hit.Path[strings.LastIndexByte(hit.Path, '/')+1:])
	}
	return strings.Join(list, " ")
}

// wants looks for a text.
func (s *site) wants(text, paths string) {
	s.t.Helper()
	r := s.search(search.Query{Text: text})
	if got := found(r); got != paths || r.Loose {
		s.t.Errorf("%q finds %q (loose: %v), want %q", text, got, r.Loose, paths)
	}
}

func prose(text string) richtext.Doc {
	return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}}
}
