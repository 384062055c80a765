package publishing

import (
	"context"
	"fmt"
	"strings"

	"lectern/internal/cms"
)

// SetRedirect sends an old address on. Nothing happens when it is as it was.
func (e *Edit) SetRedirect(ctx context.Context, r cms.Redirect) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if field, message := unfit(r); message != "" {
		return cms.Invalidf(field, "%s", message)
	}
	return e.setRedirect(ctx, r)
}

// unfit says what is wrong with a redirect by itself; empty: nothing.
func unfit(r cms.Redirect) (field, message string) {
	to, _, _ := strings.Cut(r.To, "#")
	switch {
	case !cms.ValidPath(r.From):
		return "from", cms.BadPath(r.From)
	case cms.OwnAddress(r.From):
		return "from", fmt.Sprintf("%s is an address of the program's own, which never leads on", r.From)
	case r.Page != "" && r.To != "":
		return "to", "a redirect leads to a page or to an address, not to both"
	case r.Page == "" && !cms.ValidTarget(r.To):
		return "to", cms.BadTarget(r.To)
	case to == r.From:
		return "to", fmt.Sprintf("%q would lead to itself", r.To)
	case cms.IsRule(r.From):
		return cms.BadRule(r)
	}
	return "", ""
}

func (e *Edit) setRedirect(ctx context.Context, r cms.Redirect) error {
	changed, err := e.tx.SetRedirect(ctx, r)
	if err != nil || !changed {
		return err
	}
	return e.audit(ctx, "set-redirect", r.Page, "", "", map[string]any{"from": r.From, "to": r.To})
}

// SetRedirects sends old addresses on, whatever stands there, and refuses what
// leads round in a circle: all, or none if there is anything wrong with one.
// The Line of a problem is the place of its redirect in the list, from 1.
func (e *Edit) SetRedirects(ctx context.Context, list []cms.Redirect) error {
	for _, r := range list {
		if err := e.SetRedirect(ctx, r); err != nil {
			return err
		}
	}
	ways, err := e.readWays(ctx, list)
	if err != nil {
		return err
	}
	var problems []cms.Problem
	next := ways.follower(ctx, &err)
	for i, r := range list {
		if r.Page != "" { // it leads to what is live, or nowhere
			continue
		}
		if steps, circle := cms.ChainOf(r, next); circle {
			problems = append(problems, cms.Problem{Field: "to", Line: i + 1, Message: inCircle(steps)})
		}
	}
	if err != nil {
		return err
	}
	return cms.InvalidUnlessNone(problems)
}

func inCircle(steps []string) string {
	return fmt.Sprintf("readers would go round in a circle: %s; choose another address", cms.ChainText(steps))
}

// AddRedirects sends old addresses on: all, or none if there is anything wrong
// with one. All that is wrong is told at once; the Line of a problem is the
// place of its redirect in the list, from 1.
//
// What readers would be sent through twice, or round in a circle, is refused,
// and so is what a live page hides. An address of a live page is kept as the
// page, and follows it.
func (e *Edit) AddRedirects(ctx context.Context, list []cms.Redirect) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	return e.putRedirects(ctx, list, "")
}

// ChangeRedirect puts a redirect in the place of the one from an address.
func (e *Edit) ChangeRedirect(ctx context.Context, from string, r cms.Redirect) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if from != r.From {
		if err := e.deleteRedirect(ctx, from); err != nil {
			return err
		}
	}
	return e.putRedirects(ctx, []cms.Redirect{r}, from)
}

// DeleteRedirect forgets the redirect from an address.
func (e *Edit) DeleteRedirect(ctx context.Context, from string) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	return e.deleteRedirect(ctx, from)
}

func (e *Edit) deleteRedirect(ctx context.Context, from string) error {
	existed, err := e.tx.DeleteRedirect(ctx, from)
	if err != nil {
		return err
	}
	if !existed {
		return cms.ErrNotFound
	}
	return e.audit(ctx, "delete-redirect", "", "", "", map[string]any{"from": from})
}

// Signposts returns a page of the list of redirects, and how many there are in
// all, for those who may change them.
func (e *Edit) Signposts(ctx context.Context, q cms.SignpostQuery) ([]cms.Signpost, int, error) {
	if err := e.configures(); err != nil {
		return nil, 0, err
	}
	return e.tx.Signposts(ctx, q, e.at)
}

// Signpost returns the redirect from an address.
func (e *Edit) Signpost(ctx context.Context, from string) (cms.Signpost, error) {
	list, _, err := e.Signposts(ctx, cms.SignpostQuery{From: from})
	if err == nil && (from == "" || len(list) == 0) {
		err = cms.ErrNotFound
	}
	if err != nil {
		return cms.Signpost{}, err
	}
	return list[0], nil
}

// putRedirects writes redirects that fit among those there are, but for the one
// from an address that may be written over.
func (e *Edit) putRedirects(ctx context.Context, list []cms.Redirect, over string) error {
	ways, err := e.readWays(ctx, list)
	if err != nil {
		return err
	}
	ways.over = over
	for i := range list {
		ways.follow(&list[i])
	}
	problems, err := ways.problems(ctx, list)
	if err != nil {
		return err
	}
	if err := cms.InvalidUnlessNone(problems); err != nil {
		return err
	}
	for _, r := range list {
		if err := e.setRedirect(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// Trace says where readers of an address end up.
func (e *Edit) Trace(ctx context.Context, path string) (t cms.Trace, err error) {
	if err := e.configures(); err != nil {
		return t, err
	}
	if !cms.ValidPath(path) {
		return t, cms.Invalidf("try", "%s", cms.BadPath(path))
	}
	w, err := e.readWays(ctx, []cms.Redirect{{From: path}})
	if err != nil {
		return t, err
	}
	next := w.follower(ctx, &err)
	t.Steps = []string{path}
	if to := next(path); to != "" {
		t.Steps, t.Circle = cms.Chain(path, to, next)
	}
	for _, step := range t.Steps[:len(t.Steps)-1] {
		t.By = append(t.By, w.by(cms.PathOf(step)))
	}
	t.Title = w.live[cms.PathOf(t.End())].Card.Title
	return t, err
}

// by is the redirect that leads on from a path; empty: what is live there does.
func (w *ways) by(path string) string {
	if w.live[path].ID != "" {
		return ""
	}
	r, _ := w.sign(path)
	return r.From
}
