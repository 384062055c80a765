package publishing

import (
	"context"
	"strings"

	"lectern/internal/cms"
)

// SetTerm stores a term of a vocabulary. Nothing happens when it is as it was.
func (e *Edit) SetTerm(ctx context.Context, t cms.Term) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	changed, err := e.tx.SetTerm(ctx, t)
	if err != nil || !changed {
		return err
	}
	e.tags[cms.TermTag(t.ID)] = true
	return e.audit(ctx, "set-term", "", "", "", map[string]any{"term": t.ID, "vocabulary": t.Vocabulary, "slug": t.Slug})
}

// SetRedirect sends an old address on. Nothing happens when it is as it was.
func (e *Edit) SetRedirect(ctx context.Context, r cms.Redirect) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if !cms.ValidPath(r.From) {
		return cms.Invalidf("from", "%s", cms.BadPath(r.From))
	}
	if r.Page != "" && r.To != "" {
		return cms.Invalidf("to", "a redirect leads to a page or to an address, not to both")
	}
	if r.Page == "" && !cms.ValidTarget(r.To) {
		return cms.Invalidf("to", "%s", cms.BadTarget(r.To))
	}
	if to, _, _ := strings.Cut(r.To, "#"); to == r.From {
		return cms.Invalidf("to", "%q would lead to itself", r.To)
	}
	changed, err := e.tx.SetRedirect(ctx, r)
	if err != nil || !changed {
		return err
	}
	return e.audit(ctx, "set-redirect", r.Page, "", "", map[string]any{"from": r.From, "to": r.To})
}
