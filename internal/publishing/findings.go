package publishing

import (
	"context"
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
// with what is known of the pages that it leads to.
func (e *Edit) Findings(ctx context.Context, value schema.Kind) (f Findings, err error) {
	e.registry.Normalise(value)
	f.Blocks = e.registry.Validate(value)
	world, err := e.world(ctx, value)
	if err != nil {
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

// now is the instant of the edit or, before its turn, that of its transaction.
func (e *Edit) now(ctx context.Context) (time.Time, error) {
	if !e.at.IsZero() {
		return e.at, nil
	}
	return e.tx.Now(ctx)
}
