package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/site"
	"lectern/internal/testkit"
)

const feedOfBlogs = "kind: feed\ntitle: All blogs\naddress: blogs\nsummary: Every post.\npage: /blogs\nkinds: [blog-post]\n"

// feedsSite has two blogs, of which one has a feed that an editor has made, a
// series, and a page that names feeds.
func feedsSite(more map[string]string) map[string]string {
	files := map[string]string{
		"pages/index.yaml":             home,
		"pages/feeds.yaml":             "kind: feeds\ntitle: Feeds\ngroups: [{heading: Ours, feeds: [blogs, upcoming, gone]}]\n",
		"pages/blogs/index.yaml":       "kind: blog-hub\ntitle: Blogs\n",
		"pages/blogs/tech/index.yaml":  "kind: blog-hub\ntitle: Tech\n",
		"pages/help/index.yaml":        "kind: landing\ntitle: Help\nsummary: Where to turn.\n",
		"pages/help/phone.yaml":        "kind: page\ntitle: By phone\ntopics: [calls]\n",
		"pages/data/index.yaml":        "kind: publications-hub\ntitle: Data\n",
		"pages/data/waits/index.yaml":  "kind: series\ntitle: Waits\nsummary: How long.\n",
		"pages/data/waits/summer.yaml": "kind: publication\nannounced: true\nlive_from: 2020-01-01\ntitle: Waits in summer\npublished: 2089-08-01\n",
		"feeds/blogs.yaml":             feedOfBlogs,
		"feeds/upcoming.yaml":          "kind: feed\ntitle: Upcoming\naddress: upcoming\nsummary: To come.\npage: /data\nkinds: [publication]\nstate: upcoming\n",
		"feeds/unlisted.yaml":          "kind: feed\ntitle: Not listed\naddress: unlisted\nsummary: Not on the page.\npage: /help/phone\nkinds: [page]\n",
		"terms/topic.yaml":             "- {slug: care, name: Care, children: [{slug: calls, name: Telephone calls}]}\n- {slug: empty, name: Nothing yet}\n",
	}
	for n := range 5 {
		day := fmt.Sprintf("2020-01-0%d", n+1)
		files[fmt.Sprintf("pages/blogs/tech/p%d.yaml", n)] = fmt.Sprintf("kind: blog-post\nfirst_published: %s\ntitle: Post %d\nsummary: S\npublished: %s\n", day, n, day)
	}
	for name, text := range more {
		files[name] = text
	}
	return files
}

// feedLinks are the feeds that programs find at an address, in the order of the
// page.
func (w *website) feedLinks(path string) string {
	w.t.Helper()
	var links []string
	testkit.Page(w.t, []byte(w.get(path).body)).Find("head link[rel=alternate]").Each(func(_ int, s *goquery.Selection) {
		links = append(links, s.AttrOr("title", "")+" "+s.AttrOr("href", ""))
	})
	return strings.Join(links, "; ")
}

func TestProgramsFindTheFeedsOfAPage(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedsSite(nil))
	all := "All blogs /feeds/blogs.rss; Not listed /feeds/unlisted.rss; Upcoming /feeds/upcoming.rss"
	for path, want := range map[string]string{
		"/":                  all,
		"/feeds":             all,
		"/blogs":             "All blogs /feeds/blogs.rss; All blogs /feeds/blogs.atom", // its own would hold no more
		"/blogs/tech":        "Tech /feeds/hub-tech.rss; Tech /feeds/hub-tech.atom",
		"/blogs/tech/p1":     "Tech /feeds/hub-tech.rss",
		"/help/phone":        "Not listed /feeds/unlisted.rss; Not listed /feeds/unlisted.atom",
		"/data":              "Upcoming /feeds/upcoming.rss; Upcoming /feeds/upcoming.atom; All of Data /feeds/hub-data.rss; All of Data /feeds/hub-data.atom",
		"/data/waits":        "Waits /feeds/series-waits.rss; Waits /feeds/series-waits.atom",
		"/data/waits/summer": "Waits /feeds/series-waits.rss",
		"/nothing":           "",
	} {
		if got := w.feedLinks(path); got != want {
			t.Errorf("at %s programs find %s, want %s", path, got, want)
		}
	}
	tech := testkit.Page(t, []byte(w.get("/blogs/tech").body))
	for _, link := range []string{"RSS: Tech", "Atom: Tech", "JSON Feed: Tech", "All feeds"} {
		tech.Link(link)
	}
}

