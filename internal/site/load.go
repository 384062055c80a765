package site

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/schema"
	"lectern/templates/ui"
)

// loading gathers what the answer at one address needs: everything that its
// content and its surroundings declare is asked for at once.
type loading struct {
	site    *Site
	path    string
	query   url.Values
	form    *ui.FormState // what the visitor has sent; nil: nothing
	still   bool          // no script may run: it is a preview
	address postgres.Address

	value     schema.Kind            // nil: the address shows no page
	chapters  []chapter              // of a work that is wanted whole
	above     map[string]schema.Kind // pages above that the value inherits from, by kind
	fixtures  []any                  // *kinds.Menu, *kinds.Site …
	inherited []cms.ID               // those pages
	lists     []schema.DeclaredList
	follow    follow
	declared  []cms.ListQuery // all of them, each before its page is turned
	paged     *paged          // nil: there is none that a reader can turn the pages of
	hub       *hub            // nil: the page is none
	wordy     bool            // the address says more than it means
	wanted    postgres.Wanted
	loaded    postgres.Loaded
	changesAt time.Time
}

// shell is what every page shows around its content. The last one seen is kept
// for error pages, for as long as it is true by the clock.
type shell struct {
	until   time.Time // zero: not planned to change
	site    kinds.Site
	menus   []*kinds.Menu
	banners []*kinds.Banner
	feeds   []*kinds.Feed
	refs    map[cms.ID]cms.Item
	logo    cms.Asset
}

func (l *loading) view(ctx context.Context, snap *postgres.Snapshot) (*ui.View, error) {
	if err := l.decode(); err != nil {
		return nil, err
	}
	if err := l.ask(ctx, snap); err != nil || l.wordy {
		return nil, err
	}
	l.want()
	var err error
	if l.loaded, err = snap.Load(ctx, l.wanted); err != nil {
		return nil, err
	}
	if err := l.fillPaged(); err != nil {
		return nil, err
	}
	if err := l.fillHub(ctx, snap); err != nil {
		return nil, err
	}
	l.changesAt = cms.Earlier(l.loaded.NextChange, l.listsChangeAt())
	for _, value := range l.values() {
		l.changesAt = cms.Earlier(l.changesAt, l.site.Registry.ChangesAt(value, l.address.At))
	}
	v := l.site.newView(l.path, l.shell())
	v.Still = l.still
	l.fill(v)
	return v, nil
}

func (l *loading) decode() error {
	if err := l.decodeFixtures(); err != nil {
		return err
	}
	release := l.address.Release
	if release == nil || !release.Outcome.Shows() {
		return nil
	}
	value, err := l.site.Registry.Decode(release.Kind, l.address.Revision.Body)
	if err != nil {
		return fmt.Errorf("site: read %s: %w", l.path, err)
	}
	l.value = value
	if err := l.inherit(); err != nil {
		return err
	}
	return l.decodeChapters()
}

func (l *loading) decodeFixtures() error {
	for _, f := range l.address.Fixtures {
		value, err := l.site.Registry.Decode(f.Kind, f.Body)
		if err != nil {
			return fmt.Errorf("site: read %s %s: %w", f.Kind, f.Page, err)
		}
		l.fixtures = append(l.fixtures, value)
	}
	return nil
}

// inherit takes over what the pages above say for this one. What is announced
// says all that may be known of it by itself.
func (l *loading) inherit() error {
	if l.address.Revision.Redacted || l.address.Release.Outcome == cms.OutcomeAnnounced {
		return nil
	}
	l.above = map[string]schema.Kind{}
	return schema.Inherit(l.value, l.nearest)
}

// nearest returns what the nearest page above of a kind holds; nil: there is
// none.
func (l *loading) nearest(kind string) (schema.Kind, error) {
	i := slices.IndexFunc(l.address.Above, func(c postgres.Content) bool { return c.Kind == kind })
	if i < 0 {
		return nil, nil
	}
	content := l.address.Above[i]
	value, err := l.site.Registry.Decode(kind, content.Body)
	if err != nil {
		return nil, fmt.Errorf("site: read %s %s: %w", kind, content.Page, err)
	}
	l.above[kind] = value
	l.inherited = append(l.inherited, content.Page)
	return value, nil
}

// values returns everything that was read: what every page shows, the page,
// and what it inherits from.
func (l *loading) values() []any {
	values := slices.Clone(l.fixtures)
	if l.value != nil {
		values = append(values, l.value)
	}
	for _, c := range l.chapters {
		values = append(values, c.value)
	}
	for _, value := range l.above {
		values = append(values, value)
	}
	return values
}

