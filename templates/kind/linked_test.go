package kind_test

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
	"lectern/templates/ui"
)

// linkedData returns what a page tells machines; empty: nothing.
func linkedData(t *testing.T, page *testkit.Part) string {
	t.Helper()
	blocks := page.Find(`head script[type="application/ld+json"]`)
	if blocks.Length() > 1 {
		t.Fatalf("there are %d blocks of data", blocks.Length())
	}
	return blocks.Text()
}

// linkedThings are the things of a page by their types.
func linkedThings(t *testing.T, v *ui.View) map[string]map[string]any {
	t.Helper()
	var document struct {
		Graph []map[string]any `json:"@graph"`
	}
	data := linkedData(t, shown(t, v))
	if err := json.Unmarshal([]byte(data), &document); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	things := map[string]map[string]any{}
	for _, thing := range document.Graph {
		kinds, several := thing["@type"].([]any)
		if !several {
			kinds = []any{thing["@type"]}
		}
		for _, kind := range kinds {
			things[kind.(string)] = thing
		}
	}
	return things
}

// linkedPage is a page of the kind with something in every field, as it is when
// it is out.
func linkedPage(t *testing.T, name string) *ui.View {
	t.Helper()
	v, _ := filled(t, addressed()[name])
	v.Release.FirstPublishedAt, v.Release.LastEditedAt = now.AddDate(0, 0, -9), time.Date(2026, time.July, 1, 8, 30, 0, 0, time.UTC)
	v.Site.Licence[0].Paragraph = append(v.Site.Licence[0].Paragraph, richtext.Span{Text: "Licence", Link: &cms.Link{URL: "https://licence.example/3"}})
	v.Assets = map[cms.ID]cms.Asset{"asset": {ID: "asset", Filename: "a.jpg", MediaType: "image/jpeg", Size: 42_200, Width: 3000, Height: 2000}}
	v.Description = "What it is about, in as many words as a search engine wants."
	v.Trail = []cms.Item{
		{Path: "/", Page: "home", Kind: "home", Card: cms.Card{Title: "Better care", ShortTitle: "Home"}},
		{Path: "/a", Page: "a", Kind: map[string]string{
			"blog-post": "blog-hub", "data-set": "publication", "publication": "series", "publication-page": "publication", "published-work-chapter": "published-work",
		}[name], Card: cms.Card{Title: "Above"}},
	}
	return v
}

// linkedTypes are what the pages of each kind are in the words of schema.org. The
// others are web pages.
var linkedTypes = map[string]string{
	"alert-hub": "CollectionPage", "api": "APIReference", "api-catalogue": "CollectionPage", "blog-hub": "Blog", "blog-post": "BlogPosting",
	"careers": "CollectionPage", "case-study": "Article", "contact": "ContactPage", "cyber-alert": "TechArticle", "dashboards": "CollectionPage",
	"data-hub": "CollectionPage", "data-set": "Dataset", "event": "Event", "events-hub": "CollectionPage", "feature": "Article", "home": "WebSite", "job": "JobPosting", "landing": "CollectionPage", "news-article": "NewsArticle",
	"news-hub": "CollectionPage", "page": "Article", "person": "ProfilePage", "publication": "Dataset", "publication-page": "Chapter",
	"publications-hub": "CollectionPage", "published-work": "Report", "published-work-chapter": "Chapter", "series": "CreativeWorkSeries",
	"service-catalogue": "CollectionPage",
}

func linkedType(kind string) string { return cmp.Or(linkedTypes[kind], "WebPage") }

// TestEveryKindIsToldOfInTheWordsOfSchemaOrg holds what pages with something in
// every field, and with nothing but a title, tell against the vocabulary's own
// definitions.
func TestEveryKindIsToldOfInTheWordsOfSchemaOrg(t *testing.T) {
	vocabulary := testkit.SchemaOrg(t)
	for name, k := range addressed() {
		t.Run(name, func(t *testing.T) {
			v := linkedPage(t, name)
			data := []byte(linkedData(t, shown(t, v)))
			for _, problem := range vocabulary.Problems(data) {
				t.Error(problem)
			}
			for _, missing := range vocabulary.Wanting(data) {
				t.Errorf("search engines miss %s", missing)
			}
			if things := linkedThings(t, v); things[linkedType(name)] == nil {
				t.Errorf("it is told of as %v, want %s", things, linkedType(name))
			}
			bare := whole()
			bare.Release.Outcome, bare.Release.Kind, bare.Value, bare.Title = cms.OutcomePage, name, titled(k), "A page"
			for _, problem := range vocabulary.Problems([]byte(linkedData(t, shown(t, &bare)))) {
				t.Errorf("with a title alone: %s", problem)
			}
		})
	}
}

