package publishing

import (
	"context"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// Bounds of the lexicon: the search keeps all of it in memory.
const (
	mostGroups = 2000
	mostBets   = 2000
)

// SetSynonyms stores groups by their IDs: all, or none if there is anything
// wrong with one, given those that there will be. Nothing happens to one that is
// as it was. The Line of a problem is the place of its group in the list, from 1.
func (e *Edit) SetSynonyms(ctx context.Context, list ...cms.Synonyms) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	all, err := e.tx.Synonyms(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Words, list[i].Also = tidied(list[i].Words), tidied(list[i].Also)
	}
	all = replaced(all, list, func(g cms.Synonyms) cms.ID { return g.ID })
	if len(all) > mostGroups {
		return cms.Invalidf("words", "there would be %d groups of synonyms, and at most %d are possible; take some away first", len(all), mostGroups)
	}
	var problems []cms.Problem
	problemsOf := search.SynonymRules(all)
	for i, g := range list {
		problems = append(problems, numbered(i, problemsOf(g))...)
	}
	if err := cms.InvalidUnlessNone(problems); err != nil {
		return err
	}
	for _, g := range list {
		changed, err := e.tx.SetSynonyms(ctx, g)
		if err == nil && changed {
			err = e.taught(ctx, "set-synonyms", map[string]any{"synonyms": g.ID, "words": g.Words, "also": g.Also})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SetBestBets stores best bets by their IDs, in the same way.
func (e *Edit) SetBestBets(ctx context.Context, list ...cms.BestBet) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	all, err := e.tx.BestBets(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Texts, list[i].Note = tidied(list[i].Texts), search.OneLine(list[i].Note)
	}
	all = replaced(all, list, func(b cms.BestBet) cms.ID { return b.ID })
	if len(all) > mostBets {
		return cms.Invalidf("texts", "there would be %d best bets, and at most %d are possible; take some away first", len(all), mostBets)
	}
	var problems []cms.Problem
	problemsOf := search.BetRules(all)
	for i, b := range list {
		found := problemsOf(b)
		lost, err := e.lostPages(ctx, b.Pages)
		if err != nil {
			return err
		}
		problems = append(problems, numbered(i, append(found, lost...))...)
	}
	if err := cms.InvalidUnlessNone(problems); err != nil {
		return err
	}
	for _, b := range list {
		changed, err := e.tx.SetBestBet(ctx, b)
		if err == nil && changed {
			err = e.taught(ctx, "set-best-bet", map[string]any{"best-bet": b.ID, "texts": b.Texts, "pages": b.Pages})
		}
		if err != nil {
			return err
		}
	}
	return nil
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