// listsChangeAt is when the first list changes without a release: when a page
// has become too old for it, is over or no longer comes first, or when it may
// be told on which day an announced one is published.
func (l *loading) listsChangeAt() time.Time {
	var first time.Time
	at := l.address.At
	for i, q := range l.declared {
		for _, item := range l.loaded.Lists[i].Items {
			if leaves := item.Card.SortAt.Add(at.Sub(q.From)); !q.From.IsZero() && leaves.After(at) {
				first = cms.Earlier(first, leaves)
			}
			if q.Pinned {
				first = cms.Earlier(first, item.Card.PinnedUntil)
			}
			if told := kinds.DayTold(cms.DateOf(item.Card.SortAt.UTC())); item.Outcome == cms.OutcomeAnnounced && told.After(at) {
				first = cms.Earlier(first, told)
			}
		}
	}
	return first
}

// want collects every reference, file, term and list that is declared.
func (l *loading) want() {
	if l.value != nil {
		l.wantLists()
		l.wantChapterLists()
		l.wantHubList()
		l.wantFollow()
	}
	registry, w := l.site.Registry, &l.wanted
	for _, value := range l.values() {
		for _, ref := range registry.References(value) {
			w.Pages = append(w.Pages, ref.Page)
		}
		w.Assets = append(w.Assets, registry.Assets(value)...)
		w.Terms = append(w.Terms, registry.Terms(value)...)
	}
	if l.address.Release != nil {
		w.Watched = append(w.Watched, l.address.Release.Page)
	}
	w.Watched = append(w.Watched, l.address.Sections...)
	w.WatchedKinds = l.site.fixtureKinds
	for _, fixture := range l.address.Fixtures {
		w.Watched = append(w.Watched, fixture.Page)
	}
}

func (l *loading) wantLists() {
	l.lists = append(l.site.Registry.Lists(l.value, l.address.At), l.listedFeeds()...)
	for _, declared := range l.lists {
		for _, q := range declared.Queries {
			q = l.resolve(q, l.address.Release.Page, l.parent())
			l.declared = append(l.declared, q)
			if q.Paged && l.paged == nil {
				q = l.turn(q)
			}
			l.wanted.Lists = append(l.wanted.Lists, q)
		}
	}
}

// listedFeeds are the lists of the feeds that a page names.
func (l *loading) listedFeeds() []schema.DeclaredList {
	page, ok := l.value.(*kinds.Feeds)
	if !ok {
		return nil
	}
	var lists []schema.DeclaredList
	for _, feed := range l.contentFeeds() {
		if page.Names(feed) {
			lists = append(lists, schema.DeclaredList{Owner: feed, Queries: feed.Lists(l.address.At)})
		}
	}
	return lists
}

// wantList asks for a list that no struct declares.
func (l *loading) wantList(q cms.ListQuery) {
	l.declared = append(l.declared, q)
	l.wanted.Lists = append(l.wanted.Lists, q)
}

// parent is the nearest live page above this one. The home page has none, and
// stands for itself.
func (l *loading) parent() cms.ID {
	if n := len(l.address.Trail); n > 0 {
		return l.address.Trail[n-1].Page
	}
	return l.address.Release.Page
}

// resolve puts the page for This, the one above it for Parent, and every kind
// for none.
func (l *loading) resolve(q cms.ListQuery, page, parent cms.ID) cms.ListQuery {
	switch q.Below {
	case cms.This:
		q.Below = page
	case cms.Parent:
		q.Below = parent
	}
	if q.RefersTo == cms.This {
		q.RefersTo = page
	}
	if len(q.Kinds) == 0 {
		q.Kinds = l.site.pageKinds
	}
	q.Size = max(q.Size, 1)
	return q
}

func (l *loading) shell() *shell {
	sh := &shell{until: l.changesAt, refs: l.loaded.Pages}
	for _, fixture := range l.fixtures {
		switch f := fixture.(type) {
		case *kinds.Site:
			sh.site, sh.logo = *f, l.loaded.Assets[f.Logo.Asset]
		case *kinds.Menu:
			sh.menus = append(sh.menus, f)
		case *kinds.Banner:
			sh.banners = append(sh.banners, f)
		case *kinds.Feed:
			sh.feeds = append(sh.feeds, f)
		}
	}
	return sh
}

