package corpus

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// The mass of a corpus resembles the pages of an office for statistics and
// services: of 18,412 documents 7,468 are publications and data sets.
const (
	usualDocuments  = 18_412
	usualStatistics = 7_468
)

// lightFrom is how many documents a corpus has whose texts are short, so that it
// can be made in minutes.
const lightFrom = 100_000

// planned is a page of the mass whose content is still to be made up.
type planned struct {
	cms.Page
	path   string
	above  []cms.ID
	title  string
	ref    string // number of an alert
	short  string // what the title is short for, as in HES
	from   time.Time
	fate   fate
	author author
	value  func(planned) schema.Kind
}

// fate is what becomes of a page of the mass.
type fate int

const (
	lasts fate = iota
	endsSoon
	willEnd
	isToCome
	isAnnounced // public by its title and date only
)

// section is where pages of a planned one stand.
func (p planned) section() section { return section{p.ID, p.path, p.above} }

// mass plans pages one after the other. What it plans does not depend on how
// many there will be: a larger corpus of the same seed begins like a smaller one.
type mass struct {
	*generator
	root       section
	statistics int // publications and data sets that are still to be planned
	left       int // pages of any kind that are
	taken      map[uint64]bool
	sections   map[string][]section // of each subject, for pages of text
	hubs       map[string]section   // by the kind of pages that they list
	yield      func(planned) bool
	stopped    bool
}

// planMass plans pages below root and gives them to yield until there are so
// many, or yield wants no more.
func (g *generator) planMass(root section, documents, statistics int, yield func(planned) bool) {
	m := &mass{
		generator: g, root: root, left: documents, statistics: min(statistics, documents),
		taken: map[uint64]bool{}, sections: map[string][]section{}, hubs: map[string]section{}, yield: yield,
	}
	m.planHubs(m.choices(1))
	m.planStatistics(m.choices(2))
	m.planOthers(m.choices(3))
}

// choices returns random choices that are for planning alone.
func (m *mass) choices(stream uint64) prose { return prose{rand.New(rand.NewPCG(m.Seed, stream))} }

func (m *mass) done() bool { return m.left == 0 || m.stopped }

// add gives a page its place, and hands it on.
func (m *mass) add(p planned, below section, slug string) planned {
	if m.done() {
		return p
	}
	p.ID, p.Parent, p.Slug, p.CreatedAt = m.id(), below.id, slug, p.from
	p.path, p.above = cms.JoinPath(below.path, slug), below.below()
	m.left--
	if p.Kind == "publication" || p.Kind == "data-set" {
		m.statistics--
	}
	m.stopped = !m.yield(p)
	return p
}

// unlike returns a title that no other page of the mass has: what make makes up,
// with the name of a place when that has been.
func (m *mass) unlike(p prose, most int, make func() string) string {
	for try := 0; ; try++ {
		title := make()
		if try > 2 {
			title = atMost(most-20, title) + ", " + vocabulary.place.choose(p)
		}
		if len(title) <= most && m.take(title) {
			return title
		}
	}
}

// take reports whether a title or an address was free, which it is no longer.
func (m *mass) take(name string) bool {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(name))
	key := sum.Sum64()
	had := m.taken[key]
	m.taken[key] = true
	return !had
}

