// Package corpus makes up a synthetic site of any size, for measuring and for
// tests that need much content.
package corpus

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Corpus describes a synthetic site. The same corpus is the same site, to the
// last id and instant, except for what the database makes itself when a page is
// released or saved.
//
// A small one is a mass of plain pages. From showcaseFrom documents on, a part of
// it is the showcase: every kind and block that is declared, with all that content
// files can say. The rest then resembles the site of an office for statistics and
// services.
type Corpus struct {
	Documents int    // pages, the home page included
	Seed      uint64 // another seed, another site
}

// Instants of a corpus. What is scheduled lies far ahead, so that a corpus
// does not change while it is measured.
var (
	corpusBegins = time.Date(2016, 1, 4, 9, 30, 0, 0, time.UTC)
	corpusEnds   = time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)
	corpusAhead  = time.Date(2090, 1, 2, 9, 30, 0, 0, time.UTC)
)

const bulkSize = 2000 // pages that are held in memory at once

// Target is what a corpus is written into.
type Target struct {
	Publisher *publishing.Publisher
	Registry  *schema.Registry
	Blobs     *media.Disk
	User      cms.User // who writes it: cms.System
}

// Generate fills an empty database with the corpus. progress is told how many
// pages are written so far.
func Generate(ctx context.Context, into Target, c Corpus, progress func(pages int)) error {
	return generate(ctx, into, c, into.Publisher.Fill, func(g *generator, f *publishing.Filling) error {
		return g.write(ctx, &bulk{Filling: f, progress: progress}, into.Blobs)
	})
}

// Add brings a site that has a home page to as many documents as the corpus has,
// by a mass of pages below a section of its own. Of all documents as many are
// statistics as in a corpus of that size.
func Add(ctx context.Context, into Target, c Corpus, progress func(pages int)) error {
	return generate(ctx, into, c, into.Publisher.FillBeside, func(g *generator, f *publishing.Filling) error {
		return g.writeBeside(ctx, &bulk{Filling: f, progress: progress})
	})
}

func generate(ctx context.Context, into Target, c Corpus,
	fill func(context.Context, cms.User, func(*publishing.Filling) error) error, write func(*generator, *publishing.Filling) error,
) error {
	if c.Documents < 1 {
		return cms.Invalidf("documents", "there is at least a home page: give 1 or more")
	}
	g := newGenerator(c, into.Registry)
	err := fill(ctx, into.User, func(f *publishing.Filling) error { return write(g, f) })
	if err != nil || c.Documents < showcaseFrom && len(g.showcase.unusual) == 0 {
		return err
	}
	return into.Publisher.Edit(ctx, into.User, func(e *publishing.Edit) error {
		if err := g.setSynonyms(ctx, e); err != nil {
			return err
		}
		return g.writeUnusual(ctx, e)
	})
}

// generator makes up the pages of a corpus one after the other.
type generator struct {
	Corpus
	prose
	registry *schema.Registry
	filler   *Filler
	ids      uint64
	sections []section // the home page and the hubs below it
	topics   []cms.ID
	slugs    map[string]cms.ID // terms of the mass by vocabulary/slug
	linked   []cms.ID          // some pages, for others to refer to
	showcase showcase
}

type section struct {
	id    cms.ID
	path  string
	above []cms.ID
}

// below is what stands above the pages of a section.
func (s section) below() []cms.ID { return append(s.above[:len(s.above):len(s.above)], s.id) }

func newGenerator(c Corpus, registry *schema.Registry) *generator {
	random := rand.New(rand.NewPCG(c.Seed, uint64(c.Documents)))
	g := &generator{
		Corpus: c, prose: prose{random}, registry: registry, filler: NewFiller(random, registry),
		slugs: map[string]cms.ID{},
	}
	g.filler.Pages, g.filler.Terms = map[string][]cms.ID{}, map[string][]cms.ID{}
	return g
}

// bulk copies pages in, many at a time.
type bulk struct {
	*publishing.Filling
	progress func(pages int)
	waiting  []publishing.BulkPage
	written  int
}

func (b *bulk) add(ctx context.Context, page publishing.BulkPage) error {
	b.waiting = append(b.waiting, page)
	if len(b.waiting) < bulkSize {
		return nil
	}
	return b.flush(ctx)
}