func TestNothingIsToldOfWhatShallNotBeFound(t *testing.T) {
	for name, hide := range map[string]func(v *ui.View){
		"withdrawn":      func(v *ui.View) { v.Release.Outcome = cms.OutcomeWithdrawn },
		"not indexed":    func(v *ui.View) { v.NoIndex = true },
		"without origin": func(v *ui.View) { v.BaseURL = "" },
	} {
		t.Run(name, func(t *testing.T) {
			v := linkedPage(t, "news-article")
			if hide(v); linkedData(t, shown(t, v)) != "" {
				t.Error("machines are told of it")
			}
		})
	}
}

// TestAnnouncedPublicationTellsMachinesNoMoreThanReaders fills every field of a
// publication that is announced: of all the texts only the title is told.
func TestAnnouncedPublicationTellsMachinesNoMoreThanReaders(t *testing.T) {
	v := linkedPage(t, "publication")
	v.Release.Outcome, v.Description = cms.OutcomeAnnounced, ""
	data := linkedData(t, shown(t, v))
	p := v.Value.(*kinds.Publication)
	for _, hidden := range []string{"ZSummary", "ZFiles", "a.jpg", "spatialCoverage", "temporalCoverage", "datePublished", "dateModified", p.Published.String(), "Dataset"} {
		if strings.Contains(data, hidden) {
			t.Errorf("it tells %s: %s", hidden, data)
		}
	}
	report := linkedThings(t, v)["Report"]
	if report["name"] != p.Title || report["creativeWorkStatus"] != "Upcoming" {
		t.Errorf("it does not tell what readers see: %v", report)
	}
}

// TestTextsCannotEndTheBlockOfData puts into a title what ends a script, and what
// some parsers take for the end of a line.
func TestTextsCannotEndTheBlockOfData(t *testing.T) {
	v := linkedPage(t, "news-article")
	title := "A</script><script>alert(1)</script><!--<script>\u2028\u2029]]>&amp;\x00\"\\ \U0001F642"
	v.Title, v.Value.(*kinds.NewsArticle).Title = title, title
	document := shown(t, v)
	if n := document.Find("script:not([src])").Length(); n != 1 {
		t.Errorf("there are %d blocks, want that of data alone", n)
	}
	if got := linkedThings(t, v)["NewsArticle"]["headline"]; got != title {
		t.Errorf("the headline is %q, want %q", got, title)
	}
	if data := linkedData(t, document); strings.ContainsAny(data, "<>&\u2028\u2029") {
		t.Errorf("it holds what must be escaped: %s", data)
	}
}

