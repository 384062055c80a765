package publishing

import (
	"context"
	"encoding/hex"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
	"lectern/internal/search"
)

// projectRevisions writes what is derived from revisions.
func (e *Edit) projectRevisions(ctx context.Context, list []cms.Revision) error {
	sources, err := onAll(list, func(r cms.Revision) (source, error) {
		value, err := e.registry.Decode(r.Kind, r.Body)
		return source{revision: r.ID, own: value}, err
	})
	if err != nil {
		return err
	}
	return e.tx.SetReferences(ctx, e.mentions(sources))
}

// mentions are the references of the revisions.
func (e *Edit) mentions(sources []source) map[cms.ID][]postgres.Reference {
	lists, _ := onAll(sources, func(from source) ([]postgres.Reference, error) { // nothing fails
		return references(e.registry, from.own), nil
	})
	mentions := map[cms.ID][]postgres.Reference{}
	for i, from := range sources {
		mentions[from.revision] = lists[i]
	}
	return mentions
}

// onAll does something with each of a list, on every processor.
func onAll[T, R any](list []T, do func(T) (R, error)) ([]R, error) {
	results := make([]R, len(list))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, one := range list {
		group.Go(func() (err error) {
			results[i], err = do(one)
			return err
		})
	}
	return results, group.Wait()
}

// projectRelease writes what is derived from a release of that value. What
// shows nothing uses no files and is found by nobody.
func (e *Edit) projectRelease(ctx context.Context, r cms.Release, value schema.Kind, line []cms.Page) error {
	if !r.Outcome.Shows() {
		return nil
	}
	announced, err := e.announced(ctx, r)
	if err != nil {
		return err
	}
	from, err := e.sourceOf(ctx, r, value, announced, line, e.nearest)
	if err != nil {
		return err
	}
	return e.tx.SetProjections(ctx, e.derived([]source{from}))
}

// source is what the projection of a release is derived from.
type source struct {
	release   cms.ID
	revision  cms.ID
	own       schema.Kind // what the revision says
	value     schema.Kind // with what it inherits, unless it is announced:
	announced bool        // that says by itself all that may be known
}

func (e *Edit) sourceOf(ctx context.Context, r cms.Release, own schema.Kind, announced bool, line []cms.Page, nearest nearestAbove) (from source, err error) {
	from = source{r.ID, r.Revision, own, own, announced}
	if !announced {
		from.value, err = e.withInherited(ctx, line, own, later(r.LiveFrom, e.at), nearest)
	}
	return from, err
}

// derived is all that is derived from the sources, ready to be written.
func (e *Edit) derived(sources []source) []postgres.Projected {
	list, _ := onAll(sources, func(from source) (postgres.Projected, error) { // nothing fails
		p := projection(e.registry, from.value)
		if from.announced {
			p.Status = search.Upcoming
		}
		return postgres.Projected{Release: from.release, Projection: p}, nil
	})
	postgres.Spell(list)
	return list
}

// announced reports whether a release shows no more than may be known before
// that of the page: an announcement, or one that was withdrawn.
func (e *Edit) announced(ctx context.Context, r cms.Release) (bool, error) {
	if r.Outcome != cms.OutcomeWithdrawn {
		return showsAnnouncement(r, cms.Revision{}), nil
	}
	revision, err := e.tx.Revision(ctx, r.Revision)
	return showsAnnouncement(r, revision), err
}

