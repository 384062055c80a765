package app

import (
	"context"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// Check looks at everything that is public or planned with the content rules.
// base is the origin of the site, if it is known.
func (a *App) Check(ctx context.Context, base string) (pages int, problems []cms.Problem, err error) {
	err = a.Publisher.Read(ctx, cms.System, func(e *publishing.Edit) error {
		problems, err = check.Site(a.Registry, base, func(yield func(check.Entry) error) error {
			pages = 0
			return e.EachPage(ctx, func(p publishing.PageStates) error {
				pages++
				return entries(e, p, yield)
			})
		})
		return err
	})
	return pages, problems, err
}

// entries walks the states of a page that have not ended.
func entries(e *publishing.Edit, p publishing.PageStates, yield func(check.Entry) error) error {
	name := p.Path
	if name == "" {
		name = p.Kind + " " + p.Slug
	}
	if err := yield(check.Entry{Page: p.ID, State: check.NotLive}); err != nil {
		return err
	}
	for _, s := range p.States {
		state := check.NotLive
		if s.LiveAt(e.At()) && s.Outcome.Shows() {
			state = check.Live
		}
		ended := !s.LiveUntil.IsZero() && !s.LiveUntil.After(e.At())
		if s.Value == nil || ended {
			continue
		}
		if err := yield(check.Entry{Page: p.ID, Name: name, State: state, Value: s.Value}); err != nil {
			return err
		}
	}
	return nil
}
