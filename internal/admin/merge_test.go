package admin_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

// pair are two people who have opened the same page.
type pair struct {
	*office
	page       cms.ID
	ann, ben   cms.User
	anns, bens url.Values // what their browsers would send
}

func newPair(t *testing.T, titles ...string) *pair {
	t.Helper()
	p := &pair{office: newOffice(t)}
	p.ann, p.ben = p.user(cms.Administrator, ""), p.user(cms.Author, "")
	p.page = p.draft("page", p.home, "spine", contentPage(titles...))
	p.open()
	return p
}

func (p *pair) open() {
	p.anns, p.bens = fields(p.get(p.ann, edited(p.page)).page(p.t)), fields(p.get(p.ben, edited(p.page)).page(p.t))
}

// saves sends a form, and wants it to be stored.
func (p *pair) saves(u cms.User, form url.Values, action string) *testkit.Part {
	p.t.Helper()
	a := p.press(u, p.page, form, action)
	if a.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("%s is answered %s: %s", action, a.Status, a.page(p.t).Text())
	}
	return p.get(u, a.Header.Get("Location")).page(p.t)
}

// meets sends a form, and wants there to be something to decide.
func (p *pair) meets(u cms.User, form url.Values, action string) *testkit.Part {
	p.t.Helper()
	before := p.said()
	a := p.press(u, p.page, form, action)
	if a.StatusCode != http.StatusConflict {
		p.t.Fatalf("%s is answered %s", action, a.Status)
	}
	if p.said() != before {
		p.t.Errorf("%s has stored %q over %q", action, p.said(), before)
	}
	return a.page(p.t)
}

// asks sends a form with a button that only changes the form.
func (p *pair) asks(u cms.User, form url.Values, button *testkit.Part) *testkit.Part {
	p.t.Helper()
	before := p.said()
	a := p.press(u, p.page, form, button.AttrOr("value", ""))
	if a.StatusCode != http.StatusOK || p.said() != before {
		p.t.Fatalf("%s is answered %s, and stored is %q", button.Text(), a.Status, p.said())
	}
	return a.page(p.t)
}

// said is the title, the summary and the headings of the draft.
func (p *pair) said() string {
	page := p.content(p.page).Value.(*kinds.ContentPage)
	return page.Title + "/" + page.Summary + "/" + p.headings(p.page)
}

func (p *pair) wantsSaid(want string) {
	p.t.Helper()
	if got := p.said(); got != want {
		p.t.Errorf("the draft says %q, want %q", got, want)
	}
}

