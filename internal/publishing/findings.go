package publishing

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
)

// Findings is what is to be said of the content of a page before its release.
type Findings struct {
	Blocks []cms.Problem // what keeps it from being released
	Advice []cms.Problem // what would make it better
}

// Timely reports whether anything that keeps content from being released may be
// otherwise at another instant.
func (f Findings) Timely() bool { return slices.ContainsFunc(f.Blocks, timely) }

func timely(p cms.Problem) bool { return p.Rule == check.PageNotLive }

// ahead is what is to be said of a planned release because of the instant that
// it is planned for.
func (e *Edit) ahead(ctx context.Context, r cms.Release) ([]cms.Problem, schema.Kind, error) {
	if r.Revision == "" {
		return nil, nil, nil
	}
	revision, err := e.tx.Revision(ctx, r.Revision)
	if err != nil {
		return nil, nil, err
	}
	value, err := e.registry.Decode(revision.Kind, revision.Body)
	if err != nil {
		return nil, nil, nil // which cannot be read, and was checked when it could
	}
	found, err := e.Findings(ctx, r.Page, value, r.LiveFrom)
	all := slices.Concat(found.Blocks, found.Advice)
	return slices.DeleteFunc(all, func(p cms.Problem) bool { return !timely(p) }), value, err
}

// Findings looks at content by what its kind declares and by the content rules,
// with what is known of the pages that it leads to as things are at the instant
// from which readers get it; zero: now. page is the one that it is the content of.
func (e *Edit) Findings(ctx context.Context, page cms.ID, value schema.Kind, from time.Time) (f Findings, err error) {
	e.registry.Normalise(value)
	f.Blocks = e.registry.Validate(value)
	world, err := e.worldOf(ctx, value, from)
	if err != nil {
		return f, err
	}
	world.Self = page
	for _, problem := range check.Page(e.registry, value, world) {
		if world.Levels.Of(problem.Rule) == check.Block {
			f.Blocks = append(f.Blocks, problem)
		} else {
			f.Advice = append(f.Advice, problem)
		}
	}
	return f, nil
}

// worldOf is what the rules need to know to look at content.
func (e *Edit) worldOf(ctx context.Context, value schema.Kind, from time.Time) (w check.World, err error) {
	w.Base = e.origin
	if w.Levels, err = e.CheckLevels(ctx); err != nil {
		return w, err
	}
	if w.Words, err = e.words(ctx); err != nil {
		return w, err
	}
	if w.File, err = e.files(ctx, e.registry.Assets(value)); err != nil {
		return w, err
	}
	if w.Web, err = e.answersOf(ctx, value); err != nil {
		return w, err
	}
	if w.Page, err = e.neighbours(ctx, value, from); err != nil {
		return w, err
	}
	now, err := e.now(ctx)
	if from.After(now) {
		w.At = from
	}
	if err != nil {
		return w, err
	}
	w.Named, err = e.named(ctx, value)
	return w, err
}

// CheckWorld is what the rules need to know of the site as a whole, for whoever
// looks at all of its pages.
func (e *Edit) CheckWorld(ctx context.Context) (w check.World, err error) {
	w.Base = e.origin
	if w.Levels, err = e.CheckLevels(ctx); err != nil {
		return w, err
	}
	if w.Words, err = e.words(ctx); err != nil {
		return w, err
	}
	faulty, err := e.tx.FaultyWebLinks(ctx)
	if err != nil {
		return w, err
	}
	w.Web = knownAnswers(faulty)
	assets, err := e.tx.Assets(ctx)
	w.File = knownFiles(assets)
	return w, err
}

func knownFiles(assets []cms.Asset) func(cms.ID) cms.Asset {
	known := map[cms.ID]cms.Asset{}
	for _, a := range assets {
		known[a.ID] = a
	}
	return func(id cms.ID) cms.Asset { return known[id] }
}

// files knows those of the files that there are.
func (e *Edit) files(ctx context.Context, list []cms.ID) (func(cms.ID) cms.Asset, error) {
	var assets []cms.Asset
	if len(list) > 0 {
		rows, err := e.tx.AssetRows(ctx, list)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			assets = append(assets, row.Asset)
		}
	}
	return knownFiles(assets), nil
}

