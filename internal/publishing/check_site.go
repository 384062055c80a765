package publishing

import (
	"context"

	"lectern/internal/check"
	"lectern/internal/cms"
)

// SiteCheck is a look at the whole site.
type SiteCheck struct {
	Base     string                              // origin of the site; empty: what the publisher knows
	Discreet bool                                // nothing is told of what is planned
	Name     func(PageStates, TimedState) string // what a problem's File says of the state that has it
}

// CheckSite looks at everything that is public or planned with the content rules,
// at the levels that administrators have chosen.
func (e *Edit) CheckSite(ctx context.Context, c SiteCheck) ([]cms.Problem, check.Levels, error) {
	world, err := e.CheckWorld(ctx)
	if err != nil {
		return nil, nil, err
	}
	world.Discreet = c.Discreet
	if c.Base != "" {
		world.Base = c.Base
	}
	problems, err := check.Site(e.registry, world, e.at, func(yield func(check.Entry) error) error {
		return e.EachPage(ctx, func(p PageStates) error { return e.entries(p, c.Name, yield) })
	})
	return problems, world.Levels, err
}

// entries walks the states of a page that have not ended.
func (e *Edit) entries(p PageStates, name func(PageStates, TimedState) string, yield func(check.Entry) error) error {
	if err := yield(check.Entry{Page: p.ID}); err != nil {
		return err
	}
	for _, s := range p.States {
		ended := !s.LiveUntil.IsZero() && !s.LiveUntil.After(e.at)
		if s.Value == nil || ended {
			continue
		}
		var live check.Span
		if s.Outcome.Shows() {
			live = check.Span{From: s.LiveFrom, Until: s.LiveUntil}
		}
		if err := yield(check.Entry{Page: p.ID, Name: name(p, s), Live: live, Value: s.Value}); err != nil {
			return err
		}
	}
	return nil
}
