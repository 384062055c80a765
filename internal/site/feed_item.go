package site

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/web"
	"lectern/templates/ui"
)

// feedItems returns what feeds tell of the pages of some releases, and the first
// instant at which some of it changes by the clock; zero: not planned. All are
// read at once, in three round trips. What is withdrawn is no item.
func (s *Site) feedItems(ctx context.Context, snap *postgres.Snapshot, releases []cms.Release) ([]feeds.Item, time.Time, error) {
	ids := make([]cms.ID, len(releases))
	for i, r := range releases {
		ids[i] = r.ID
	}
	terms, err := snap.TermsOf(ctx, ids)
	if err != nil {
		return nil, time.Time{}, err
	}
	pages, err := s.loadEntries(ctx, snap, releases)
	if err != nil {
		return nil, time.Time{}, err
	}
	var items []feeds.Item
	var changesAt time.Time
	for _, l := range pages {
		item, err := s.feedItem(ctx, l, terms[l.address.Release.ID])
		if err != nil {
			return nil, time.Time{}, err
		}
		items = append(items, item)
		changesAt = cms.Earlier(changesAt, l.changesAt)
	}
	return items, changesAt, nil
}

// loadEntries reads the pages of releases as if each were asked for, without
// what stands around its content.
func (s *Site) loadEntries(ctx context.Context, snap *postgres.Snapshot, releases []cms.Release) ([]*loading, error) {
	bodies, err := s.bodies(ctx, snap, releases)
	if err != nil {
		return nil, err
	}
	around := loading{site: s, address: postgres.Address{Fixtures: bodies.Fixtures}}
	if err := around.decodeFixtures(); err != nil {
		return nil, err
	}
	var pages []*loading
	for i := range releases {
		l := &loading{site: s, path: releases[i].Path, address: entryAddress(&releases[i], bodies)}
		if err := l.decode(); err != nil {
			return nil, err
		}
		if l.value == nil {
			return nil, fmt.Errorf("site: %s shows nothing that a feed could tell", l.path)
		}
		l.fixtures = around.fixtures
		pages = append(pages, l)
	}
	loaded, err := snap.Load(ctx, s.wantedBy(pages))
	if err != nil {
		return nil, err
	}
	for _, l := range pages {
		l.loaded = loaded
		l.changesAt = cms.Earlier(loaded.NextChange, s.Registry.ChangesAt(l.value, bodies.At))
	}
	return pages, nil
}

// wantedBy is every reference, file and term of the pages, once.
func (s *Site) wantedBy(pages []*loading) postgres.Wanted {
	var w postgres.Wanted
	for _, l := range pages {
		for _, ref := range s.Registry.References(l.value) {
			w.Pages = append(w.Pages, ref.Page)
		}
		w.Assets = append(w.Assets, s.Registry.Assets(l.value)...)
		w.Terms = append(w.Terms, s.Registry.Terms(l.value)...)
		w.Watched = append(w.Watched, l.address.Release.Page)
	}
	for _, list := range []*[]cms.ID{&w.Pages, &w.Assets, &w.Terms} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return w
}

// bodies reads what releases hold, with what they inherit and the site's
// settings.
func (s *Site) bodies(ctx context.Context, snap *postgres.Snapshot, releases []cms.Release) (postgres.Bodies, error) {
	var revisions []cms.ID
	above := map[string]bool{}
	for _, r := range releases {
		revisions = append(revisions, r.Revision)
		for _, path := range cms.Ancestors(r.Path) {
			above[path] = true
		}
	}
	return snap.Bodies(ctx, revisions, slices.Sorted(maps.Keys(above)), s.inheritedKinds, []string{siteKind})
}

// entryAddress is what is live at the address of a release, as far as a feed
// needs it.
func entryAddress(r *cms.Release, b postgres.Bodies) postgres.Address {
	a := postgres.Address{Release: r, Revision: b.Revisions[r.Revision], At: b.At}
	for _, path := range slices.Backward(cms.Ancestors(r.Path)) {
		if content, inherited := b.Above[path]; inherited {
			a.Above = append(a.Above, content)
		}
	}
	return a
}