// words are what the site says of short forms.
func (e *Edit) words(ctx context.Context) (w check.Words, err error) {
	synonyms, err := e.tx.Synonyms(ctx)
	if err != nil {
		return w, err
	}
	w.Long = check.LongForms(synonyms)
	at, err := e.now(ctx)
	if err != nil {
		return w, err
	}
	pages, err := e.tx.PagesOfKind(ctx, "site")
	if err != nil {
		return w, err
	}
	states, err := e.tx.States(ctx, pages, at)
	if err != nil {
		return w, err
	}
	for _, list := range states {
		if shown, _ := e.shownAt(list, at); shown != nil {
			if settings, is := shown.(check.KnowsWords); is {
				w.Known = append(w.Known, settings.KnownAcronyms()...)
			}
		}
	}
	return w, nil
}

// shownAt returns what readers get at an instant of a page with those states,
// nil when it is nothing or cannot be read, and whether they get anything.
func (e *Edit) shownAt(states []postgres.State, at time.Time) (schema.Kind, bool) {
	for _, s := range states {
		if s.LiveAt(at) && s.Outcome.Shows() {
			value, _ := e.registry.Decode(s.Kind, s.Body)
			return value, true
		}
	}
	return nil, false
}

// neighbours knows the pages that content leads to, as things are at an instant.
func (e *Edit) neighbours(ctx context.Context, value schema.Kind, from time.Time) (func(cms.ID) check.Neighbour, error) {
	var ids []cms.ID
	for _, r := range e.registry.References(value) {
		ids = append(ids, r.Page)
	}
	if len(ids) == 0 {
		return func(cms.ID) check.Neighbour { return check.Neighbour{} }, nil
	}
	now, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	at := now
	if from.After(at) {
		at = from
	}
	known, err := e.tx.Known(ctx, ids)
	if err != nil {
		return nil, err
	}
	ahead, err := e.knownAhead(ctx, ids, known)
	if err != nil {
		return nil, err
	}
	states, err := e.tx.States(ctx, ahead, at)
	if err != nil {
		return nil, err
	}
	rest := slices.DeleteFunc(ids, func(page cms.ID) bool { return slices.Contains(ahead, page) })
	if len(rest) > 0 { // of these the user may know no more than readers
		public, err := e.tx.States(ctx, rest, now)
		if err != nil {
			return nil, err
		}
		maps.Copy(states, public)
	}
	return func(page cms.ID) check.Neighbour {
		when, may := now, slices.Contains(ahead, page)
		if may {
			when = at
		}
		shown, live := e.shownAt(states[page], when)
		switch {
		case !known[page]:
			return check.Neighbour{State: check.Missing}
		case live:
			return check.Neighbour{State: check.Live, Value: shown}
		case may:
			return check.Neighbour{State: check.NotLive, From: nextShown(states[page], when)}
		}
		return check.Neighbour{State: check.NotLive}
	}, nil
}

// knownAhead are those of some pages of which the user may know what is planned.
func (e *Edit) knownAhead(ctx context.Context, pages []cms.ID, known map[cms.ID]bool) (list []cms.ID, err error) {
	sight, err := e.sight(ctx)
	if err != nil || sight.Everywhere || e.user.ID == cms.System.ID {
		return slices.Clone(pages), err
	}
	for _, page := range pages {
		if !known[page] || slices.Contains(list, page) {
			continue
		}
		switch _, err := e.mayNow(ctx, cms.ActionRead, page); {
		case err == nil:
			list = append(list, page)
		case !errors.Is(err, cms.ErrForbidden) && !errors.Is(err, cms.ErrNotFound):
			return nil, err
		}
	}
	return list, nil
}

// nextShown returns when readers will get a page with those states; zero: that
// is not planned.
func nextShown(states []postgres.State, at time.Time) time.Time {
	for _, s := range states { // in the order of their beginnings
		if s.LiveFrom.After(at) && s.Outcome.Shows() {
			return s.LiveFrom
		}
	}
	return time.Time{}
}

// refuseTaken refuses content that goes by a name which another page has, unless
// it is only looked at.
func (e *Edit) refuseTaken(ctx context.Context, page cms.ID, value schema.Kind) error {
	if _, has := e.registry.NameOf(value); !has || e.pretending {
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