func showsAnnouncement(r cms.Release, revision cms.Revision) bool {
	return r.Outcome == cms.OutcomeAnnounced || r.Outcome == cms.OutcomeWithdrawn && revision.Redacted
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// references are the mentions of pages, each once: a text may link to a page in
// two places.
func references(registry *schema.Registry, value any) []postgres.Reference {
	var list []postgres.Reference
	for _, r := range registry.References(value) {
		mention := postgres.Reference{Target: r.Page, Field: r.Field}
		if !slices.Contains(list, mention) {
			list = append(list, mention)
		}
	}
	return list
}

func projection(registry *schema.Registry, value schema.Kind) postgres.Projection {
	text, c := registry.SearchText(value), value.Card()
	p := postgres.Projection{
		Assets:  registry.Assets(value),
		Terms:   registry.Terms(value),
		Title:   c.Title,
		Summary: text.Summary,
		Body:    text.Body,
		Names:   append([]string{c.Title}, strings.Split(text.Title, "\n")...),
		DatedAt: c.SortAt,
		Facets:  facets(registry, value),
	}
	if numbered, is := value.(schema.Numbered); is {
		p.Names = append(p.Names, numbered.Numbers()...)
	}
	if _, is := value.(schema.Redacter); is {
		p.Status = search.Published
	}
	return p
}

// facets are what readers narrow lists of that value by.
func facets(registry *schema.Registry, value schema.Kind) map[search.Facet][]string {
	c := value.Card()
	values := map[search.Facet][]string{search.Letter: {search.LetterOf(c.Title)}}
	if !c.Unlisted {
		values[search.Listed] = []string{search.Yes}
	}
	for facet, list := range registry.FacetValues(value) {
		values[search.Facet(facet)] = list
	}
	return values
}

// Reindex derives every projection anew from the stored revisions, and tidies up
// after itself: what searches look through has all been written twice by then. It
// returns how many releases it went through.
func (p *Publisher) Reindex(ctx context.Context, user cms.User) (releases int, err error) {
	err = p.Edit(ctx, user, func(e *Edit) (err error) {
		releases, err = e.Reindex(ctx)
		return err
	})
	if err != nil {
		return 0, err
	}
	return releases, p.store.Analyze(ctx)
}

// Reindex derives every projection anew from the stored revisions. It returns
// how many releases it went through.
func (e *Edit) Reindex(ctx context.Context) (releases int, err error) {
	if err := e.mayConfigure(ctx); err != nil {
		return 0, err
	}
	if err := e.tx.TakeRoom(ctx); err != nil {
		return 0, err
	}
	if err := e.tx.SpellTerms(ctx); err != nil {
		return 0, err
	}
	if err := e.tx.SpellForbidden(ctx); err != nil {
		return 0, err
	}
	if err := e.tx.EachUnreleased(ctx, func(list []cms.Revision) error { return e.projectRevisions(ctx, list) }); err != nil {
		return 0, err
	}
	releases, err = e.reprojectAll(ctx)
	if err != nil {
		return releases, err
	}
	return releases, e.retitleAll(ctx)
}

// derivation is what is derived from some releases and their revisions, ready to be
// written.
type derivation struct {
	projections []postgres.Projected
	references  map[cms.ID][]postgres.Reference
}

func (e *Edit) write(ctx context.Context, d derivation) error {
	if err := e.tx.SetReferences(ctx, d.references); err != nil {
		return err
	}
	return e.tx.SetProjections(ctx, d.projections)
}

// reprojectAll derives anew what is derived from all releases that show something, and
// from their revisions. While that of some is derived, those before are written, and
// the next are read.
func (e *Edit) reprojectAll(ctx context.Context) (releases int, err error) {
	stemmer, err := e.tx.Stemmer(ctx)
	if err != nil {
		return 0, err
	}
	defer stemmer.Close()
	ready := func() (derivation, error) { return derivation{}, nil }
	defer func() { _, _ = ready() }() // nothing is derived any more
	nearest := e.remembering()
	err = e.tx.EachRelease(ctx, func(list []cms.Release) error {
		list = slices.DeleteFunc(list, func(r cms.Release) bool { return !r.Outcome.Shows() })
		sources, err := e.sources(ctx, list, nearest)
		if err != nil {
			return err
		}
		derived, err := ready()
		if err != nil {
			return err
		}
		ready = start(func() (derivation, error) {
			next := derivation{e.derived(sources), e.mentions(sources)}
			return next, stemmer.Stem(ctx, next.projections)
		})
		releases += len(list)
		return e.write(ctx, derived)
	})
	if err != nil {
		return releases, err
	}
	last, err := ready()
	if err != nil {
		return releases, err
	}
	return releases, e.write(ctx, last)
}

// start does something in the background, and returns what waits for its end.
func start[T any](do func() (T, error)) (wait func() (T, error)) {
	wait = sync.OnceValues(do)
	go func() { _, _ = wait() }()
	return wait
}

// retitleAll derives anew what editors know pages by.
func (e *Edit) retitleAll(ctx context.Context) error {
	return e.tx.EachTitled(ctx, func(list []postgres.Titled) error {
		titles := map[cms.ID]postgres.Title{}
		for _, t := range list {
			title := t.Released
			if t.Draft != nil {
				value, err := e.registry.Decode(t.Kind, t.Draft)
				if err != nil {
					return err
				}
				title = value.Card().Title
			}
			titles[t.Page] = postgres.Title{Text: title, Key: TitleKey(title)}
		}
		return e.tx.SetTitles(ctx, titles)
	})
}

// reproject derives anew what is derived from releases that show something.
func (e *Edit) reproject(ctx context.Context, releases []cms.Release, nearest nearestAbove) error {
	sources, err := e.sources(ctx, releases, nearest)
	if err != nil {
		return err
	}
	return e.tx.SetProjections(ctx, e.derived(sources))
}

// sources reads what the projections of releases are derived from, and brings the
// cards of the releases up to date.
func (e *Edit) sources(ctx context.Context, releases []cms.Release, nearest nearestAbove) ([]source, error) {
	if err := e.knowLines(ctx, releases); err != nil {
		return nil, err
	}
	revisions, err := e.tx.Revisions(ctx, revisionsOf(releases))
	if err != nil {
		return nil, err
	}
	values, err := onAll(releases, func(r cms.Release) (schema.Kind, error) {
		revision := revisions[r.Revision]
		return e.registry.Decode(revision.Kind, revision.Body)
	})
	if err != nil {
		return nil, err
	}
	sources := make([]source, len(releases))
	for i, r := range releases {
		line, err := e.everyLine(ctx, r.Page)
		if err != nil {
			return nil, err
		}
		if err := e.refreshCard(ctx, r, values[i], line); err != nil {
			return nil, err
		}
		if sources[i], err = e.sourceOf(ctx, r, values[i], showsAnnouncement(r, revisions[r.Revision]), line, nearest); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// refreshCard brings the card of a release up to date.
func (e *Edit) refreshCard(ctx context.Context, r cms.Release, value schema.Kind, line []cms.Page) error {
	c := dated(value.Card(), r.FirstPublishedAt)
	if c.Equal(r.Card) {
		return nil
	}
	e.bumpLine(line)
	return e.tx.SetReleaseCard(ctx, r.ID, c, TitleKey(c.Title))
}

func revisionsOf(releases []cms.Release) []cms.ID {
	list := make([]cms.ID, len(releases))
	for i, r := range releases {
		list[i] = r.Revision
	}
	return list
}

// TitleKey returns the key that lists from A to Z sort a title by: without
// regard to case or accents, numbers in their order.
func TitleKey(title string) string {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	return hex.EncodeToString(c.KeyFromString(&collate.Buffer{}, title))
}

// collators are kept because one is dear to make and not safe to share.
var collators = sync.Pool{New: func() any {
	return collate.New(language.BritishEnglish, collate.Loose, collate.Numeric)
}}
