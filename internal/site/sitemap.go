package site

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/web"
)

// What search engines are told of the site. /sitemap.xml names the sitemaps, and
// each of these the pages of some kinds. A long one is in parts: new pages are
// named last, so that the parts before them stay as they are.
const (
	// mostInSitemap is how many pages one part names. The protocol allows 50,000,
	// but no more than 50 MB either: ten thousand of the longest addresses and
	// titles keep to both, and so do thirty pictures on every page.
	mostInSitemap = 10_000

	mostParts = 50_000 // that the list of sitemaps may name

	// mostNews is how many pages of one part are told of as news.
	mostNews = 1000

	// mostSitemaps are sent at the same time, the list of all of them included,
	// which reads every page. Each keeps a connection to the database, some for as
	// long as their reader takes; pages need connections, too.
	mostSitemaps = 2

	xmlText = "application/xml; charset=utf-8"
)

// sitemaps are those that there are, in the order in which they are named.
var sitemaps = []string{mapOfPages, "news", "blogs", "publications", mapOfPictures}

const (
	mapOfPages    = "pages"
	mapOfPictures = "images" // of pages of every kind
)

// sitemapOf says which sitemap names the pages of a kind. Of what is not here
// that is mapOfPages.
var sitemapOf = map[string]string{
	"news-article": "news",
	"feature":      "news",

	"blog-hub":   "blogs",
	"blog-post":  "blogs",
	"case-study": "blogs",

	"data-set":               "publications",
	"publication":            "publications",
	"publication-page":       "publications",
	"published-work":         "publications",
	"published-work-chapter": "publications",
	"series":                 "publications",
}

func sitemapNaming(kind string) string {
	if name, said := sitemapOf[kind]; said {
		return name
	}
	return mapOfPages
}

// kindsIn returns the kinds whose pages a sitemap names.
func (s *Site) kindsIn(sitemap string) []string {
	return slices.DeleteFunc(slices.Clone(s.pageKinds), func(kind string) bool { return sitemapNaming(kind) != sitemap })
}

// showSitemap names the parts of all sitemaps.
func (s *Site) showSitemap(w http.ResponseWriter, r *http.Request) error {
	var parts []sitemapEntry
	err := s.mapInTurn(r.Context(), func(snap *postgres.Snapshot) (err error) {
		parts, err = s.sitemapParts(r.Context(), snap)
		return err
	})
	if err != nil {
		return err
	}
	text, err := sitemapIndex(parts)
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, xmlText, text)
}

// sitemapParts returns the parts that name something, each with the instant of
// the newest change of a page in it. That a page has gone is not told: visitors'
// login does not see what has ended. Parts that name pictures tell no instant:
// which pages have any is known only by reading all of them.
func (s *Site) sitemapParts(ctx context.Context, snap *postgres.Snapshot) ([]sitemapEntry, error) {
	all := sitemapCensus{size: s.sitemapPart, named: map[string]int{}, newest: map[string][]time.Time{}}
	if err := snap.EverySitemap(ctx, all.count); err != nil {
		return nil, err
	}
	var parts []sitemapEntry
	for _, name := range sitemaps {
		for i, at := range all.newest[name] {
			parts = append(parts, sitemapEntry{Address: s.sitemapAddress(name, i+1), Changed: at.UTC().Format(time.RFC3339)})
		}
	}
	pictured, err := snap.WithPictures(ctx, all.firsts)
	for i, has := range pictured {
		if has {
			parts = append(parts, sitemapEntry{Address: s.sitemapAddress(mapOfPictures, i+1)})
		}
	}
	return parts, err
}

// sitemapCensus learns which parts there are, from one page after the other.
type sitemapCensus struct {
	size   int                     // of a part
	named  map[string]int          // pages, by sitemap
	newest map[string][]time.Time  // change in each part, by sitemap
	firsts []postgres.SitemapPlace // that the parts for pictures begin with
}

func (c *sitemapCensus) count(at postgres.SitemapPlace, kind string, changedAt time.Time) error {
	if c.named[mapOfPictures]%c.size == 0 {
		c.firsts = append(c.firsts, at)
	}
	c.named[mapOfPictures]++
	name := sitemapNaming(kind)
	if c.named[name]%c.size == 0 {
		c.newest[name] = append(c.newest[name], time.Time{})
	}
	c.named[name]++
	if last := &c.newest[name][len(c.newest[name])-1]; changedAt.After(*last) {
		*last = changedAt
	}
	return nil
}