// slugOf is a title in an address. What stands before it keeps two apart.
func slugOf(title string) string {
	const most = 60
	slug := strings.Trim(strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-"), "-")
	if len(slug) > most {
		slug = slug[:most]
		slug = slug[:max(strings.LastIndexByte(slug, '-'), 1)]
	}
	return slug
}

// by is somebody who writes about a subject, with the names that the page uses.
func (g *generator) by(s *subject, names map[string]string) author {
	return author{g.prose, s, names}
}

// planHubs plans the pages that others stand below.
func (m *mass) planHubs(p prose) {
	hub := func(kind, title string, lists ...string) {
		s := m.add(planned{Page: cms.Page{Kind: kind}, title: title, from: corpusBegins, author: m.by(&subjects[0], nil), value: m.hubValue}, m.root, slugOf(title))
		for _, kind := range lists {
			m.hubs[kind] = s.section()
		}
	}
	hub("publications-hub", "Statistical publications", "series")
	hub("service-catalogue", "Catalogue of services", "service")
	hub("api-catalogue", "Catalogue of interfaces", "api")
	hub("blog-hub", "Notes from the office", "blog-post")
	hub("news-hub", "News and stories", "news-article", "feature", "case-study")
	hub("events-hub", "Events and training", "event")
	hub("alert-hub", "Threat bulletins", "cyber-alert")
	hub("landing", "Reports and guides", "published-work")
	hub("careers", "Work with us", "job")
	hub("landing", "People of the office", "person")
	few := min(len(subjects), max(3, m.left/100))
	for i := range subjects[:few] {
		s := &subjects[i]
		landing := func(title string, below section) section {
			return m.add(planned{Page: cms.Page{Kind: "landing"}, title: title, from: corpusBegins, author: m.by(s, nil), value: m.hubValue}, below, slugOf(title)).section()
		}
		top := landing(capital(s.name), m.root)
		for _, part := range []string{"guidance", "collections", "support"} {
			m.sections[s.name] = append(m.sections[s.name], landing(capital(s.name)+" "+part, top))
		}
	}
}

// subject chooses what a page is about: the first are the most common.
func (m *mass) subject(p prose) *subject {
	return &subjects[p.skewed(len(m.sections))]
}

// planStatistics plans series with their publications, and data sets in these.
func (m *mass) planStatistics(p prose) {
	for n := 0; m.statistics > 0 && !m.done(); n++ {
		m.planSeries(p, n)
	}
}

// seriesTitle is that of the n-th series. First come those that subjects name,
// the ones that are named first of each subject; then come variants of them.
func seriesTitle(p prose, n int) (s *subject, title, short string) {
	all := 0
	for i := range subjects {
		all += len(subjects[i].series)
	}
	rest, round := n%all, n/all
	for place := 0; ; place++ {
		for i := range subjects {
			if place >= len(subjects[i].series) {
				continue
			}
			if rest == 0 {
				title, short, _ = strings.Cut(subjects[i].series[place], "=")
				return &subjects[i], variant(p, title, round), short
			}
			rest--
		}
	}
}

func variant(p prose, title string, round int) string {
	switch {
	case round == 0:
		return title
	case round <= len(breakdowns):
		return title + " " + breakdowns[round-1]
	default:
		return title + " in " + vocabulary.place.choose(p)
	}
}

func (m *mass) planSeries(p prose, n int) {
	about, name, short := seriesTitle(p, n)
	title := m.unlike(p, 150, func() string { return name })
	if n%all(subjects) != n {
		short = "" // that is the name of the series that this is a variant of
	}
	r := p.rhythm()
	count := r.least + p.skewed(r.most-r.least)
	by := corpusEnds
	if p.chance(4) {
		by = p.between(corpusBegins.AddDate(3, 0, 0), corpusEnds)
	}
	start, style := r.first(by, count), p.random.IntN(12)
	series := planned{
		Page: cms.Page{Kind: "series"}, title: title, short: short, from: r.published(r.next(start)),
		author: m.by(about, map[string]string{"series": title, "short": short, "name": about.name}),
		value:  m.seriesValue(r, m.facetsOf(p, about)),
	}
	if short != "" && style%2 == 0 {
		series.title += " (" + short + ")"
	}
	series = m.add(series, m.hubs["series"], m.freeSlug(m.hubs["series"], slugOf(title)))
	for range count {
		if m.statistics <= 0 || m.done() {
			return
		}
		end := r.next(start).AddDate(0, 0, -1)
		m.planPublication(p, series, title+joint(style)+r.title(start, end, style), r.title(start, end, style), start, end, r.published(end))
		start = r.next(start)
	}
	if by == corpusEnds && p.chance(3) && !m.done() {
		end := r.next(start).AddDate(0, 0, -1)
		name := r.title(start, end, style)
		next := m.publication(series, title+joint(style)+name, name, start, end, r.published(end))
		next.fate = isAnnounced
		m.add(next, series.section(), slugOf(name))
	}
}

func all(subjects []subject) (series int) {
	for i := range subjects {
		series += len(subjects[i].series)
	}
	return series
}

// joint stands between the name of a series and a period.
func joint(style int) string { return []string{", ", ", ", ", England, ", " "}[style%4] }

func (m *mass) publication(series planned, title, period string, start, end, published time.Time) planned {
	names := map[string]string{"series": series.author.names["series"], "period": period, "name": series.author.subject.name}
	return planned{
		Page: cms.Page{Kind: "publication"}, title: title, from: published,
		author: m.by(series.author.subject, names), value: m.publicationValue(start, end),
	}
}

// planPublication plans a publication with one to three data sets.
func (m *mass) planPublication(p prose, series planned, title, period string, start, end, published time.Time) {
	sets := 1
	if p.chance(3) {
		sets = 2 + p.random.IntN(2)
	}
	if m.statistics == sets+2 { // one would be left, and no publication is without data
		sets = sets%3 + 1
	}
	first := p.random.IntN(len(tables))
	publication := m.add(m.publication(series, title, period, start, end, published), series.section(), slugOf(period))
	for n := range sets {
		if m.statistics <= 0 {
			return
		}
		set := m.publication(series, title+": "+tables[(first+n)%len(tables)], period, start, end, published)
		set.Kind, set.value = "data-set", m.dataSetValue(start, end)
		m.add(set, publication.section(), slugOf(tables[(first+n)%len(tables)]))
	}
}

// statistics is how many documents are publications and data sets.
func (g *generator) statistics() int { return g.Documents * usualStatistics / usualDocuments }

// inShowcase is how many of those the showcase has.
func (g *generator) inShowcase() (n int) {
	for _, p := range g.showcase.places {
		if p.Kind == "publication" || p.Kind == "data-set" {
			n++
		}
	}
	return n
}

// writeMass writes so many pages below root.
func (g *generator) writeMass(ctx context.Context, b *bulk, root section, documents, statistics int) (err error) {
	g.planMass(root, documents, statistics, func(p planned) bool {
		page := publishing.BulkPage{Page: p.Page, Path: p.path, Above: p.above}
		if p.fate == isAnnounced {
			g.announce(p)
		} else {
			page.Releases = g.releasesOf(p)
		}
		err = b.add(ctx, page)
		return err == nil
	})
	return err
}

// announce has a page released later on, when those above it are.
func (g *generator) announce(p planned) {
	g.showcase.unusual = append(g.showcase.unusual, unusual{
		place: &place{p.Page, p.path, p.above}, state: announced,
		value: func(ahead time.Time) schema.Kind {
			p.from = ahead
			return p.value(p)
		},
	})
}

// releasesOf are those of a page of the mass, with its content.
func (g *generator) releasesOf(p planned) (list []publishing.BulkRelease) {
	from, releases := p.from, 1
	if p.fate == lasts && g.chance(12) {
		releases = 2
	}
	for range releases {
		list = append(list, publishing.BulkRelease{ID: g.id(), Revision: g.id(), Value: p.value(p), From: from})
		from = from.Add(time.Duration(1+g.random.IntN(90*24)) * time.Hour)
	}
	last := &list[len(list)-1]
	switch p.fate {
	case endsSoon:
		last.EndsAt = last.From.Add(48 * time.Hour)
	case willEnd:
		last.EndsAt = g.ahead()
	case isToCome:
		last.From = g.ahead()
	}
	return list
}

// besidePath is where the mass stands in a site that has pages of its own.
const besidePath = "/library"

// writeBeside writes the mass into a site that is there.
func (g *generator) writeBeside(ctx context.Context, b *bulk) error {
	tree, err := b.Tree(ctx)
	if err != nil {
		return err
	}
	var home cms.ID
	pages, statistics := 0, 0
	for _, p := range tree {
		kind, _ := g.registry.Kind(p.Kind)
		switch {
		case kind.Top:
			home = p.ID
		case p.Kind == "publication" || p.Kind == "data-set":
			statistics++
		}
		if kind.Addressed {
			pages++
		}
	}
	if home == "" {
		return cms.Conflictf("the site has no home page; a mass of pages can only be added to one that has")
	}
	if err := g.setMassTerms(ctx, b.Filling); err != nil {
		return err
	}
	root, page := g.library(section{id: home, path: "/"})
	if err := b.add(ctx, page); err != nil {
		return err
	}
	if err := g.writeMass(ctx, b, root, max(0, g.Documents-pages-1), g.statistics()-statistics); err != nil {
		return err
	}
	return b.flush(ctx)
}

// library is the section that the mass stands in.
func (g *generator) library(home section) (section, publishing.BulkPage) {
	s := section{g.id(), besidePath, home.below()}
	page := cms.Page{ID: s.id, Kind: "landing", Parent: home.id, Slug: besidePath[1:], CreatedAt: corpusBegins}
	value := &kinds.Landing{Title: "Library of made-up pages", Summary: "Pages that are made up for measuring."}
	releases := []publishing.BulkRelease{{ID: g.id(), Revision: g.id(), Value: value, From: corpusBegins}}
	return s, publishing.BulkPage{Page: page, Path: s.path, Above: s.above, Releases: releases}
}

// Document is a page of a mass, as somebody looks for it.
type Document struct{ Path, Kind, Title, Reference, Acronym string }

// Beside yields the first so many pages that Add brings to a site and that are
// public. It makes up no content, and so needs no database.
func Beside(registry *schema.Registry, c Corpus, yield func(Document) bool) {
	g := newGenerator(c, registry)
	root, _ := g.library(section{path: "/"})
	g.planMass(root, c.Documents, g.statistics(), func(p planned) bool {
		if p.fate != lasts && p.fate != willEnd {
			return true
		}
		return yield(Document{p.path, p.Kind, p.title, p.ref, p.short})
	})
}

// alertNumber numbers the alerts of the mass. It leaves out those that the
// demonstration has.
func alertNumber(n int) string {
	number := 1001 + n
	for _, taken := range []int{4456, 4501, 4502, 4503, 4504, 4505, 4506, 4507, 4508, 4509, 4510, 4511, 4512} {
		if number >= taken {
			number++
		}
	}
	return fmt.Sprintf("CC-%d", number)
}
