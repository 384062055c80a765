package site_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image"
	"image/jpeg"
	"image/png"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// picture returns a small PNG.
func picture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFileIsReadableWhileALivePageUsesIt(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":    home,
		"pages/a.yaml":        "kind: page\ntitle: Picture\nbody:\n- {type: image, image: {file: p.png, alt: A grey square}}\n- {type: downloads, items: [{file: {file: d/figures.csv, title: Figures}}]}\n",
		"pages/b.yaml":        "kind: page\ntitle: Later\nlive_from: 2090-01-01\nbody:\n- {type: downloads, items: [{file: {file: secret.csv, title: Secret}}]}\n",
		"media/p.png":         picture(t),
		"media/d/figures.csv": "a,b\n1,2\n",
		"media/secret.csv":    "secret\n",
	})
	w.get("/a").wants(t, 200, `alt="A grey square"`, `width="40"`, `height="30"`, strings.Replace(w.mediaURL("p.png"), "/p.png", "/40/p.png", 1), w.mediaURL("figures.csv"))
	image := w.get(w.mediaURL("p.png"))
	image.wants(t, 200, "PNG")
	if image.Header.Get("Content-Type") != "image/png" || image.Header.Get("Content-Disposition") != "" {
		t.Errorf("an image is sent as %v", image.Header)
	}
	figures := w.get(w.mediaURL("figures.csv"))
	figures.wants(t, 200, "a,b\n1,2\n")
	if got := figures.Header.Get("Content-Disposition"); got != "attachment; filename=figures.csv" {
		t.Errorf("a download has Content-Disposition %q", got)
	}
	w.get(w.mediaURL("figures.csv"), "Range", "bytes=0-2").wants(t, 206, "a,b")
	w.get(w.mediaURL("figures.csv"), "If-None-Match", figures.Header.Get("ETag")).wants(t, 304)
	w.get(strings.Replace(w.mediaURL("figures.csv"), "figures", "other", 1)).wants(t, 404)
	w.get(w.mediaURL("secret.csv")).wants(t, 404)

	a := w.pageAt("/a")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(context.Background(), a, time.Time{})
		return err
	})
	w.get(w.mediaURL("figures.csv")).wants(t, 404)
	w.get(w.mediaURL("p.png")).wants(t, 404)
}

// photograph returns a JPEG of that size with a camera's notes in it.
func photograph(t *testing.T, width, height int) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	notes := "Exif\x00\x00taken at home"
	return "\xff\xd8\xff\xe1\x00" + string(rune(len(notes)+2)) + notes + b.String()[2:]
}

func TestPicturesComeInTheWidthThatIsNeeded(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/a.yaml":     "kind: page\ntitle: A\nbody:\n- {type: image, image: {file: large.jpg, alt: Large}}\n- {type: image, image: {file: small.png, alt: Small}}\n",
		"pages/b.yaml":     "kind: page\ntitle: Later\nlive_from: 2090-01-01\nbody:\n- {type: image, image: {file: secret.jpg, alt: Secret}}\n",
		"media/large.jpg":  photograph(t, 1600, 800),
		"media/small.png":  picture(t),
		"media/secret.jpg": photograph(t, 700, 400),
	})
	at := func(filename string, width int) string {
		return strings.Replace(w.mediaURL(filename), "/"+filename, fmt.Sprintf("/%d/%s", width, filename), 1)
	}
	page := w.get("/a")
	page.wants(t, 200, fmt.Sprintf(`srcset="%s 320w, %s 640w, %s 960w, %s 1280w"`, at("large.jpg", 320), at("large.jpg", 640), at("large.jpg", 960), at("large.jpg", 1280)),
		`src="`+at("large.jpg", 960)+`"`, `width="1600" height="800"`, `srcset="`+at("small.png", 40)+` 40w"`)
	page.lacks(t, w.mediaURL("large.jpg")) // what a camera wrote is in the original

	whole := w.get(w.mediaURL("large.jpg")) // by itself
	whole.wants(t, 200)
	whole.lacks(t, "Exif", "taken at home")
	if made, format, err := image.DecodeConfig(strings.NewReader(whole.body)); err != nil || format != "jpeg" || made.Width != 1600 {
		t.Errorf("by itself: %s of %d × %d (%v)", format, made.Width, made.Height, err)
	}
	for _, width := range []int{320, 1280} {
		r := w.get(at("large.jpg", width))
		r.wants(t, 200)
		r.lacks(t, "Exif", "taken at home")
		made, format, err := image.DecodeConfig(strings.NewReader(r.body))
		if err != nil || format != "jpeg" || made.Width != width || made.Height != width/2 {
			t.Errorf("%d wide: %s of %d × %d (%v)", width, format, made.Width, made.Height, err)
		}
		if r.Header.Get("Content-Type") != "image/jpeg" || !strings.Contains(r.Header.Get("Vary"), "Accept") {
			t.Errorf("%d wide is sent as %v", width, r.Header)
		}
		w.get(at("large.jpg", width), "If-None-Match", r.Header.Get("ETag")).wants(t, 304)
	}
	refused := w.get(at("large.jpg", 320), "Accept", "image/webp;q=0, */*")
	if got := refused.Header.Get("Content-Type"); refused.StatusCode != 200 || got != "image/jpeg" {
		t.Errorf("who refuses WebP gets %d, %s", refused.StatusCode, got)
	}
	if got := refused.Header.Get("Content-Security-Policy"); got != "default-src 'none'; sandbox" {
		t.Errorf("a photograph may do %s", got)
	}
	if got := refused.Header.Get("ETag"); !strings.Contains(got, "-"+media.PictureVersion+"-320-jpeg") {
		t.Errorf("its validator %s does not say how it is made", got)
	}
	w.get(at("small.png", 40)).wants(t, 200, "PNG")
	for _, absent := range []string{
		at("large.jpg", 321), at("large.jpg", 1600), at("large.jpg", 0), at("small.png", 320), at("secret.jpg", 320), w.mediaURL("secret.jpg"),
		strings.Replace(at("large.jpg", 320), "/320/", "/0320/", 1), strings.Replace(at("large.jpg", 320), "large", "other", 1),
	} {
		w.get(absent).wants(t, 404)
	}
	a := w.pageAt("/a")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(context.Background(), a, time.Time{})
		return err
	})
	w.get(at("large.jpg", 320)).wants(t, 404)
}

func TestFileNamesAreKeptAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	names := []string{"Report (1).csv", "100%.csv", "n#1.csv", "naïve.csv", "a+b.csv", "q?.csv"}
	files := map[string]string{"pages/index.yaml": home}
	body := "kind: page\ntitle: Files\nbody:\n- type: downloads\n  items:\n"
	for _, name := range names {
		files["media/"+name] = name
		body += fmt.Sprintf("  - file: {file: %q, title: T}\n", name)
	}
	files["pages/files.yaml"] = body
	w.load(files)
	links := regexp.MustCompile(`href="(/media/[^"]*)"`).FindAllStringSubmatch(w.get("/files").body, -1)
	if len(links) != len(names) {
		t.Fatalf("%d links to %d files", len(links), len(names))
	}
	for i, link := range links {
		w.get(html.UnescapeString(link[1])).wants(t, 200, names[i])
	}
}

func TestSearchSaysWhatItFound(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":         home,
		"pages/news/index.yaml":    "kind: news-hub\ntitle: News\nsummary: S\n",
		"pages/news/one.yaml":      "kind: news-article\ntitle: Spine moves\nsummary: S\npublished_at: 2020-03-05 10:00\n",
		"pages/careers/index.yaml": "kind: careers\ntitle: Careers\nsummary: S\n",
		"pages/careers/open.yaml":  "kind: job\ntitle: Spine engineer\nsummary: S\nlocation: Leeds\nsalary: £1\ncloses: 2088-01-01 17:00\napply: https://example.org\n",
		"pages/alert.yaml":         "kind: cyber-alert\ntitle: Spine alert\nsummary: Act.\nthreat_id: CC-1\nseverities: [{date: 2020-01-01, severity: high}]\npublished: 2020-01-01 09:00\nthreat_type: malware\n",
		"pages/service.yaml":       "kind: service\ntitle: Spine\nsummary: S\nstatus: beta\n",
	})
	page := testkit.Page(t, []byte(w.get("/search?q=spine").body))
	for title, want := range map[string]string{
		"Spine moves": "News Spine moves S 5 March 2020", "Spine engineer": "Job Spine engineer S Closes 1 January 2088",
		"Spine alert": "Cyber alert High Spine alert Act. 1 January 2020", "Spine": "Service Beta Spine S",
	} {
		got := page.Find(".results > li").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Find("h3").Text() == title })
		if text := strings.Join(strings.Fields(got.Text()), ""); text != strings.ReplaceAll(want, " ", "") {
			t.Errorf("of %s the results say %q, want %q", title, text, want)
		}
	}
}