// revisions are what the history of the page holds.
func (p *pair) revisions() (titles []string) {
	p.t.Helper()
	err := p.publisher.Read(p.t.Context(), cms.System, func(e *publishing.Edit) error {
		past, err := e.History(p.t.Context(), p.page, 0, 100)
		if err != nil {
			return err
		}
		for _, entry := range past.Entries {
			if entry.Revision == "" {
				continue
			}
			value, err := e.RevisionContent(p.t.Context(), p.page, entry.Revision)
			if err != nil {
				return err
			}
			titles = append(titles, value.Card().Title)
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return titles
}

// TestDifferentFieldsOfAPageMerge saves what two people have changed in
// different places: both are in the draft, and the second is told.
func TestDifferentFieldsOfAPageMerge(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B", "C")
	p.anns.Set("summary", "Ann's")
	p.anns.Set("body.a.heading", "Ann's A")
	p.saves(p.ann, p.anns, "remove:body.c")
	p.bens.Set("title", "Ben's")
	p.bens.Set("body.b.heading", "Ben's B")
	shown := p.saves(p.ben, p.bens, "save")
	shown.Wants("Saved. User 1 had saved this page while you wrote; what User 1 changed in Lead and 2 blocks is in it.")
	p.wantsSaid("Ben's/Ann's/Ann's A Ben's B")
	if !strings.Contains(strings.Join(p.revisions(), ", "), "Spine") {
		t.Errorf("what Ann saved is not in the history: %q", p.revisions())
	}

	// The same in two windows of one person.
	p.open()
	other := fields(p.get(p.ann, edited(p.page)).page(t))
	p.anns.Set("title", "One window")
	p.saves(p.ann, p.anns, "save")
	other.Set("summary", "The other")
	p.saves(p.ann, other, "save").Wants("You had saved this page in another window while you wrote; what you changed there in Title is in it.")
	p.wantsSaid("One window/The other/Ann's A Ben's B")
}

// TestTheSameFieldOfAPageIsAClash shows both texts where two people changed the
// same, next to what went together by itself.
func TestTheSameFieldOfAPageIsAClash(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B")
	p.anns.Set("title", "Ann's title")
	p.anns.Set("summary", "Ann's lead")
	p.anns.Set("body.a.heading", "Ann's A")
	p.saves(p.ann, p.anns, "save")
	p.bens.Set("title", "Ben's title")
	p.bens.Set("body.a.heading", "Ben's A")
	p.bens.Set("body.b.heading", "Ben's B")
	shown := p.meets(p.ben, p.bens, "save")
	shown.Heading(2, "This page was saved while you were writing")
	shown.Wants("by User 1", "So is what was changed meanwhile in Lead", "2 places were changed in both")
	title := shown.Section("Title")
	shown.Link("Title").Leads("#title")
	title.Wants("As User 1 has it Ann's title", "As you have it Ben's title")
	shown.Link("Content › 1 Callout › Heading").Leads("#body.a.heading")
	form := fields(shown)
	if got := fmt.Sprint(form["title"], form["summary"], form["body.a.heading"], form["body.b.heading"]); got != "[Ben's title] [Ann's lead] [Ben's A] [Ben's B]" {
		t.Errorf("the form holds %s", got)
	}

	// Theirs is taken, mine again, and theirs again; what else is typed stays.
	take := "Take User 1’s: Title"
	form.Set("title", "Ben's better title")
	form.Set("summary", "More")
	shown = p.asks(p.ben, form, shown.Button(take))
	form = fields(shown)
	if form.Get("title") != "Ann's title" || form.Get("summary") != "More" {
		t.Errorf("with theirs taken the form holds %q and %q", form.Get("title"), form.Get("summary"))
	}
	shown.Section("Title").Wants("Ann's title", "Ben's better title")
	shown = p.asks(p.ben, form, shown.Button("Take mine again: Title"))
	if form = fields(shown); form.Get("title") != "Ben's better title" {
		t.Errorf("with mine taken again the form holds %q", form.Get("title"))
	}
	shown = p.asks(p.ben, form, shown.Button(take))
	p.saves(p.ben, fields(shown), "save")
	p.wantsSaid("Ann's title/More/Ben's A Ben's B")
}

// TestASaveDuringTheDecision merges again, and loses nothing that is still to
// be decided.
func TestASaveDuringTheDecision(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A")
	p.anns.Set("title", "Ann's")
	p.saves(p.ann, p.anns, "save")
	p.bens.Set("title", "Ben's")
	shown := p.meets(p.ben, p.bens, "save")
	shown = p.asks(p.ben, fields(shown), shown.Button("Take User 1’s: Title"))
	form := fields(shown)

	p.open()
	p.anns.Set("title", "Ann's second")
	p.anns.Set("summary", "Ann's, too")
	p.saves(p.ann, p.anns, "save")
	form.Set("title", "Ann's and Ben's")
	shown = p.meets(p.ben, form, "save")
	shown.Wants("Ann's second", "Ann's and Ben's", "Ben's")
	if form = fields(shown); form.Get("summary") != "Ann's, too" || len(form[":clash"]) != 2 {
		t.Errorf("the form holds %q, and %d clashes", form.Get("summary"), len(form[":clash"]))
	}

	// Now that both are known, it is saved; and a save elsewhere merges by itself.
	p.open()
	p.anns.Set("body.a.heading", "Ann's A")
	p.saves(p.ann, p.anns, "save")
	p.saves(p.ben, form, "save")
	p.wantsSaid("Ann's and Ben's/Ann's, too/Ann's A")
}

// TestTheOtherWindowIsKept keeps in the history what a button of another window
// of one's own has saved, when it is not taken.
func TestTheOtherWindowIsKept(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B")
	one, other := p.bens, fields(p.get(p.ben, edited(p.page)).page(t))
	other.Set("title", "In the other window")
	p.saves(p.ben, other, "up:body.b")
	one.Set("title", "Here")
	shown := p.meets(p.ben, one, "save")
	shown.Section("Title").Wants("As you have it in the other window In the other window", "As you have it here Here")
	p.saves(p.ben, fields(shown), "save")
	p.wantsSaid("Here//B A")
	if all := p.revisions(); !slices.Contains(all, "In the other window") {
		t.Errorf("the history holds %q", all)
	}
}

// TestAFormThatStaysOpen is saved while it stays open and does not show what
// others have changed: its next save does not take that back.
func TestAFormThatStaysOpen(t *testing.T) {
	t.Parallel()
	var config admin.Config
	p := &pair{office: newOffice(t, func(c *admin.Config) { config = *c })}
	a := admin.New(config)
	p.ann, p.ben = p.user(cms.Administrator, ""), p.user(cms.Author, "")
	p.page = p.draft("page", p.home, "spine", contentPage("A", "B"))
	p.open()
	stays := func() {
		t.Helper()
		version, seen, err := a.Stay(p.ben, p.page, p.bens)
		if err != nil {
			t.Fatal(err)
		}
		p.bens.Set(":version", fmt.Sprint(version))
		p.bens.Set(":seen", seen)
	}
	p.bens.Set("title", "Ben's")
	stays()
	p.anns = fields(p.get(p.ann, edited(p.page)).page(t))
	p.anns.Set("summary", "Ann's")
	p.anns.Set("body.a.heading", "Ann's A")
	p.saves(p.ann, p.anns, "save")
	p.bens.Set("body.b.heading", "Ben's B")
	stays() // whose form still has the lead and A as they were
	p.wantsSaid("Ben's/Ann's/Ann's A Ben's B")
	p.bens.Set("title", "Ben's again")
	stays()
	p.wantsSaid("Ben's again/Ann's/Ann's A Ben's B")
	p.bens.Set("summary", "Ben's lead")
	if _, _, err := a.Stay(p.ben, p.page, p.bens); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("what Ann has changed, too, is stored over: %v", err)
	}
	p.wantsSaid("Ben's again/Ann's/Ann's A Ben's B")
}

// TestABlockThatOneRemovesAndTheOtherChangesStays and can be taken away.
func TestABlockThatOneRemovesAndTheOtherChangesStays(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B", "C")
	p.anns.Set("body.b.heading", "Ann's B")
	p.saves(p.ann, p.anns, "remove:body.a")
	p.bens.Set("body.a.heading", "Ben's A")
	shown := p.meets(p.ben, p.bens, "remove:body.b")
	if got := fmt.Sprint(fields(shown)["body"]); got != "[a b c]" {
		t.Errorf("the form holds the blocks %s", got)
	}
	shown.Section("Content › 1 Callout").Wants("As User 1 has it Nothing", "As you have it Ben's A")
	shown.Section("Content › 2 Callout").Wants("As User 1 has it Ann's B", "As you have it Nothing")
	shown = p.asks(p.ben, fields(shown), shown.Button("Take User 1’s: Content › 1 Callout"))
	shown = p.asks(p.ben, fields(shown), shown.Button("Take mine again: Content › 1 Callout")) // which is B by now
	if got := fmt.Sprint(fields(shown)["body"]); got != "[c]" {
		t.Errorf("the form holds the blocks %s", got)
	}
	shown = p.asks(p.ben, fields(shown), shown.Button("Take mine again: Content › Callout"))
	p.saves(p.ben, fields(shown), "save")
	p.wantsSaid("Spine//Ben's A C")
}

// TestButtonsOfTheFormMerge has the buttons that arrange a page do so in what
// somebody else has saved meanwhile.
func TestButtonsOfTheFormMerge(t *testing.T) {
	t.Parallel()
	for action, want := range map[string]string{
		"up:body.c":            "Ben's/Ann's/Ann's A C B",
		"duplicate:body.b":     "Ben's/Ann's/Ann's A B B C",
		"remove:body.b":        "Ben's/Ann's/Ann's A C",
		"add:body.b:callout":   "Ben's/Ann's/Ann's A B new C",
		"first:body:callout":   "Ben's/Ann's/new Ann's A B C",
		"block:body.b":         "Ben's/Ann's/Ann's A B C",
		"choose:image.asset":   "Ben's/Ann's/Ann's A B C",
		"clear:body.a.link":    "Ben's/Ann's/Ann's A B C",
		"no such thing at all": "Ben's/Ann's/Ann's A B C",
	} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			p := newPair(t, "A", "B", "C")
			p.anns.Set("summary", "Ann's")
			p.anns.Set("body.a.heading", "Ann's A")
			p.saves(p.ann, p.anns, "save")
			p.bens.Set("title", "Ben's")
			shown := p.saves(p.ben, p.bens, action)
			p.wantsSaid(want)
			if strings.HasPrefix(action, "remove") { // what was removed can be had back
				p.saves(p.ben, fields(shown), shown.Button("Undo").AttrOr("value", ""))
				p.wantsSaid("Ben's/Ann's/Ann's A B C")
			}
		})
	}
}