// feedItem tells a page that has been loaded. Of an announcement it tells no
// more than its page.
func (s *Site) feedItem(ctx context.Context, l *loading, terms []cms.Term) (feeds.Item, error) {
	v := s.newView(l.path, l.shell())
	l.fill(v)
	v.Bare = true
	r := l.address.Release
	item := feeds.Item{
		ID: itemID(r), Title: r.Card.Title, Summary: r.Card.Summary, URL: s.BaseURL + (&url.URL{Path: r.Path}).EscapedPath(),
		Published: r.FirstPublishedAt, Updated: r.LastEditedAt,
	}
	if item.Updated.Before(item.Published) {
		item.Updated = item.Published
	}
	if r.Outcome == cms.OutcomeAnnounced {
		item.Summary = v.ToCome(cms.DateOf(r.Card.SortAt.UTC()))
	} else {
		s.tell(&item, v, terms)
	}
	var err error
	if item.HTML, err = s.itemHTML(ctx, v, item.URL); err != nil {
		return feeds.Item{}, fmt.Errorf("site: tell %s in a feed: %w", l.path, err)
	}
	return item, nil
}

// itemID never changes. What is published is another item than its
// announcement.
func itemID(r *cms.Release) string {
	if r.Outcome != cms.OutcomeAnnounced {
		return "urn:uuid:" + string(r.Page)
	}
	page := uuid.MustParse(string(r.Page))
	return "urn:uuid:" + uuid.NewSHA1(page, []byte("announced")).String()
}

func (s *Site) itemHTML(ctx context.Context, v *ui.View, address string) (string, error) {
	at, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	component, err := s.component(v)
	if err != nil {
		return "", err
	}
	page, err := web.Render(ctx, component)
	if err != nil {
		return "", err
	}
	return feeds.Content(string(page), at)
}

// tell adds what the page is filed under, and what its kind says of itself to
// feeds.
func (s *Site) tell(item *feeds.Item, v *ui.View, terms []cms.Term) {
	for _, term := range terms {
		item.Categories = append(item.Categories, s.category(term.Vocabulary, term.Slug, term.Name))
	}
	kind, says := v.Value.(kinds.Syndicated)
	if !says {
		return
	}
	told := kind.FeedEntry()
	if told.Number != "" {
		item.Title = told.Number + " - " + item.Title
	}
	item.Summary = strings.TrimSpace(told.Note + " " + item.Summary)
	for _, label := range told.Labels {
		if label.Value != "" {
			item.Categories = append(item.Categories, s.category(label.Vocabulary, label.Value, cmp.Or(label.Name, label.Value)))
		}
	}
	item.Authors = s.itemAuthors(v, told)
	if picture, there := v.Assets[told.Picture.Asset]; there {
		item.Image = s.BaseURL + picture.URLNear(pictureWidth)
	}
	item.Enclosures = s.itemFiles(v, told.Files)
}

func (s *Site) itemAuthors(v *ui.View, told kinds.FeedEntry) []feeds.Author {
	var all []feeds.Author
	for _, person := range v.Live(told.Authors) {
		all = append(all, feeds.Author{Name: person.Card.Title, URL: s.BaseURL + person.Path})
	}
	for _, guest := range told.Guests {
		all = append(all, feeds.Author{Name: guest.Name})
	}
	return all
}

// itemFiles are the files that there are. Of a photograph readers get what is
// made from it, whose size nobody knows.
func (s *Site) itemFiles(v *ui.View, files []kinds.Attachment) []feeds.Enclosure {
	var all []feeds.Enclosure
	for _, f := range files {
		if asset, there := v.Assets[f.File.Asset]; there && !asset.Photographic() {
			all = append(all, feeds.Enclosure{URL: s.BaseURL + asset.URL(), MediaType: asset.MediaType, Length: asset.Size})
		}
	}
	return all
}

// pictureWidth is how wide the picture of an item is, in pixels, if it can be.
const pictureWidth = 1280

func (s *Site) category(vocabulary, value, name string) feeds.Category {
	return feeds.Category{Scheme: s.BaseURL + "/feeds#" + vocabulary, Term: value, Label: name}
}
