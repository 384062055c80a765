package transfer_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
	"lectern/internal/transfer"
)

const feed = "kind: feed\ntitle: A feed\naddress: one\nsummary: What is in it.\npage: /good\nkinds: [page]\n"

func TestCheckFolder(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml": home,
		"pages/good.yaml":  "kind: page\ntitle: Good\nsummary: All is well.\nbody:\n- type: text\n  heading: A part\n  body: See [the draft](/planned).\n",
		"pages/links.yaml": "kind: page\ntitle: Links\nsummary: Where they lead.\nbody:\n- type: text\n  body: |\n    To [a part](/good#a-part) and\n    [another part](/good#no-part).\n\n    Click [here](/good).\n",
		"pages/order.yaml": "kind: page\ntitle: Order\nsummary: Of headings.\nbody:\n- type: text\n  heading: Below nothing\n  level: sub\n  body: Words.\n- type: text\n  heading: Main\n  body: Words.\n",
		"pages/planned.yaml": "kind: page\ntitle: Planned\nsummary: For later.\nlive_from: 2089-01-01\n---\nkind: page\ndraft: true\nsummary: Drafted.\nbody:\n- type: image\n" +
			"  image: {file: a.png, alt: IMG_0001.png}\n",
		"pages/wrong.yaml": "kind: page\ntitle: Wrong\nbody:\n- type: text\n  body: See [what](/not-there).\n",
		"media/a.png":      onePixel,
		"pages/feeds.yaml": "kind: feeds\ntitle: Feeds\nsummary: What to follow.\ngroups:\n- heading: All\n  feeds: [one, none]\n",
		"feeds/one.yaml":   feed,
		"feeds/two.yaml":   feed,
	})
	files, problems, err := transfer.CheckFolder(t.Context(), s.registry, s.dir, "https://www.example.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		p.Message = ""
		got = append(got, p.String()+p.Rule)
	}
	want := []string{
		"feeds/one.yaml:3: address: name-taken",
		"feeds/two.yaml:3: address: name-taken",
		"pages/feeds.yaml:6: groups[0].feeds[1].name: name-missing",
		"pages/good.yaml:7: body[0].body: page-not-live",
		"pages/links.yaml:6: body[0].body: link-text",
		"pages/links.yaml:6: body[0].body: link-fragment",
		"pages/order.yaml:6: body[0].heading: heading-order",
		"pages/planned.yaml:11: body[0].image: alt-file-name",
		"pages/wrong.yaml:5: body[0].body: ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the problems differ (-want +got): %s", diff)
	}
	if files != 10 {
		t.Errorf("looked at %d files, want 10", files)
	}
}

// Links lead to what is live of a page, wherever that stands in its file.
func TestPartsAreThoseOfWhatIsLive(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml": home,
		"pages/good.yaml": "kind: page\ndraft: true\ntitle: Good\nsummary: Soon.\nbody:\n- type: text\n  heading: To come\n  body: Words.\n---\n" +
			"kind: page\ntitle: Good\nsummary: All is well.\nbody:\n- type: text\n  heading: A part\n  body: Words.\n",
		"pages/links.yaml": "kind: page\ntitle: Links\nsummary: Where they lead.\nbody:\n- type: text\n  body: |\n    To [a part](/good#a-part) and [what comes](/good#to-come).\n",
	})
	_, problems, err := transfer.CheckFolder(t.Context(), s.registry, s.dir, "", nil)
	if err != nil || len(problems) != 1 || problems[0].Rule != "link-fragment" || !strings.Contains(problems[0].Message, "to-come") {
		t.Errorf("got %v, %v; want the part of the draft alone", problems, err)
	}
}