// TestButtonsWaitForADecision keeps the other texts with the form: whatever is
// pressed while there is something to decide, nothing is stored but by Save.
func TestButtonsWaitForADecision(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B")
	p.anns.Set("title", "Ann's")
	p.saves(p.ann, p.anns, "save")
	p.bens.Set("title", "Ben's")
	shown := p.meets(p.ben, p.bens, "up:body.b")
	for _, action := range []string{"down:body.b", "add:body.b:callout", "block:body.b", "choose:image.asset"} {
		a := p.press(p.ben, p.page, fields(shown), action)
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s is answered %s", action, a.Status)
		}
		shown = a.page(t)
		shown.Section("Title").Wants("Ann's", "Ben's")
		if waits := strings.HasPrefix(action, "block") || strings.HasPrefix(action, "choose"); waits != shown.Says("Save first") {
			t.Errorf("%s: that it waits is told: %v", action, !waits)
		}
	}
	p.wantsSaid("Ann's//A B")
	form := fields(shown)
	form.Set("further", "")
	p.saves(p.ben, form, "save")
	p.wantsSaid("Ben's//A B new")
}

// TestADraftThatIsGoneMerges with what readers get by now, or did before.
func TestADraftThatIsGoneMerges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		do   func(p *pair, e *publishing.Edit) error
		want string
	}{
		"published": {func(p *pair, e *publishing.Edit) error {
			_, err := e.Release(t.Context(), p.page, publishing.Plan{})
			return err
		}, "Ben's/Ann's/A"},
		"thrown away": {func(p *pair, e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p.page, 0) }, "Ben's/Live/A"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPair(t, "A")
			live := contentPage("A")
			live.Title, live.Summary = "Live", "Live"
			live.Body[0].Value.(*blocks.Callout).Body = richtext.Doc{{Paragraph: []richtext.Span{{Text: "Text"}}}}
			err := p.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
				if err := e.DeleteDraft(t.Context(), p.page, 0); err != nil {
					return err
				}
				_, err := e.ReleaseContent(t.Context(), p.page, publishing.State{Value: live}, publishing.Plan{})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			p.open()
			p.anns.Set("summary", "Ann's")
			p.saves(p.ann, p.anns, "save")
			p.open()
			p.bens.Set("title", "Ben's")
			if err := p.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return test.do(p, e) }); err != nil {
				t.Fatal(err)
			}
			p.saves(p.ben, p.bens, "save").Wants("The draft was published or thrown away while you wrote")
			p.wantsSaid(test.want)
		})
	}
}