func TestSearchReadsTheOlderNameOfItsWords(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home, "pages/a.yaml": "kind: page\ntitle: Spine\n", "pages/b.yaml": "kind: page\ntitle: Nothing else\n"})
	w.get("/search?query=spine&sort=date").wants(t, 200, `href="/a"`)
	page := w.get("/search?q=nothing&query=spine")
	page.wants(t, 200, `href="/b"`)
	page.lacks(t, `href="/a"`)
}

// TestSearchLeadsOn leads those who found nothing to lists from A to Z.
func TestSearchLeadsOn(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":     home,
		"pages/catalogue.yaml": "kind: service-catalogue\ntitle: Our services\nsummary: S\n",
		"pages/later.yaml":     "kind: api-catalogue\ntitle: Our interfaces\nsummary: S\nlive_from: 2090-01-01\n",
	})
	page := testkit.Page(t, []byte(w.get("/search?q=spine").body))
	page.Section("Look through a list from A to Z").Link("Our services").Leads("/catalogue")
	page.Lacks("Our interfaces")
	w.get("/search?q=services").lacks(t, "Look through a list")
}

func TestSearchShowsWhatMatches(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/a.yaml":     "kind: page\ntitle: Winter\nsummary: Of <b>storms</b> & other weather\n",
		"pages/b.yaml":     "kind: page\ntitle: Summer\nbody:\n  - {id: b1, type: text, body: A storm is seldom.}\n",
	})
	w.get("/search?q=storm").wants(t, 200, "2 results", "Of &lt;b&gt;<mark>storms</mark>&lt;/b&gt; &amp; other weather")
	w.get("/search?q=storm+winter").wants(t, 200, "1 result", `href="/a"`)
	w.get("/search?type=page").wants(t, 200, "2 results")
	w.get("/search?q=wintr").wants(t, 200, "Nothing has all of “wintr”", `href="/a"`)
}

func TestSearchFindsLiveTitles(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	files := map[string]string{
		"pages/index.yaml": home,
		"pages/later.yaml": "kind: page\ntitle: Spine tomorrow\nlive_from: 2090-01-01\n",
		"menus.yaml":       "- {name: m, title: Spine menu, place: main}\n",
	}
	for n := range 12 {
		files[fmt.Sprintf("pages/p%d.yaml", n)] = fmt.Sprintf("kind: page\ntitle: Spine part %d\n", n)
	}
	files["pages/exact.yaml"] = "kind: page\ntitle: Spine\n"
	w.load(files)
	r := w.get("/search?q=+spine%20")
	r.wants(t, 200, "13 results", "“spine” – search results (page 1 of 2)", `value="spine"`, `href="/search?q=spine&amp;page=2"`)
	r.lacks(t, "tomorrow", "Spine menu")
	if !inOrder(r.body, `href="/exact"`, "</mark> part") {
		t.Error("the exact title is not first")
	}
	if got := r.Header.Get("X-Search-Engine"); got != "postgres" {
		t.Errorf("the engine that answered is %q", got)
	}
	w.get("/metrics").wants(t, 200, `lectern_search_duration_seconds_count{engine="postgres"} 1`)
	w.get("/search?q=spine&page=2").wants(t, 200, `href="/p`)
	w.get("/search?q=spines").wants(t, 200, `href="/exact"`) // nearly right is found when nothing is right
	w.get("/search?q=spine+part+11").wants(t, 200, "1 result", `href="/p11"`)
	for _, q := range []string{"%00", "%FF", "%20"} { // nothing is left to search for
		w.get("/search?q="+q).wants(t, 200, "<h1>Search</h1>")
	}
	for _, q := range []string{"%25", "_", "%5C", "%27%22%3Cscript%3E", strings.Repeat("x", 5000)} {
		r := w.get("/search?q=" + q)
		r.wants(t, 200, "No results")
		r.lacks(t, "<script>")
	}
	w.get("/search").wants(t, 200, "<h1>Search</h1>")
	w.get("/search?q=spine").lacks(t, "<time")                         // when a page was made says nothing of it
	for query, want := range map[string]int{"spine": 13, "spinn": 0} { // which only comes near
		w.get("/search?q="+query).wants(t, 200, "results")
		var recorded int
		if err := w.store.Pool.QueryRow(t.Context(), `select results from search_query where query = $1 limit 1`, query).Scan(&recorded); err != nil || recorded != want {
			t.Errorf("the search for %s was recorded with %d results (%v), want %d", query, recorded, err, want)
		}
	}
}
