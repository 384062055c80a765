package publishing

import (
	"context"
	"fmt"
	"maps"
	"slices"
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

// ways is where addresses lead now.
type ways struct {
	*Edit
	over   string // whose redirect may be written over
	known  map[string]cms.Redirect
	rules  cms.Rules              // of those
	behind map[string]string      // by target: an address that leads there
	live   map[string]cms.Release // by path; without a path: nothing is live there
	pages  map[string]cms.Release // by page
}

func (e *Edit) readWays(ctx context.Context, list []cms.Redirect) (*ways, error) {
	w := &ways{Edit: e, known: map[string]cms.Redirect{}, behind: map[string]string{}}
	known, err := e.tx.Redirects(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range known {
		w.known[r.From] = r
		if r.Page == "" {
			w.behind[cms.PathOf(r.To)] = r.From
		}
	}
	w.rules = cms.NewRules(known)
	var paths []string
	var pages []cms.ID
	for _, r := range list {
		paths = append(paths, r.From)
		if r.Page != "" {
			pages = append(pages, r.Page)
		} else if path := cms.PathOf(r.To); path != "" {
			paths = append(paths, path)
		}
	}
	if w.live, err = e.tx.LiveAt(ctx, paths, e.at); err != nil {
		return nil, err
	}
	for _, path := range paths {
		if _, there := w.live[path]; !there {
			w.live[path] = cms.Release{}
		}
	}
	w.pages, err = e.tx.LiveOf(ctx, pages, e.at)
	return w, err
}

// follow lets a redirect to the address of a live page follow the page.
func (w *ways) follow(r *cms.Redirect) {
	if at := w.live[r.To]; r.Page == "" && at.Outcome.Shows() {
		r.Page, r.To = at.Page, ""
		w.pages[string(at.Page)] = at
	}
}

// unfit says what is wrong with a redirect where it is to stand.
func (w *ways) unfit(r cms.Redirect) (field, message string) {
	if field, message := unfit(r); message != "" {
		return field, message
	}
	switch at := w.live[r.From]; {
	case at.Outcome.Shows():
		return "from", fmt.Sprintf("%s is the address of the page %q now, which readers get; move the page or unpublish it first", r.From, at.Card.Title)
	case at.ID != "":
		return "from", fmt.Sprintf("%s is what the unpublished page %q answers at; say on that page where it leads", r.From, at.Card.Title)
	}
	if other, there := w.known[r.From]; there && other != r && r.From != w.over {
		return "from", fmt.Sprintf("%s leads to %s already; change that redirect, or delete it first", r.From, w.said(other))
	}
	return "", ""
}

// said says where a redirect leads.
func (w *ways) said(r cms.Redirect) string {
	if r.Page == "" {
		return r.To
	}
	if path := w.pages[string(r.Page)].Path; path != "" {
		return path
	}
	return "a page"
}

// problems says what is wrong with redirects: with each by itself and where it
// is to stand, and with those that are right so far if they were there.
func (w *ways) problems(ctx context.Context, list []cms.Redirect) (problems []cms.Problem, err error) {
	told := make([]cms.Problem, len(list))
	ours := map[string]bool{}
	for i, r := range list {
		field, message := w.unfit(r)
		if message == "" && ours[r.From] {
			field, message = "from", fmt.Sprintf("%s stands above already; keep one of the two", r.From)
		}
		told[i] = cms.Problem{Field: field, Line: i + 1, Message: message}
		if message == "" {
			ours[r.From] = true
		}
	}
	for i, r := range list {
		if told[i].Message == "" {
			w.known[r.From] = r
		}
	}
	w.rules = cms.NewRules(slices.Collect(maps.Values(w.known)))
	next := w.follower(ctx, &err)
	for i, r := range list {
		if told[i].Message == "" {
			told[i].Field, told[i].Message = w.chain(r, ours, next)
		}
		if err != nil {
			return nil, err
		}
		if told[i].Message != "" {
			problems = append(problems, told[i])
		}
	}
	return problems, nil
}

// chain says which chain a redirect would be part of; empty: none.
func (w *ways) chain(r cms.Redirect, ours map[string]bool, next func(string) string) (field, message string) {
	if r.Page != "" {
		if r.To = w.pages[string(r.Page)].Path; r.To == "" {
			return "", "" // it is not public, and leads nowhere until it is
		}
	}
	steps, circle := cms.ChainOf(r, next)
	switch last := steps[len(steps)-1]; {
	case circle:
		return "to", inCircle(steps)
	case len(steps) > 2:
		return "to", fmt.Sprintf("%s leads on itself: %s; lead straight to %s", cms.ChainText(steps[1:2]), cms.ChainText(steps), cms.ChainText([]string{last}))
	}
	if behind := w.before(r, next); behind != "" && !ours[behind] {
		return "from", fmt.Sprintf("%s leads here already, and readers would be sent on twice: %s; change %s first, so that it leads straight to %s",
			behind, cms.ChainText(append([]string{behind}, steps...)), behind, cms.ChainText(steps[1:]))
	}
	return "", ""
}

// before returns a redirect that leads to where another leads on from; empty:
// there is none.
func (w *ways) before(r cms.Redirect, next func(string) string) string {
	if !cms.IsRule(r.From) {
		return w.behind[r.From]
	}
	for _, from := range slices.Sorted(maps.Keys(w.known)) {
		other := w.known[from]
		if other.Page != "" || from == r.From {
			continue
		}
		if _, here := (cms.Rules{r}).Find(cms.PathOf(other.Target())); !here {
			continue
		}
		if steps, _ := cms.ChainOf(other, next); len(steps) > 2 {
			return from
		}
	}
	return ""
}

// follower returns next for chains. What goes wrong is left in err.
func (w *ways) follower(ctx context.Context, err *error) func(path string) string {
	return func(path string) string {
		on, failed := w.next(ctx, path)
		if failed != nil {
			*err = failed
		}
		return on
	}
}

// next says where a path leads on to; empty: nowhere.
func (w *ways) next(ctx context.Context, path string) (string, error) {
	at, asked := w.live[path]
	if !asked {
		live, err := w.tx.LiveAt(ctx, []string{path}, w.at)
		if err != nil {
			return "", err
		}
		at = live[path]
		w.live[path] = at
	}
	if at.ID != "" {
		return at.RedirectTo, nil
	}
	r, there := w.sign(path)
	if !there || r.Page == "" {
		return r.To, nil
	}
	if _, known := w.pages[string(r.Page)]; !known {
		live, err := w.tx.LiveOf(ctx, []cms.ID{r.Page}, w.at)
		if err != nil {
			return "", err
		}
		w.pages[string(r.Page)] = live[string(r.Page)]
	}
	return w.pages[string(r.Page)].Path, nil
}

// sign is the redirect that is followed at a path where nothing is live.
func (w *ways) sign(path string) (r cms.Redirect, there bool) {
	if r, there = w.known[path]; there && !cms.IsRule(path) {
		return r, true
	}
	return w.rules.Find(path)
}
