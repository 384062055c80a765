package publishing

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
	"lectern/internal/search"
)

// projectRevision writes what is derived from a revision.
func (e *Edit) projectRevision(ctx context.Context, r cms.Revision) error {
	value, err := e.registry.Decode(r.Kind, r.Body)
	if err != nil {
		return err
	}
	return e.tx.SetReferences(ctx, r.ID, references(e.registry, value))
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
	if !announced { // what is announced says by itself all that may be known
		whole, err := e.withInherited(ctx, line, value, later(r.LiveFrom, e.at))
		if err != nil {
			return err
		}
		value = whole
	}
	p := projection(e.registry, value)
	if announced {
		p.Status = search.Upcoming
	}
	return e.tx.SetProjection(ctx, r.ID, p)
}

// announced reports whether a release shows no more than may be known before
// that of the page: an announcement, or one that was withdrawn.
func (e *Edit) announced(ctx context.Context, r cms.Release) (bool, error) {
	if r.Outcome != cms.OutcomeWithdrawn {
		return r.Outcome == cms.OutcomeAnnounced, nil
	}
	revision, err := e.tx.Revision(ctx, r.Revision)
	return revision.Redacted, err
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

// Reindex derives every projection anew from the stored revisions. It returns
// how many releases it went through.
func (e *Edit) Reindex(ctx context.Context) (releases int, err error) {
	if err := e.mayConfigure(ctx); err != nil {
		return 0, err
	}
	if err := e.tx.SpellTerms(ctx); err != nil {
		return 0, err
	}
	if err := e.tx.EachRevision(ctx, func(r cms.Revision) error { return e.projectRevision(ctx, r) }); err != nil {
		return 0, err
	}
	err = e.tx.EachRelease(ctx, func(r cms.Release) error {
		if !r.Outcome.Shows() {
			return nil
		}
		releases++
		return e.reprojectRelease(ctx, r)
	})
	if err != nil {
		return releases, err
	}
	return releases, e.retitleAll(ctx)
}

// retitleAll derives anew what editors know pages by.
func (e *Edit) retitleAll(ctx context.Context) error {
	return e.tx.EachTitled(ctx, func(t postgres.Titled) error {
		title := t.Released
		if t.Draft != nil {
			value, err := e.registry.Decode(t.Kind, t.Draft)
			if err != nil {
				return err
			}
			title = value.Card().Title
		}
		return e.tx.SetTitle(ctx, t.Page, postgres.Title{Text: title, Key: TitleKey(title)})
	})
}

func (e *Edit) reprojectRelease(ctx context.Context, r cms.Release) error {
	value, err := e.value(ctx, r.Revision)
	if err != nil {
		return err
	}
	line, err := e.lineage(ctx, r.Page)
	if err != nil {
		return err
	}
	c := dated(value.Card(), r.FirstPublishedAt)
	if !c.Equal(r.Card) {
		if err := e.tx.SetReleaseCard(ctx, r.ID, c, TitleKey(c.Title)); err != nil {
			return err
		}
		e.bumpLine(line)
	}
	return e.projectRelease(ctx, r, value, line)
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