func TestWhatMachinesAreTold(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	tell := func(name string) map[string]any {
		v := linkedPage(t, name)
		v.Zone = london
		switch p := v.Value.(type) {
		case *kinds.BlogPost:
			p.GuestAuthors = []kinds.GuestAuthor{{Name: "Ann Guest", Organisation: "A hospital"}}
		case *kinds.Person:
			p.PreferredName, p.Profiles = "Sam Ali", []kinds.FurtherLink{{Link: cms.Link{URL: "https://social.example/sam"}}}
		case *kinds.Event:
			p.Location, p.Sessions = "Linden Street Library, and online", []kinds.Session{{Starts: now, Ends: now.Add(time.Hour)}}
		case *kinds.Job:
			p.Hours = "Full time, 37.5 hours a week"
		}
		return linkedThings(t, v)[linkedType(name)]
	}
	for _, want := range []struct{ kind, path, value string }{
		{"blog-post", "datePublished", `"2026-03-08"`},
		{"blog-post", "dateModified", `"2026-07-01T09:30:00+01:00"`},
		{"blog-post", "license", `"https://licence.example/3"`},
		{"blog-post", "isPartOf.name", `"Above"`},
		{"blog-post", "isPartOf.@type", `"Blog"`},
		{"blog-post", "author", `[{"@type":"Person","name":"Mo Ali","url":"https://example.org/ref"},{"@type":"Person","name":"Jo Bell","url":"https://example.org/other"},` +
			`{"@type":"Person","affiliation":{"@type":"Organization","name":"A hospital"},"name":"Ann Guest"}]`},
		{"blog-post", "image", `{"@type":"ImageObject","height":"853 px","url":"https://example.org/media/asset/1280/a.jpg","width":"1280 px"}`},
		{"data-set", "temporalCoverage", `"2026-03-08"`},
		{"data-set", "isPartOf.@type", `"Report"`},
		{"event", "location", `[{"@type":"Place","address":"Linden Street Library","hasMap":"https://example.org/zmapz","name":"Linden Street Library"},` +
			`{"@type":"VirtualLocation","url":"https://example.org/a/page"}]`},
		{"event", "startDate", `"2026-03-05T12:00:00Z"`},
		{"event", "subEvent", `null`},
		{"job", "employmentType", `"FULL_TIME"`},
		{"person", "mainEntity.name", `"Sam Ali"`},
		{"person", "mainEntity.sameAs", `["https://social.example/sam"]`},
		{"service", "publisher", `{"@id":"https://example.org/#organisation"}`},
	} {
		var value any = tell(want.kind)
		for _, step := range strings.Split(want.path, ".") {
			value = value.(map[string]any)[step]
		}
		if got, _ := json.Marshal(value); string(got) != want.value {
			t.Errorf("%s says as %s %s, want %s", want.kind, want.path, got, want.value)
		}
	}
}

// TestWhatIsOverIsNotOffered shows that nobody is sent to book for what is over,
// or to a post that has closed.
func TestWhatIsOverIsNotOffered(t *testing.T) {
	event, job := linkedPage(t, "event"), linkedPage(t, "job")
	if linkedThings(t, event)["Event"]["offers"] == nil || linkedThings(t, job)["JobPosting"] == nil {
		t.Error("what is to come is not offered")
	}
	event.At, job.At = now.AddDate(1, 0, 0), now.AddDate(1, 0, 0)
	if linkedThings(t, event)["Event"]["offers"] != nil {
		t.Error("an event that is over is offered")
	}
	if linkedThings(t, job)["JobPosting"] != nil {
		t.Error("a post that has closed is offered")
	}
}

func TestOpenGraph(t *testing.T) {
	article := map[string]string{
		"og:type": "article", "article:published_time": "2026-03-08", "og:locale": "en_GB",
		"og:image": "https://example.org/media/asset/1280/a.jpg", "og:image:width": "1280", "og:image:height": "853", "og:image:alt": "A picture",
	}
	drawn := map[string]string{"og:image": "https://example.org/share/a/page.png", "og:image:width": "1200", "og:image:height": "630", "og:image:alt": "A page"}
	for _, c := range []struct {
		name   string
		change func(v *ui.View)
		want   map[string]string
	}{
		{"blog-post", func(*ui.View) {}, article},
		{"blog-post", func(v *ui.View) {
			v.Assets["asset"] = cms.Asset{ID: "asset", Filename: "a.svg", MediaType: "image/svg+xml", Width: 2000, Height: 900}
		}, drawn},
		{"blog-post", func(v *ui.View) {
			v.Assets["asset"] = cms.Asset{ID: "asset", Filename: "a.jpg", MediaType: "image/jpeg", Width: 480, Height: 320}
		}, drawn},
		{"blog-post", func(v *ui.View) { v.Assets = nil }, drawn},
		{"person", func(*ui.View) {}, drawn},
		{"blog-post", func(v *ui.View) { v.Release.Outcome = cms.OutcomeWithdrawn }, map[string]string{"og:type": "website", "article:published_time": ""}},
		{"service", func(*ui.View) {}, map[string]string{"og:type": "website", "article:published_time": "", "og:image:width": "1280"}},
	} {
		v := linkedPage(t, c.name)
		c.change(v)
		head := shown(t, v).Find("head")
		for property, want := range c.want {
			if got := head.Find(`meta[property="`+property+`"]`).AttrOr("content", ""); got != want {
				t.Errorf("%s says as %s %q, want %q", c.name, property, got, want)
			}
		}
		if got := head.Find(`meta[name="twitter:card"]`).AttrOr("content", ""); got != "summary_large_image" {
			t.Errorf("%s asks for the card %q", c.name, got)
		}
	}
}
