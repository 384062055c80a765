package publishing

import (
	"context"
	"fmt"
	"strings"

	"lectern/internal/cms"
)

// SetTerm stores a term of a vocabulary. Nothing happens when it is as it was.
func (e *Edit) SetTerm(ctx context.Context, t cms.Term) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	vocabulary, err := e.tx.Vocabulary(ctx, t.Vocabulary)
	if err != nil {
		return err
	}
	if err := cms.InvalidUnlessNone(t.Problems(vocabulary)); err != nil {
		return err
	}
	return e.setTerm(ctx, t)
}

func (e *Edit) setTerm(ctx context.Context, t cms.Term) error {
	changed, err := e.tx.SetTerm(ctx, t)
	if err != nil || !changed {
		return err
	}
	e.tags[cms.TermTag(t.ID)] = true
	return e.audit(ctx, "set-term", "", "", "", map[string]any{"term": t.ID, "vocabulary": t.Vocabulary, "slug": t.Slug})
}

// AddTerm adds a term after those that stand below the same one.
func (e *Edit) AddTerm(ctx context.Context, t cms.Term) (cms.Term, error) {
	if err := e.mayConfigure(ctx); err != nil {
		return t, err
	}
	vocabulary, err := e.tx.Vocabulary(ctx, t.Vocabulary)
	if err != nil {
		return t, err
	}
	t.ID, t.Position = NewID(), after(vocabulary, t.Parent)
	return t, e.SetTerm(ctx, t)
}

// ChangeTerm changes a term. One that gets another parent stands last below it.
func (e *Edit) ChangeTerm(ctx context.Context, t cms.Term) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	had, err := e.tx.Term(ctx, t.ID)
	if err != nil {
		return err
	}
	t.Vocabulary, t.Position = had.Vocabulary, had.Position
	if t.Parent != had.Parent {
		vocabulary, err := e.tx.Vocabulary(ctx, t.Vocabulary)
		if err != nil {
			return err
		}
		t.Position = after(vocabulary, t.Parent)
	}
	return e.SetTerm(ctx, t)
}

// after is the first position behind those below a term.
func after(vocabulary []cms.Term, parent cms.ID) int {
	next := 0
	for _, t := range vocabulary {
		if t.Parent == parent {
			next = max(next, t.Position+1)
		}
	}
	return next
}

// ArrangeTerms puts the terms of a vocabulary that stand beside each other in
// the order of places.
func (e *Edit) ArrangeTerms(ctx context.Context, vocabulary string, places map[cms.ID]int) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	terms, err := e.tx.Vocabulary(ctx, vocabulary)
	if err != nil {
		return err
	}
	for _, t := range cms.ArrangeTerms(terms, places) {
		if err := e.setTerm(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// DeleteTerm deletes a term that nothing uses.
func (e *Edit) DeleteTerm(ctx context.Context, id cms.ID) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	t, err := e.tx.Term(ctx, id)
	if err != nil {
		return err
	}
	uses, err := e.tx.TermUses(ctx, []cms.ID{id}, e.at)
	if err != nil {
		return err
	}
	if use := uses[id]; !use.None() {
		return cms.Conflictf("%q is in use: %s. Take it away there first", t.Name, said(use))
	}
	if err := e.tx.DeleteTerm(ctx, id); err != nil {
		return err
	}
	e.tags[cms.TermTag(id)] = true
	return e.audit(ctx, "delete-term", "", "", "", map[string]any{"term": id, "vocabulary": t.Vocabulary, "slug": t.Slug})
}

// said says in words what uses a term.
func said(use cms.TermUse) string {
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(use.Live, "page carries it", "pages carry it")
	add(use.Planned, "planned release carries it", "planned releases carry it")
	add(use.Drafts, "draft names it", "drafts name it")
	add(use.Past, "page carried it once", "pages carried it once")
	add(use.Below, "term stands below it", "terms stand below it")
	return strings.Join(parts, ", ")
}

// VocabularyTerms returns the terms of a vocabulary with what uses them, for
// those who may change them.
func (e *Edit) VocabularyTerms(ctx context.Context, vocabulary string) ([]cms.Term, map[cms.ID]cms.TermUse, error) {
	if err := e.configures(); err != nil {
		return nil, nil, err
	}
	terms, err := e.tx.Vocabulary(ctx, vocabulary)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]cms.ID, len(terms))
	for i, t := range terms {
		ids[i] = t.ID
	}
	uses, err := e.tx.TermUses(ctx, ids, e.at)
	return terms, uses, err
}