func (b *bulk) flush(ctx context.Context) error {
	if err := b.Copy(ctx, b.waiting); err != nil {
		return err
	}
	b.written += len(b.waiting)
	b.waiting = b.waiting[:0]
	b.progress(b.written)
	return nil
}

func (g *generator) write(ctx context.Context, b *bulk, blobs *media.Disk) error {
	if err := g.setTerms(ctx, b.Filling); err != nil {
		return err
	}
	n := 0
	for ; n < min(g.Documents, 1+g.hubs()); n++ {
		if err := b.add(ctx, g.page(n)); err != nil {
			return err
		}
	}
	if g.Documents >= showcaseFrom {
		if err := g.writeShowcase(ctx, b, blobs); err != nil {
			return err
		}
		n += len(g.showcase.places)
		if err := g.writeMass(ctx, b, g.sections[0], g.Documents-n, g.statistics()-g.inShowcase()); err != nil {
			return err
		}
		n = g.Documents
	}
	for ; n < g.Documents; n++ {
		if err := b.add(ctx, g.page(n)); err != nil {
			return err
		}
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	fixtures := g.fixtures()
	if err := b.Copy(ctx, fixtures); err != nil {
		return err
	}
	return g.setRedirects(ctx, b.Filling)
}

// setTerms makes the terms that pages of a corpus of the size have.
func (g *generator) setTerms(ctx context.Context, f *publishing.Filling) error {
	if g.Documents < showcaseFrom {
		return g.setTopics(ctx, f)
	}
	return g.setMassTerms(ctx, f)
}

// hubs is how many sections of plain pages there are below the home page.
func (g *generator) hubs() int { return 1 + min(g.Documents/250, mostHubs) }

const mostHubs = 40

// page makes up the n-th page: the home page, then hubs, then pages in them.
func (g *generator) page(n int) publishing.BulkPage {
	if n == 0 {
		home := section{id: g.id(), path: "/"}
		g.sections = append(g.sections, home)
		return g.live(cms.Page{ID: home.id, Kind: "home"}, "/", nil, func() schema.Kind { return g.home() })
	}
	if n <= g.hubs() {
		return g.hub(n)
	}
	parent := g.sections[g.skewed(len(g.sections))]
	name, value := g.kind()
	page := cms.Page{ID: g.id(), Kind: name, Parent: parent.id, Slug: fmt.Sprintf("%s-%d", g.word(), n)}
	if g.random.IntN(50) == 0 {
		g.linked = append(g.linked, page.ID)
	}
	return g.released(page, cms.JoinPath(parent.path, page.Slug), parent.below(), value)
}

// hub makes up a landing page: some below the home page, the others below
// these, three levels deep at most.
func (g *generator) hub(n int) publishing.BulkPage {
	parent := g.sections[0]
	if n > 12 {
		parent = g.sections[1+g.random.IntN(min(len(g.sections)-1, 60))]
	}
	hub := section{id: g.id(), above: parent.below()}
	page := cms.Page{ID: hub.id, Kind: "landing", Parent: parent.id, Slug: fmt.Sprintf("%s-%d", g.word(), n)}
	hub.path = cms.JoinPath(parent.path, page.Slug)
	g.sections = append(g.sections, hub)
	return g.live(page, hub.path, hub.above, func() schema.Kind { return g.landing() })
}

// released is a page with a history, of which a few have ended or are still to
// come.
func (g *generator) released(page cms.Page, path string, above []cms.ID, value func() schema.Kind) publishing.BulkPage {
	b := g.live(page, path, above, value)
	last := &b.Releases[len(b.Releases)-1]
	switch g.random.IntN(200) {
	case 0: // has ended
		last.EndsAt = last.From.Add(48 * time.Hour)
	case 1: // will end
		last.EndsAt = g.ahead()
	case 2: // is still to come
		last.From = g.ahead()
	}
	return b
}

// live is a page with a history: most have one release, some were edited.
func (g *generator) live(page cms.Page, path string, above []cms.ID, value func() schema.Kind) publishing.BulkPage {
	from := g.past()
	page.CreatedAt = from
	releases := 1
	if g.chance(10) {
		releases = 2 + g.random.IntN(2)
	}
	b := publishing.BulkPage{Page: page, Path: path, Above: above}
	for range releases {
		b.Releases = append(b.Releases, publishing.BulkRelease{ID: g.id(), Revision: g.id(), Value: value(), From: from})
		from = from.Add(time.Duration(1+g.random.IntN(90*24)) * time.Hour)
	}
	return b
}

// kind chooses what a page is.
func (g *generator) kind() (name string, value func() schema.Kind) {
	switch n := g.random.IntN(100); {
	case n < 8:
		return "service", func() schema.Kind { return g.service() }
	case n < 12:
		return "legal", func() schema.Kind { return g.legal() }
	default:
		return "page", func() schema.Kind { return g.contentPage() }
	}
}

func (g *generator) home() *kinds.Home {
	return &kinds.Home{Title: g.title(), Summary: g.sentence(), Body: cms.Blocks{
		g.block("text", &blocks.Text{Heading: g.title(), Level: "main", Body: g.text(2)}),
		g.block("latest", &blocks.Latest{Heading: "Latest pages", Kinds: []string{"page"}, Order: "newest", Size: 6, Rank: "standard", Dates: true}),
		g.block("latest", &blocks.Latest{Heading: "Services", Kinds: []string{"service"}, Order: "newest", Size: 9, Rank: "standard"}),
	}}
}

func (g *generator) landing() *kinds.Landing {
	return &kinds.Landing{Title: g.title(), Summary: g.sentence(), Body: cms.Blocks{
		g.block("latest", &blocks.Latest{Heading: "Latest", Here: true, Order: "newest", Size: 10, Rank: "standard", Dates: true}),
		g.block("latest", &blocks.Latest{Heading: "Services", Here: true, Kinds: []string{"service"}, Order: "newest", Size: 6, Rank: "plain"}),
	}}
}

func (g *generator) service() *kinds.Service {
	return &kinds.Service{Title: g.title(), Summary: g.sentence(), Status: "live", Topics: g.terms(), Body: g.body()}
}

func (g *generator) contentPage() *kinds.ContentPage {
	return &kinds.ContentPage{Title: g.title(), Summary: g.sentence(), Topics: g.terms(), Body: g.body()}
}

func (g *generator) legal() *kinds.Legal {
	return &kinds.Legal{Title: g.title(), Summary: g.sentence(), Body: g.body()}
}

func (g *generator) body() cms.Blocks {
	body := cms.Blocks{
		g.block("text", &blocks.Text{Heading: g.title(), Level: "main", Body: g.text(2)}),
		g.block("text", &blocks.Text{Heading: g.title(), Level: "main", Body: g.text(1)}),
	}
	if g.random.IntN(4) == 0 {
		body = append(body, g.block("callout", &blocks.Callout{Tone: "note", Heading: g.title(), Body: g.text(1)}))
	}
	if g.random.IntN(5) == 0 && len(g.linked) > 0 {
		page := cms.Ref(g.linked[g.random.IntN(len(g.linked))])
		body = append(body, g.block("card-grid", &blocks.CardGrid{
			Heading: "See also", Rank: "plain", Cards: []blocks.Card{{Link: cms.Link{Page: page}}},
		}))
	}
	return body
}

func (g *generator) block(kind string, value any) cms.Block {
	return cms.Block{ID: fmt.Sprintf("%08x", g.random.Uint32()), Type: kind, Value: value}
}

func (g *generator) text(paragraphs int) richtext.Doc {
	var doc richtext.Doc
	for range paragraphs {
		sentences := make([]string, 2+g.random.IntN(3))
		for i := range sentences {
			sentences[i] = g.sentence()
		}
		doc = append(doc, richtext.Block{Paragraph: []richtext.Span{{Text: strings.Join(sentences, " ")}}})
	}
	return doc
}

func (g *generator) terms() []cms.TermRef {
	var list []cms.TermRef
	for _, n := range g.random.Perm(len(g.topics))[:min(g.random.IntN(3), len(g.topics))] {
		list = append(list, cms.TermRef(g.topics[n]))
	}
	return list
}

// id counts up in the form of a UUIDv7 with random end.
func (g *generator) id() cms.ID {
	g.ids++
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:8], g.ids<<16)
	binary.BigEndian.PutUint64(id[8:], g.random.Uint64())
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return cms.ID(id.String())
}
