package publishing

import (
	"context"
	"fmt"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// Bounds of the lexicon: the search keeps all of it in memory.
const (
	mostGroups    = 2000
	mostBets      = 2000
	mostSuggested = 2000
)

// lore is one of the lists of what the search is told.
type lore[T any] struct {
	read     func(context.Context) ([]T, error)
	id       func(T) cms.ID
	tidy     func(*T)
	most     int
	field    string // the first of an entry
	many     string // what several are called
	problems func(ctx context.Context, old, all []T) (func(T) ([]cms.Problem, error), error)
	set      func(context.Context, T) (changed bool, err error)
	action   string
	detail   func(T) map[string]any
}

// teach stores entries by their IDs: all, or none if there is anything wrong with
// one, given those that there will be. Nothing happens to one that is as it was. The
// Line of a problem is the place of its entry in the list, from 1.
func teach[T any](ctx context.Context, e *Edit, l lore[T], list []T) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	old, err := l.read(ctx)
	if err != nil {
		return err
	}
	list = slices.Clone(list)
	for i := range list {
		l.tidy(&list[i])
	}
	all := replaced(old, list, l.id)
	if len(all) > l.most {
		return cms.Invalidf(l.field, "there would be %d %s, and at most %d are possible; take some away first", len(all), l.many, l.most)
	}
	problemsOf, err := l.problems(ctx, old, all)
	if err != nil {
		return err
	}
	var problems []cms.Problem
	for i, one := range list {
		found, err := problemsOf(one)
		if err != nil {
			return err
		}
		problems = append(problems, numbered(i, found)...)
	}
	if err := cms.InvalidUnlessNone(problems); err != nil {
		return err
	}
	for _, one := range list {
		changed, err := l.set(ctx, one)
		if err == nil && changed {
			err = e.taught(ctx, l.action, l.detail(one))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SetSynonyms stores groups by their IDs, all or none.
func (e *Edit) SetSynonyms(ctx context.Context, list ...cms.Synonyms) error {
	return teach(ctx, e, lore[cms.Synonyms]{
		read: e.tx.Synonyms, set: e.tx.SetSynonyms, action: "set-synonyms",
		most: mostGroups, field: "words", many: "groups of synonyms",
		id:   func(g cms.Synonyms) cms.ID { return g.ID },
		tidy: func(g *cms.Synonyms) { g.Words, g.Also = tidied(g.Words), tidied(g.Also) },
		problems: func(_ context.Context, _, all []cms.Synonyms) (func(cms.Synonyms) ([]cms.Problem, error), error) {
			rules := search.SynonymRules(all)
			return func(g cms.Synonyms) ([]cms.Problem, error) { return rules(g), nil }, nil
		},
		detail: func(g cms.Synonyms) map[string]any {
			return map[string]any{"synonyms": g.ID, "words": g.Words, "also": g.Also}
		},
	}, list)
}

// SetBestBets stores best bets by their IDs, in the same way.
func (e *Edit) SetBestBets(ctx context.Context, list ...cms.BestBet) error {
	return teach(ctx, e, lore[cms.BestBet]{
		read: e.tx.BestBets, set: e.tx.SetBestBet, action: "set-best-bet",
		most: mostBets, field: "texts", many: "best bets",
		id:   func(b cms.BestBet) cms.ID { return b.ID },
		tidy: func(b *cms.BestBet) { b.Texts, b.Note = tidied(b.Texts), search.OneLine(b.Note) },
		problems: func(ctx context.Context, _, all []cms.BestBet) (func(cms.BestBet) ([]cms.Problem, error), error) {
			rules := search.BetRules(all)
			return func(b cms.BestBet) ([]cms.Problem, error) {
				lost, err := e.lostPages(ctx, b.Pages)
				return append(rules(b), lost...), err
			}, nil
		},
		detail: func(b cms.BestBet) map[string]any {
			return map[string]any{"best-bet": b.ID, "texts": b.Texts, "pages": b.Pages}
		},
	}, list)
}

// SetSuggested stores suggested searches by their IDs, in the same way.
func (e *Edit) SetSuggested(ctx context.Context, list ...cms.SuggestedSearch) error {
	return teach(ctx, e, lore[cms.SuggestedSearch]{
		read: e.tx.Suggested, set: e.tx.SetSuggested, action: "set-suggested-search",
		most: mostSuggested, field: "text", many: "suggested searches",
		id: func(s cms.SuggestedSearch) cms.ID { return s.ID },
		tidy: func(s *cms.SuggestedSearch) {
			s.Text, s.Instead, s.Note = search.Tidy(s.Text), tidied(s.Instead), search.OneLine(s.Note)
		},
		problems: e.suggestedProblems,
		detail: func(s cms.SuggestedSearch) map[string]any {
			return map[string]any{"suggested-search": s.ID, "text": s.Text, "typing": s.Typing, "instead": s.Instead}
		},
	}, list)
}

// suggestedProblems says what is wrong with a suggested search, and that its text is
// forbidden. A text that was forbidden afterwards stays, and is offered to nobody:
// files that hold it can still be imported.
func (e *Edit) suggestedProblems(ctx context.Context, old, all []cms.SuggestedSearch) (func(cms.SuggestedSearch) ([]cms.Problem, error), error) {
	forbidden, err := e.tx.ForbiddenSearches(ctx)
	rules := search.SuggestedRules(all)
	return func(s cms.SuggestedSearch) ([]cms.Problem, error) {
		problems := rules(s)
		had := slices.ContainsFunc(old, func(o cms.SuggestedSearch) bool { return o.ID == s.ID && o.Text == s.Text })
		if words := search.Holds(s.Text, forbidden); words != "" && !had {
			message := fmt.Sprintf("%q is not offered to anybody, because %q is not to be suggested; take that back first, or write another text", s.Text, words)
			problems = slices.Insert(problems, 0, cms.Problem{Field: "text", Message: message})
		}
		return problems, nil
	}, err
}

// lostPages tells of pages that are not there, or that have no address.
func (e *Edit) lostPages(ctx context.Context, pages []cms.ID) (problems []cms.Problem, err error) {
	for _, page := range pages {
		line, err := e.lineage(ctx, page)
		if ignoreNotFound(err) != nil {
			return nil, err
		}
		if err != nil || !e.addressed(line[len(line)-1].Kind) {
			problems = append(problems, cms.Problem{Field: "pages", Message: "there is no such page; choose another one"})
		}
	}
	return problems, nil
}

// DeleteSynonyms forgets a group of synonyms.
func (e *Edit) DeleteSynonyms(ctx context.Context, id cms.ID) error {
	return e.unteach(ctx, "synonyms", id, e.tx.DeleteSynonyms)
}

// DeleteBestBet forgets a best bet.
func (e *Edit) DeleteBestBet(ctx context.Context, id cms.ID) error {
	return e.unteach(ctx, "best-bet", id, e.tx.DeleteBestBet)
}

// DeleteSuggested forgets a suggested search.
func (e *Edit) DeleteSuggested(ctx context.Context, id cms.ID) error {
	return e.unteach(ctx, "suggested-search", id, e.tx.DeleteSuggested)
}

func (e *Edit) unteach(ctx context.Context, what string, id cms.ID, remove func(context.Context, cms.ID) (bool, error)) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if !id.Valid() {
		return cms.ErrNotFound
	}
	existed, err := remove(ctx, id)
	switch {
	case err != nil:
		return err
	case !existed:
		return cms.ErrNotFound
	}
	return e.taught(ctx, "delete-"+what, map[string]any{what: id})
}

// Synonyms returns every group, by its first word, for those who may change them.
func (e *Edit) Synonyms(ctx context.Context) ([]cms.Synonyms, error) {
	if err := e.configures(); err != nil {
		return nil, err
	}
	return e.tx.Synonyms(ctx)
}

// BestBets returns every best bet, by its first text, with what their pages are
// called and where they are, for those who may change them.
func (e *Edit) BestBets(ctx context.Context) ([]cms.BestBet, map[cms.ID]cms.BetPage, error) {
	if err := e.configures(); err != nil {
		return nil, nil, err
	}
	list, err := e.tx.BestBets(ctx)
	if err != nil {
		return nil, nil, err
	}
	pages, err := e.tx.BetPages(ctx, e.at)
	return list, pages, err
}

// Suggested returns every suggested search, by its text, for those who may change
// them.
func (e *Edit) Suggested(ctx context.Context) ([]cms.SuggestedSearch, error) {
	if err := e.configures(); err != nil {
		return nil, err
	}
	return e.tx.Suggested(ctx)
}

// taught records a change of what the search knows.
func (e *Edit) taught(ctx context.Context, action string, detail map[string]any) error {
	e.tags[cms.SearchTag] = true
	return e.audit(ctx, action, "", "", "", detail)
}

// tidied returns texts as they are kept: on one line each.
func tidied(texts []string) []string {
	texts = slices.Clone(texts)
	for i, text := range texts {
		texts[i] = search.Tidy(text)
	}
	return texts
}

// replaced returns what there will be when a list is stored.
func replaced[T any](all, list []T, id func(T) cms.ID) []T {
	all = slices.DeleteFunc(slices.Clone(all), func(old T) bool {
		return slices.ContainsFunc(list, func(o T) bool { return id(o) == id(old) })
	})
	return append(all, list...)
}

// numbered says of which in a list the problems are.
func numbered(place int, problems []cms.Problem) []cms.Problem {
	for i := range problems {
		problems[i].Line = place + 1
	}
	return problems
}
