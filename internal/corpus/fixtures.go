package corpus

import (
	"context"
	"fmt"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// fixtures are the pages without an address: what every page shows, and with
// the showcase menus, banners, notices, and two of any other kind.
func (g *generator) fixtures() []publishing.BulkPage {
	all := []publishing.BulkPage{g.fixture("site", "site", g.site())}
	if len(g.showcase.places) == 0 {
		return all
	}
	all = append(all, g.menus()...)
	for _, kind := range g.registry.Kinds() {
		if kind.Addressed || kind.Name == "site" || kind.Name == "menu" {
			continue
		}
		for n := range 3 {
			value := kind.New()
			g.filler.Fill(value)
			switch f := value.(type) {
			case *kinds.Banner:
				f.Paths = g.bannerPaths(n)
			case *kinds.Feed:
				g.nameFeed(f, n)
			}
			all = append(all, g.fixture(kind.Name, fmt.Sprintf("%s-%d", kind.Name, n+1), value))
		}
	}
	return all
}

func (g *generator) fixture(kind, name string, value schema.Kind) publishing.BulkPage {
	return publishing.BulkPage{
		Page:     cms.Page{ID: g.id(), Kind: kind, Slug: name, CreatedAt: corpusBegins},
		Releases: []publishing.BulkRelease{{ID: g.id(), Revision: g.id(), Value: value, From: corpusBegins}},
	}
}

func (g *generator) site() *kinds.Site {
	return &kinds.Site{
		Title: "Synthetic Office", Strip: "This site is made up", Description: "An office that publishes what was made up for measuring.",
		Copyright: "© Synthetic Office",
		Licence: richtext.Doc{{Paragraph: []richtext.Span{
			{Text: "All of it may be used under the "}, {Text: "licence", Link: &cms.Link{URL: "https://www.example.org/licence"}}, {Text: "."},
		}}},
	}
}

// menus lead to what stands directly below the home page: the first of the
// kinds that may stand anywhere.
func (g *generator) menus() []publishing.BulkPage {
	var hubs, legal, contact []kinds.MenuEntry
	for _, kind := range g.showcase.kinds {
		p := g.showcase.usual[kind.Name][0]
		entry := kinds.MenuEntry{Link: cms.Link{Text: kind.Label, Page: cms.Ref(p.ID)}}
		switch {
		case kind.Name == "legal":
			legal = append(legal, entry)
		case kind.Name == "contact" || kind.Name == "form" || kind.Name == "feeds":
			contact = append(contact, entry)
		case slices.ContainsFunc(g.showcase.kinds, func(k *schema.KindType) bool { return slices.Contains(parents(k), kind.Name) }) && len(parents(kind)) == 0:
			hubs = append(hubs, entry)
		}
	}
	follow := []kinds.MenuEntry{
		{Link: cms.Link{Text: "Films", URL: "https://films.example.org/office"}},
		{Link: cms.Link{Text: "Pictures", URL: "https://pictures.example.org/office"}},
	}
	menu := func(name, title string, entries []kinds.MenuEntry) publishing.BulkPage {
		return g.fixture("menu", name, &kinds.Menu{Title: title, Place: name, Entries: entries})
	}
	return []publishing.BulkPage{
		menu("main", "Main menu", hubs), menu("legal", "About this site", legal),
		menu("contact", "Get in touch", contact), menu("follow", "Follow us", follow),
	}
}

// bannerPaths are where the n-th banner is shown: on a page, on what is below
// one, or on what is two below one. None of them is on the plain pages.
func (g *generator) bannerPaths(n int) []kinds.BannerPath {
	hub := choose(g.prose, g.showcase.usual[g.showcase.kinds[0].Name]).path
	story := choose(g.prose, g.showcase.places).path
	return [][]kinds.BannerPath{{{Path: story}}, {{Path: hub + "/**"}}, {{Path: hub + "/*"}, {Path: story}}}[n]
}

// nameFeed gives the n-th feed a name of its own. The first is as large as a feed
// may be.
func (g *generator) nameFeed(f *kinds.Feed, n int) {
	f.Address = fmt.Sprintf("feed-%d", n+1)
	if n == 0 {
		f.Kinds, f.Below, f.Terms, f.State, f.Count = []string{"publication", "blog-post", "news-article"}, "", nil, "released", 100
	}
}

// setRedirects sends old addresses on: to pages, which they follow, and
// elsewhere.
func (g *generator) setRedirects(ctx context.Context, f *publishing.Filling) error {
	if len(g.showcase.places) == 0 {
		return nil
	}
	for n := range 12 {
		r := cms.Redirect{From: fmt.Sprintf("/old/%s-%d", g.word(), n+1)}
		switch n % 3 {
		case 0:
			r.To = g.filler.url()
		case 1:
			r.To = "/search?q=" + g.word()
		default:
			r.Page = choose(g.prose, g.filler.Pages[""])
		}
		if err := f.SetRedirect(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