func (s *Site) sitemapAddress(name string, part int) string {
	if part > 1 {
		name += "-" + strconv.Itoa(part)
	}
	return s.BaseURL + "/sitemap-" + name + ".xml"
}

// showSitemapPart names the pages of one part. There is always a first one.
func (s *Site) showSitemapPart(w http.ResponseWriter, r *http.Request) error {
	name, part, err := sitemapPart(chi.URLParam(r, "part"))
	if err != nil {
		return err
	}
	return s.mapInTurn(r.Context(), func(snap *postgres.Snapshot) error { // one for both times that it is written
		source := sitemapSource{Site: s, snap: snap, name: name, part: part}
		return web.Stream(w, r, xmlText, func(to io.Writer) error { return source.write(r.Context(), to) })
	})
}

// mapInTurn runs f as soon as fewer sitemaps are sent than may be.
func (s *Site) mapInTurn(ctx context.Context, f func(*postgres.Snapshot) error) error {
	select {
	case s.mapping <- struct{}{}:
		defer func() { <-s.mapping }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return s.DB.Snapshot(ctx, f)
}

// sitemapPart reads pages, or pages-2 for the second part of them.
func sitemapPart(asked string) (name string, part int, err error) {
	name, number, further := strings.Cut(asked, "-")
	part = 1
	if further {
		if part, err = strconv.Atoi(number); err != nil || part < 2 || part > mostParts || strconv.Itoa(part) != number {
			return "", 0, cms.ErrNotFound
		}
	}
	if !slices.Contains(sitemaps, name) {
		return "", 0, cms.ErrNotFound
	}
	return name, part, nil
}

// sitemapSource is where the pages of a part come from.
type sitemapSource struct {
	*Site
	snap *postgres.Snapshot
	name string
	part int
}

func (s sitemapSource) write(ctx context.Context, to io.Writer) error {
	if s.name == mapOfPictures {
		return s.writePictures(ctx, to)
	}
	return s.writePages(ctx, to)
}

func (s sitemapSource) skip() int { return (s.part - 1) * s.sitemapPart }

// writePages names pages. Those that are news are told of as such for two days:
// after them the page stays, and what tells of it as news goes, which is one of
// the two ways that search engines ask for.
func (s sitemapSource) writePages(ctx context.Context, to io.Writer) error {
	var publication string
	if s.name == "news" {
		settings, err := s.settings(ctx, s.snap)
		if err != nil {
			return err
		}
		publication = settings.Title
	}
	text, named, news := newSitemap(to), 0, 0
	err := s.snap.Sitemap(ctx, s.kindsIn(s.name), s.sitemapPart, s.skip(), func(p postgres.SitemapPage) error {
		named++
		entry := sitemapEntry{Address: s.addressOf(p.Path), Changed: p.ChangedAt.UTC().Format(time.RFC3339)}
		if p.New && publication != "" && news < mostNews {
			news++
			entry.News = newsOf(publication, p)
		}
		return text.add(entry)
	})
	return s.end(text, named, err)
}

// writePictures names the pages that show pictures. Each of its parts is about as
// many pages as one of another sitemap, so that no part changes because a page
// of another has got a picture.
func (s sitemapSource) writePictures(ctx context.Context, to io.Writer) error {
	text, read := newSitemap(to), 0
	err := s.snap.SitemapPictures(ctx, s.sitemapPart, s.skip(), func(path string, pictures []cms.Asset) error {
		read++
		if len(pictures) == 0 {
			return nil
		}
		entry := sitemapEntry{Address: s.addressOf(path)}
		for _, picture := range pictures {
			entry.Pictures = append(entry.Pictures, sitemapPicture{s.BaseURL + picture.URL()})
		}
		return text.add(entry)
	})
	return s.end(text, read, err)
}

// end ends the text of a part, or says that there is no such part.
func (s sitemapSource) end(text *sitemapText, pages int, err error) error {
	if err == nil && pages == 0 && s.part > 1 {
		err = cms.ErrNotFound
	}
	if err != nil {
		return err
	}
	return text.end()
}

func (s *Site) addressOf(path string) string {
	return s.BaseURL + (&url.URL{Path: path}).EscapedPath()
}
