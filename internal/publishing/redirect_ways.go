package publishing

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"lectern/internal/cms"
)

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
