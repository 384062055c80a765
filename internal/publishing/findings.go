package publishing

import (
	"context"
	"slices"
	"time"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Findings is what is to be said of the content of a page before its release.
type Findings struct {
	Blocks []cms.Problem // what keeps it from being released
	Advice []cms.Problem // what would make it better
}

// Findings looks at content by what its kind declares and by the content rules,
// with what is known of the pages that it leads to. page is the one that it is
// the content of.
func (e *Edit) Findings(ctx context.Context, page cms.ID, value schema.Kind) (f Findings, err error) {
	e.registry.Normalise(value)
	f.Blocks = e.registry.Validate(value)
	world, err := e.world(ctx, value)
	if err != nil {
		return f, err
	}
	world.Self = page
	if world.Named, err = e.named(ctx, value); err != nil {
		return f, err
	}
	for _, problem := range check.Page(e.registry, value, world) {
		if check.LevelOf(problem.Rule) == check.Block {
			f.Blocks = append(f.Blocks, problem)
		} else {
			f.Advice = append(f.Advice, problem)
		}
	}
	return f, nil
}

// world is what is known of the pages that content leads to.
func (e *Edit) world(ctx context.Context, value schema.Kind) (check.World, error) {
	var ids []cms.ID
	for _, r := range e.registry.References(value) {
		ids = append(ids, r.Page)
	}
	if len(ids) == 0 {
		return check.World{Page: func(cms.ID) check.Neighbour { return check.Neighbour{} }}, nil
	}
	at, err := e.now(ctx)
	if err != nil {
		return check.World{}, err
	}
	known, err := e.tx.Known(ctx, ids)
	if err != nil {
		return check.World{}, err
	}
	states, err := e.tx.States(ctx, ids, at)
	if err != nil {
		return check.World{}, err
	}
	return check.World{Page: func(page cms.ID) check.Neighbour {
		if !known[page] {
			return check.Neighbour{State: check.Missing}
		}
		for _, s := range states[page] {
			if s.LiveAt(at) && s.Outcome.Shows() {
				shown, _ := e.registry.Decode(s.Kind, s.Body) // what cannot be read is not known
				return check.Neighbour{State: check.Live, Value: shown}
			}
		}
		return check.Neighbour{State: check.NotLive}
	}}, nil
}

// refuseTaken refuses content that goes by a name which another page has.
func (e *Edit) refuseTaken(ctx context.Context, page cms.ID, value schema.Kind) error {
	if _, has := e.registry.NameOf(value); !has {
		return nil
	}
	named, err := e.named(ctx, value)
	if err != nil {
		return err
	}
	return cms.InvalidUnlessNone(check.NameTaken(e.registry, value, check.World{Self: page, Named: named}))
}

// named knows the pages of the kinds that content goes by a name among, or
// names pages of: those that are public and those that are planned.
func (e *Edit) named(ctx context.Context, value schema.Kind) (func(schema.Name) []cms.ID, error) {
	names := map[schema.Name][]cms.ID{}
	for _, kind := range e.namedKinds(value) {
		if err := e.addNames(ctx, kind, names); err != nil {
			return nil, err
		}
	}
	return func(name schema.Name) []cms.ID { return names[name] }, nil
}

// addNames adds what the pages of a kind go by. What cannot be read goes by no
// name.
func (e *Edit) addNames(ctx context.Context, kind string, names map[schema.Name][]cms.ID) error {
	pages, err := e.tx.PagesOfKind(ctx, kind)
	if err != nil {
		return err
	}
	at, err := e.now(ctx)
	if err != nil {
		return err
	}
	states, err := e.tx.States(ctx, pages, at)
	if err != nil {
		return err
	}
	for page, list := range states {
		for _, s := range list {
			if ended := !s.LiveUntil.IsZero() && !s.LiveUntil.After(at); ended || !s.Outcome.Shows() {
				continue
			}
			if value, err := e.registry.Decode(s.Kind, s.Body); err == nil {
				if own, has := e.registry.NameOf(value); has {
					names[own.Name] = append(names[own.Name], page)
				}
			}
		}
	}
	return nil
}

func (e *Edit) namedKinds(value schema.Kind) (kinds []string) {
	if own, has := e.registry.NameOf(value); has {
		kinds = append(kinds, own.Kind)
	}
	for _, m := range e.registry.NamesIn(value) {
		if !slices.Contains(kinds, m.Kind) {
			kinds = append(kinds, m.Kind)
		}
	}
	return kinds
}

// now is the instant of the edit or, before its turn, that of its transaction.
func (e *Edit) now(ctx context.Context) (time.Time, error) {
	if !e.at.IsZero() {
		return e.at, nil
	}
	return e.tx.Now(ctx)
}
