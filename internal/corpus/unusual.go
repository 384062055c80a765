package corpus

import (
	"context"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// unusual is a page that is not simply public. Such pages are written by the
// commands that editors and importers use.
type unusual struct {
	*place
	state state
	value func(ahead time.Time) schema.Kind // nil: whatever fits its kind
}

// state is what has become of a page.
type state int

// The states of unusual pages.
const (
	scheduled     state = iota // is still to come
	expiring                   // will end
	ended                      // is over
	withdrawn                  // is withdrawn with a notice
	toBeWithdrawn              // will be withdrawn
	gone                       // was taken away for good
	redirected                 // leads elsewhere
	drafted                    // has never been public
	edited                     // is public and has a draft
	noted                      // has a history that readers see
	announced                  // is upcoming: its kind lets something of it be known
	states
)

// ofEachState is how many pages there are of each state.
const ofEachState = 5

type unusualState struct {
	kind  *schema.KindType
	state state
}

// unusualStates spreads the states over the kinds.
func unusualStates(registry *schema.Registry, kinds []*schema.KindType) []unusualState {
	var list []unusualState
	announceable := slices.DeleteFunc(slices.Clone(kinds), func(k *schema.KindType) bool {
		_, can := k.New().(schema.Redacter)
		return !can
	})
	for s := range states {
		of := kinds
		if s == announced {
			of = announceable
		}
		for n := range ofEachState {
			if len(of) > 0 {
				list = append(list, unusualState{of[(int(s)*ofEachState+n)%len(of)], s})
			}
		}
	}
	return list
}

func (g *generator) isUnusual(page cms.ID) bool {
	return slices.ContainsFunc(g.showcase.unusual, func(u unusual) bool { return u.ID == page })
}

func (g *generator) writeUnusual(ctx context.Context, e *publishing.Edit) error {
	for _, u := range g.showcase.unusual {
		if err := g.writeState(ctx, e, u); err != nil {
			return err
		}
	}
	return nil
}

// writeState gives a page its state. Every instant is given, so that none
// depends on the clock.
func (g *generator) writeState(ctx context.Context, e *publishing.Edit, u unusual) error {
	past, ahead := g.past(), g.ahead()
	value := g.unusualValue(u, ahead)
	release := func(s publishing.State, from, until time.Time) error {
		plan := publishing.Plan{From: from, Until: until, FirstPublishedAt: past, LastEditedAt: past}
		_, err := e.ReleaseContent(ctx, u.ID, s, plan)
		return err
	}
	whole := publishing.State{Value: value}
	var open time.Time
	switch u.state {
	case scheduled:
		return release(whole, ahead, open)
	case expiring:
		return release(whole, past, ahead)
	case ended:
		return release(whole, past, past.AddDate(0, 0, 2))
	case withdrawn:
		return release(publishing.State{Outcome: cms.OutcomeWithdrawn, Value: value, Notice: g.sentence()}, past, open)
	case toBeWithdrawn:
		if err := release(whole, past, open); err != nil {
			return err
		}
		return release(publishing.State{Outcome: cms.OutcomeWithdrawn, Value: value, Notice: g.sentence()}, ahead, open)
	case gone:
		return release(publishing.State{Outcome: cms.OutcomeGone, Title: value.Card().Title, Notice: g.maybe(g.sentence())}, past, open)
	case redirected:
		return release(publishing.State{Outcome: cms.OutcomeRedirect, Title: value.Card().Title, RedirectTo: g.target()}, past, open)
	case announced:
		redacted := value.(schema.Redacter).Redact()
		if err := release(publishing.State{Outcome: cms.OutcomeAnnounced, Value: redacted}, past, open); err != nil {
			return err
		}
		return release(whole, ahead, open)
	case noted:
		whole.ChangeNotes = g.notes(past)
		return release(whole, past, open)
	case edited:
		if err := release(whole, past, open); err != nil {
			return err
		}
		return save(ctx, e, u, g.filled(u.Page), g.notes(past))
	default:
		return save(ctx, e, u, value, nil)
	}
}

func (g *generator) unusualValue(u unusual, ahead time.Time) schema.Kind {
	if u.value != nil {
		return u.value(ahead)
	}
	return g.filled(u.Page)
}

func save(ctx context.Context, e *publishing.Edit, u unusual, value schema.Kind, notes []cms.ChangeNote) error {
	_, err := e.Save(ctx, publishing.Save{Page: u.ID, Value: value, ChangeNotes: notes})
	return err
}

// maybe is the text, or none.
func (p prose) maybe(text string) string {
	if p.chance(2) {
		return ""
	}
	return text
}

// notes tell what has changed since an instant.
func (p prose) notes(since time.Time) []cms.ChangeNote {
	list := make([]cms.ChangeNote, 1+p.random.IntN(3))
	for i := range list {
		list[i] = cms.ChangeNote{At: since.AddDate(0, i+1, 0), Note: p.sentence()}
	}
	return list
}

// target is where a redirect leads: a page of the showcase, or another site.
func (g *generator) target() string {
	if g.chance(2) {
		return g.filler.url()
	}
	return choose(g.prose, g.showcase.usual[choose(g.prose, g.showcase.kinds).Name]).path
}