// fill puts into the view what is at the address.
func (l *loading) fill(v *ui.View) {
	v.At, v.Trail = l.address.At, l.address.Trail
	v.Refs, v.Assets, v.Terms = l.loaded.Pages, l.loaded.Assets, l.loaded.Terms
	v.Lists = map[any][]cms.List{}
	next := 0
	for _, declared := range l.lists {
		for range declared.Queries {
			v.Lists[declared.Owner] = append(v.Lists[declared.Owner], l.loaded.Lists[next])
			next++
		}
	}
	release := l.address.Release
	if release == nil {
		v.Status, v.NoIndex = http.StatusNotFound, true
		return
	}
	v.Release, v.Title, v.Description = *release, release.Card.Title, release.Card.Summary
	if l.value == nil {
		v.Status, v.NoIndex = http.StatusGone, true
		return
	}
	v.Value, v.Notes, v.Redacted = l.value, l.address.Revision.ChangeNotes, l.address.Revision.Redacted
	v.Above = map[string]any{}
	for kind, value := range l.above {
		v.Above[kind] = value
	}
	v.Updates = l.updates(release.Page)
	l.fillFollow(v)
	l.fillForm(v)
	l.fillPage(v)
	v.NoIndex = v.NoIndex || release.Card.Unindexed
	l.fillChapters(v)
}

// updates returns the notices that a page shows, what is most severe first.
func (l *loading) updates(page cms.ID) []*kinds.UpdateNotice {
	var shown []*kinds.UpdateNotice
	for _, fixture := range l.fixtures {
		notice, ok := fixture.(*kinds.UpdateNotice)
		if ok && notice.ShownAt(l.address.At) && slices.Contains(notice.Pages, cms.Ref(page)) {
			shown = append(shown, notice)
		}
	}
	slices.SortStableFunc(shown, func(a, b *kinds.UpdateNotice) int { return b.Rank() - a.Rank() })
	return shown
}

// tags names everything that the answer was made from.
func (l *loading) tags() []string {
	set := map[string]bool{cms.MenuTag: true, cms.SiteTag: true, cms.NoticeTag: true, cms.FeedTag: true}
	for _, page := range l.wanted.Pages {
		set[cms.RefTag(page)] = true
	}
	for _, above := range l.address.Sections {
		set[cms.RefTag(above)] = true
	}
	for _, page := range l.inherited {
		set[cms.PageTag(page)] = true
	}
	for _, c := range l.chapters {
		set[cms.PageTag(c.release.Page)] = true
	}
	for _, term := range l.wanted.Terms {
		set[cms.TermTag(term)] = true
	}
	for _, list := range l.loaded.Lists {
		for _, term := range list.Terms {
			set[cms.TermTag(term.ID)] = true
		}
	}
	for _, term := range l.hub.terms() {
		set[cms.TermTag(term)] = true
	}
	for _, q := range l.wanted.Lists {
		for _, kind := range q.Kinds {
			set[cms.ListTag(kind, q.Below)] = true
		}
	}
	if l.address.Release != nil {
		set[cms.PageTag(l.address.Release.Page)] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// newView returns a view with what every page shows.
func (s *Site) newView(path string, sh *shell) *ui.View {
	v := &ui.View{
		BaseURL: s.BaseURL, Path: path, Zone: s.Zone, Static: s.Assets.URL,
		Status: http.StatusOK, Site: sh.site, Logo: sh.logo, Menus: map[string]ui.Menu{}, Feeds: sh.feeds, Refs: sh.refs,
	}
	for _, banner := range sh.banners {
		if href, _ := v.Href(banner.Link); href != path && banner.ShownOn(path) { // who is there need not be sent
			v.Banners = append(v.Banners, banner)
		}
	}
	for _, menu := range sh.menus {
		entries := menuEntries(v, menu)
		if len(entries) == 0 {
			continue
		}
		whole := v.Menus[menu.Place]
		if whole.Title == "" {
			whole.Title = menu.Title
		}
		whole.Entries = append(whole.Entries, entries...)
		v.Menus[menu.Place] = whole
	}
	return v
}

func menuEntries(v *ui.View, menu *kinds.Menu) []ui.MenuEntry {
	var entries []ui.MenuEntry
	for _, entry := range menu.Entries {
		href, live := v.Href(entry.Link)
		if !live {
			continue
		}
		here := v.Path == href || strings.HasPrefix(v.Path, href+"/")
		entries = append(entries, ui.MenuEntry{Text: v.LinkText(entry.Link), Href: href, Current: here})
	}
	return entries
}
