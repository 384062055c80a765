package corpus

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"lectern/internal/cms"
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
	hasEnded
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
	m.planHubs()
	m.planStatistics(m.choices(1))
	m.planOthers(m.choices(2))
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
	if isStatistics(p.Kind) {
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
func (m *mass) planHubs() {
	hub := func(kind, title string, lists ...string) {
		s := m.hub(kind, title, &subjects[0], m.root)
		for _, listed := range lists {
			m.hubs[listed] = s
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
		top := m.hub("landing", capital(s.name), s, m.root)
		for _, part := range []string{"guidance", "collections", "support"} {
			m.sections[s.name] = append(m.sections[s.name], m.hub("landing", capital(s.name)+" "+part, s, top))
		}
	}
}

// hub plans a page that others stand below.
func (m *mass) hub(kind, title string, about *subject, below section) section {
	p := planned{Page: cms.Page{Kind: kind}, title: title, from: corpusBegins, author: m.by(about, nil), value: m.hubValue}
	return m.add(p, below, slugOf(title)).section()
}

// subject chooses what a page is about: the first are the most common.
func (m *mass) subject(p prose) *subject {
	return &subjects[p.skewed(len(m.sections))]
}

func isStatistics(kind string) bool { return kind == "publication" || kind == "data-set" }

// statistics is how many documents are publications and data sets.
func (g *generator) statistics() int { return g.Documents * usualStatistics / usualDocuments }

// inShowcase is how many of those the showcase has.
func (g *generator) inShowcase() (n int) {
	for _, p := range g.showcase.places {
		if isStatistics(p.Kind) {
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
	case hasEnded:
		last.EndsAt = last.From.Add(48 * time.Hour)
	case willEnd:
		last.EndsAt = g.ahead()
	case isToCome:
		last.From = g.ahead()
	}
	return list
}
