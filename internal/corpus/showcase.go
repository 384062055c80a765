package corpus

import (
	"context"
	"fmt"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// showcaseFrom is how many documents a corpus has at least that holds every
// kind and block.
const showcaseFrom = 400

const (
	showcaseShare   = 15    // per cent of the documents
	showcaseAtMost  = 1_000 // of them
	showcaseAtLeast = 2     // pages of every kind that has an address
	everyKindAgain  = 10    // rounds; between them come only the kinds that hubs list
)

// showcase is the part of a corpus that holds every kind and block.
type showcase struct {
	kinds   []*schema.KindType // those with an address but the home page, parents before children
	places  []place
	usual   map[string][]*place // released pages by kind: what others refer to and stand below
	below   map[cms.ID]map[string][]cms.ID
	unusual []unusual
}

// place is where a page stands whose content is still to be made up.
type place struct {
	cms.Page
	path  string
	above []cms.ID
}

// usualParents are the kinds that pages stand below here whose declaration
// leaves it open.
var usualParents = map[string][]string{
	"blog-post":      {"blog-hub"},
	"case-study":     {"news-hub"},
	"cyber-alert":    {"alert-hub"},
	"event":          {"events-hub"},
	"feature":        {"news-hub"},
	"news-article":   {"news-hub"},
	"published-work": {"publications-hub"},
	"series":         {"publications-hub"},
}

// parents returns the kinds that a page of that kind stands below; none: it
// stands in any section.
func parents(kind *schema.KindType) []string {
	if len(kind.Below) > 0 {
		return kind.Below
	}
	return usualParents[kind.Name]
}

// parentsFirst puts the kinds of the showcase into an order in which none comes
// before those that it stands below.
func parentsFirst(kinds []*schema.KindType) []*schema.KindType {
	var ordered []*schema.KindType
	placed := map[string]bool{}
	for range kinds {
		for _, kind := range kinds {
			missing := slices.ContainsFunc(parents(kind), func(name string) bool { return !placed[name] })
			if kind.Addressed && !kind.Top && !placed[kind.Name] && !missing {
				ordered, placed[kind.Name] = append(ordered, kind), true
			}
		}
	}
	return ordered
}

// writeShowcase chooses all places before it makes up any content: pages refer
// to each other.
func (g *generator) writeShowcase(ctx context.Context, b *bulk, blobs *media.Disk) error {
	if err := g.addMedia(ctx, b.Filling, blobs); err != nil {
		return err
	}
	g.choosePlaces()
	for _, p := range g.showcase.places {
		page := publishing.BulkPage{Page: p.Page, Path: p.path, Above: p.above}
		if !g.isUnusual(p.ID) {
			page = g.live(p.Page, p.path, p.above, func() schema.Kind { return g.filled(p.Page) })
		}
		if err := b.add(ctx, page); err != nil {
			return err
		}
	}
	return nil
}

// filled is new content for a page.
func (g *generator) filled(page cms.Page) schema.Kind {
	kind, _ := g.registry.Kind(page.Kind)
	value := kind.New()
	g.filler.Below = g.showcase.below[page.ID]
	g.filler.Fill(value)
	return value
}

func (g *generator) choosePlaces() {
	g.showcase.kinds = parentsFirst(g.registry.Kinds())
	g.showcase.usual, g.showcase.below = map[string][]*place{}, map[cms.ID]map[string][]cms.ID{}
	for _, s := range g.sections {
		g.filler.Pages[""] = append(g.filler.Pages[""], s.id)
	}
	states := unusualStates(g.registry, g.showcase.kinds)
	usual := min(g.Documents*showcaseShare/100, showcaseAtMost) - len(states)
	for round := 0; len(g.showcase.places) < usual || round < showcaseAtLeast; round++ {
		for _, kind := range g.showcase.kinds {
			often := len(parents(kind)) > 0 || round < showcaseAtLeast || round%everyKindAgain == 0
			if often && (len(g.showcase.places) < usual || round < showcaseAtLeast) {
				g.offerPage(g.place(kind, round))
			}
		}
	}
	for _, s := range states {
		p := g.place(s.kind, showcaseAtLeast)
		g.showcase.places = append(g.showcase.places, *p)
		g.showcase.unusual = append(g.showcase.unusual, unusual{place: p, state: s.state})
	}
}

// offerPage lets others refer to a page, and stand below it.
func (g *generator) offerPage(p *place) {
	g.showcase.places = append(g.showcase.places, *p)
	g.showcase.usual[p.Kind] = append(g.showcase.usual[p.Kind], p)
	g.filler.Pages[p.Kind] = append(g.filler.Pages[p.Kind], p.ID)
	g.filler.Pages[""] = append(g.filler.Pages[""], p.ID)
	if g.showcase.below[p.Parent] == nil {
		g.showcase.below[p.Parent] = map[string][]cms.ID{}
	}
	g.showcase.below[p.Parent][p.Kind] = append(g.showcase.below[p.Parent][p.Kind], p.ID)
}

// place chooses where a page stands. The first of a kind that may stand
// anywhere is directly below the home page, where the menus lead.
func (g *generator) place(kind *schema.KindType, round int) *place {
	p := &place{Page: cms.Page{
		ID: g.id(), Kind: kind.Name, CreatedAt: corpusBegins,
		Slug: fmt.Sprintf("%s-%d", kind.Name, len(g.showcase.places)+1),
	}}
	above := g.sections[0]
	if names := parents(kind); len(names) > 0 {
		parent := choose(g.prose, g.showcase.usual[choose(g.prose, names)])
		above = section{parent.ID, parent.path, parent.above}
	} else if round > 0 {
		above = choose(g.prose, g.sections)
	}
	p.Parent, p.path, p.above = above.id, cms.JoinPath(above.path, p.Slug), above.below()
	return p
}