func TestFeedsOfPagesWithTheSameName(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedsSite(map[string]string{
		"pages/old/index.yaml":  "kind: landing\nfirst_published: 2001-01-01\ntitle: Old\nsummary: S.\n",
		"pages/old/help.yaml":   "kind: landing\nfirst_published: 2002-01-01\ntitle: Former help\nsummary: S.\n",
		"pages/help/index.yaml": "kind: landing\nfirst_published: 2003-01-01\ntitle: Help\nsummary: Where to turn.\n",
	}))
	long := kinds.LongFeedName(kinds.HubFeed, "/help", w.pageAt("/help"))
	for path, want := range map[string]string{"/old/help": "hub-help", "/help": long} {
		if got := w.feedLinks(path); !strings.Contains(got, "/feeds/"+want+".rss") {
			t.Errorf("at %s programs find %s, want %s", path, got, want)
		}
	}
	w.get("/feeds").wants(t, 200, "/feeds/hub-help.rss", "/feeds/"+long+".rss")
}

func TestThePageOfFeedsShowsWhatIsInThem(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedsSite(nil))
	page := w.get("/feeds")
	page.wants(t, 200,
		"http://site.example/feeds/blogs.rss", "Post 4", "Post 3", "Post 2", "4 January 2020",
		"Waits in summer", "Aug 2089",
		"/feeds/topic-care.atom", "/feeds/topic-calls.json", "/feeds/series-waits.rss", "/feeds/hub-blogs.rss",
	)
	page.lacks(t, "Post 1", "1 Aug 2089", "Not on the page", "topic-empty", "Nothing yet")

	tags := w.render("/feeds").Tags
	for _, tag := range []string{cms.FeedTag, cms.ListTag("blog-post", ""), cms.ListTag("series", ""), cms.ListTag("landing", "")} {
		if !slices.Contains(tags, tag) {
			t.Errorf("tag %s is missing in %v", tag, tags)
		}
	}
	if at := w.render("/feeds").ChangesAt.Format("2006-01-02"); at != "2089-06-06" {
		t.Errorf("the page changes at %s, and not when the day of what is upcoming may be told", at)
	}
	w.load(map[string]string{
		"pages/blogs/tech/p9.yaml": "kind: blog-post\nlive_from: 2080-05-05 10:00\ntitle: Embargoed\nsummary: S\npublished: 2080-05-05\ntopics: [empty]\n",
		"pages/secret/index.yaml":  "kind: landing\nlive_from: 2081-05-05 10:00\ntitle: Embargoed\nsummary: S\n",
		"feeds/secret.yaml":        "kind: feed\nlive_from: 2081-05-05 10:00\ntitle: Embargoed\naddress: secret\nsummary: S\npage: /blogs\nkinds: [page]\n",
	})
	for _, path := range []string{"/", "/feeds", "/blogs"} {
		w.get(path).lacks(t, "Embargoed", "topic-empty", "secret")
	}
	if at := w.render("/feeds").ChangesAt.Format("2006-01-02"); at != "2080-05-05" {
		t.Errorf("the page changes at %s, and not when a post comes out", at)
	}
}

// TestThoseWhoWriteAFeedSeeWhatIsInIt looks at feeds as a preview does.
func TestThoseWhoWriteAFeedSeeWhatIsInIt(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedsSite(nil))
	preview := func(page cms.ID) (shown site.Rendered) {
		err := w.db.Snapshot(t.Context(), func(snap *postgres.Snapshot) (err error) {
			shown, err = w.site.RenderFeed(t.Context(), snap, page)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return shown
	}
	shown := testkit.Page(t, preview(w.fixture("feed", "blogs")).HTML)
	shown.Wants("All blogs", "Every post.", "In this feed now: 5 pages.", "5 January 2020")
	shown.Link("Post 4").Leads("/blogs/tech/p4")
	shown = testkit.Page(t, preview(w.fixture("feed", "upcoming")).HTML)
	shown.Wants("Waits in summer", "Aug 2089")
	shown.Lacks("1 Aug 2089")
	if status := preview(w.pageAt("/")).Status; status != 404 {
		t.Errorf("what is no feed is answered %d", status)
	}
}

// fixture is the page of a kind without an address that is called so.
func (w *website) fixture(kind, slug string) (page cms.ID) {
	w.t.Helper()
	if err := w.store.Pool.QueryRow(w.t.Context(), `select id from page where kind = $1 and slug = $2`, kind, slug).Scan(&page); err != nil {
		w.t.Fatal(err)
	}
	return page
}