// TestTenMistakesInTenFiles is what an author gets told who has made ten
// mistakes, each in another file: ten lines that say where and what to do.
func TestTenMistakesInTenFiles(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml":     "kind: home\ntitle: Home\nsumary: What we do.\n",
		"pages/news.yaml":      "kind: news-artcle\ntitle: News\n",
		"pages/event.yaml":     "kind: event\ntitle: Day\nsummary: A day.\nlocation: Leeds\nsessions:\n- starts: 2026-03-05 10:00\n  ends: 2026-03-05 09:00\n",
		"pages/alert.yaml":     "kind: cyber-alert\ntitle: Alert\nsummary: Act.\nthreat_id: 4321\nseverities: [{date: 2026-01-01, severity: high}]\npublished: 2026-01-01 09:00\nthreat_type: malware\n",
		"pages/job.yaml":       "kind: job\ntitle: Analyst\nsummary: Work.\nlocation: Leeds\nsalary: £40,000\ncloses: 2026-05-01 17:00\napply: https://example.org\n",
		"pages/video.yaml":     "kind: page\ntitle: Video\nbody:\n- type: video\n  title: Watch\n  url: https://example.org/watch\n",
		"pages/chart.yaml":     "kind: page\ntitle: Chart\nbody:\n- type: chart\n  title: It grows\n  summary: It grows each year.\n  data: |\n    year,people\n    2024,12\n    2025,many\n",
		"pages/person.yaml":    "kind: person\nfirst_name: Ada\nlast_name: Example\nsummary: Writes.\nemail: ada at example.org\n",
		"pages/clocks.yaml":    "kind: page\ntitle: Clocks\nlive_from: 2026-03-29 01:30\n",
		"terms/topic.yaml":     "- slug: Not A Slug\n  name: Topic\n",
		"media/readme.txt":     "fine",
		"notices/weather.yaml": "kind: banner\ntitle: Weather\ntext: Fine.\n",
	})
	_, err := s.load()
	if err == nil {
		t.Fatal("ten mistakes were imported")
	}
	got := strings.Split(err.Error(), "\n")
	want := []string{
		`pages/alert.yaml:4: threat_id: "4321" does not look as Alert number should; it must match ^CC-[0-9]{1,6}$`,
		`pages/chart.yaml:7: body[0].data: `,
		`pages/clocks.yaml:3: live_from: "2026-03-29 01:30" does not exist in Europe/London: the clocks go forward over it; give another time`,
		`pages/event.yaml:7: sessions[0].ends: the session ends before it starts; correct one of the two times`,
		`pages/index.yaml:3: sumary: there is no field "sumary" here; did you mean "summary"?`,
		`pages/job.yaml: kind: a Job posting stands below a page of kind careers, and / is of kind home; move it, or make it another kind`,
		`pages/news.yaml:1: there is no kind "news-artcle"; did you mean "news-article"?`,
		`pages/person.yaml:5: email: "ada at example.org" is not an email address such as name@example.org`,
		`pages/video.yaml:4: body[0]`,
		`terms/topic.yaml:1: slug: a term needs a name, and a slug of lower-case letters, digits and hyphens`,
	}
	if len(got) != len(want) {
		t.Fatalf("%d problems are told:\n%s", len(got), err)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
	if n := s.rows(`select count(*) from page`); n[0] != "0" {
		t.Errorf("%s pages were written", n[0])
	}
}

func TestTheDemonstrationContentIsClean(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	_, problems, err := transfer.CheckFolder(t.Context(), s.registry, filepath.Join(testkit.Root(t), "content"), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s [%s]", p, p.Rule)
	}
}

// TestNoKindHasAFieldOfTheHead keeps what a file says of itself apart from what
// it says of the page.
func TestNoKindHasAFieldOfTheHead(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	for _, k := range s.registry.Kinds() {
		for _, f := range k.Fields {
			if transfer.IsHeadField(f.Name) {
				t.Errorf("%s has a field %q, which content files use for themselves", k.Name, f.Name)
			}
		}
	}
}

// TestAnImportLooksAtWhatItWrites counts at the levels of the site, and takes a
// page that only the site has for one that is there.
func TestAnImportLooksAtWhatItWrites(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.write("pages/there.yaml", "kind: page\ntitle: There\nsummary: It is.\n")
	s.mustLoad()
	s.dir = t.TempDir()
	s.write("pages/a.yaml", "kind: page\ntitle: A\nsummary: First.\nbody:\n- type: text\n  heading: Empty\n- type: text\n  heading: Full\n  body: Click [here](/there).\n")
	look := func() string {
		t.Helper()
		site := s.site()
		site.Look = true
		result, err := site.Import(t.Context(), s.dir)
		if err != nil {
			t.Fatal(err)
		}
		return result.String()
	}
	if says := look(); !strings.Contains(says, "found 0 problems to mend and 2 pieces of advice") {
		t.Errorf("an import says %q", says)
	}
	err := s.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		return e.SetCheckLevels(t.Context(), check.Levels{"empty-section": check.Block, "link-text": check.Off})
	})
	if err != nil {
		t.Fatal(err)
	}
	if says := look(); !strings.Contains(says, "found 1 problem to mend and 0 pieces of advice") {
		t.Errorf("at other levels an import says %q", says)
	}
}