// TestSavedAndPublishedMeanwhile merges with what was saved and published while
// somebody wrote on a page without a draft, and which has none again.
func TestSavedAndPublishedMeanwhile(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A")
	publish := func() {
		t.Helper()
		err := p.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
			_, err := e.Release(t.Context(), p.page, publishing.Plan{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	p.anns.Set("summary", "S")
	p.anns.Set("body.a.body", "Text")
	p.saves(p.ann, p.anns, "save")
	publish()
	p.open()
	p.anns.Set("summary", "Ann's")
	p.saves(p.ann, p.anns, "save")
	publish()
	p.bens.Set("title", "Ben's")
	p.saves(p.ben, p.bens, "save").Wants("what has changed meanwhile in Lead")
	p.wantsSaid("Ben's/Ann's/A")
}

// TestAFormWithoutWhatWasSeen is never stored over newer text by itself:
// whatever differs is shown.
func TestAFormWithoutWhatWasSeen(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B")
	p.anns.Set("title", "Ann's")
	p.saves(p.ann, p.anns, "save")
	for _, seen := range []string{"", "broken", "AQID", p.bens.Get(":seen")[5:]} {
		p.bens.Set(":seen", seen)
		shown := p.meets(p.ben, p.bens, "save")
		shown.Section("Title").Wants("Ann's", "Spine")
	}
}

// TestAPageThatIsGoneShowsWhatWasTyped to copy it.
func TestAPageThatIsGoneShowsWhatWasTyped(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A")
	err := p.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		if err := e.Delete(t.Context(), p.page, publishing.Sure{}); err != nil {
			return err
		}
		return e.Erase(t.Context(), p.page, publishing.Sure{})
	})
	if err != nil {
		t.Fatal(err)
	}
	p.bens.Set("title", "Long thought over")
	p.bens.Set("body.a.heading", "And this")
	a := p.press(p.ben, p.page, p.bens, "save")
	if a.StatusCode != http.StatusNotFound {
		t.Errorf("it is answered %s", a.Status)
	}
	a.page(t).Wants("The page was deleted while you were writing", "Long thought over", "Content › 1 Callout › Heading", "And this")

	p = newPair(t, "A")
	p.ben.Grants = nil
	p.users[p.ben.ID] = p.ben
	p.bens.Set("title", "Long thought over")
	a = p.press(p.ben, p.page, p.bens, "save")
	if a.StatusCode != http.StatusForbidden {
		t.Errorf("it is answered %s", a.Status)
	}
	a.page(t).Wants("You may not write this page any more", "Long thought over")
}

// TestNamesStandForIDs in what is told of a clash.
func TestNamesStandForIDs(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A")
	p.anns.Set("body.a.link.page", string(p.home))
	p.saves(p.ann, p.anns, "save")
	p.bens.Set("body.a.link.url", "https://example.org")
	p.meets(p.ben, p.bens, "save").Section("Content › 1 Callout › Link").Wants("As User 1 has it Home", "https://example.org")
}

// TestTermsThatAreChosenAtOnce are all chosen.
func TestTermsThatAreChosenAtOnce(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	var ids []string
	err := p.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		for _, name := range []string{"one", "two", "three"} {
			id := publishing.NewID()
			ids = append(ids, string(id))
			if err := e.SetTerm(t.Context(), cms.Term{ID: id, Vocabulary: "topic", Slug: name, Name: name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	choose := func(u cms.User, was, now []string) {
		t.Helper()
		a := p.post(u, edited(p.page)+"/choose", url.Values{"name": {"topics"}, "all": {"yes"}, "was": was, "id": now})
		if a.StatusCode != http.StatusSeeOther {
			t.Fatal(a.Status)
		}
	}
	choose(p.ann, nil, ids[:2])
	choose(p.ben, nil, ids[2:])              // who has seen none
	choose(p.ann, ids[:2], ids[1:2])         // who has seen two, and takes one away
	choose(p.ben, ids[2:], []string{ids[2]}) // who changes nothing
	if got := p.content(p.page).Value.(*kinds.ContentPage).Topics; fmt.Sprint(got) != fmt.Sprint([]string{ids[1], ids[2]}) {
		t.Errorf("chosen are %v of %v", got, ids)
	}
}

// TestRichTextsClash shows texts whose marks alone differ.
func TestRichTextsClash(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	p.page = p.draft("page", p.home, "text", &kinds.ContentPage{Title: "T", Body: cms.Blocks{{ID: "x", Type: "text", Value: &blocks.Text{}}}})
	p.open()
	p.anns.Set("body.x.body", "One **two** three")
	p.saves(p.ann, p.anns, "save")
	p.bens.Set("body.x.body", "One two three")
	shown := p.meets(p.ben, p.bens, "save").Section("Content › 1 Text section › Text")
	if got := shown.Find("mark").First().Text(); got != "**two**" {
		t.Errorf("marked is %q", got)
	}
}
