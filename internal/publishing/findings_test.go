package publishing_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/blocks"
	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
)

// saying is a page of one paragraph.
func saying(spans ...richtext.Span) *kinds.ContentPage {
	body := &blocks.Text{Level: "main", Body: richtext.Doc{{Paragraph: spans}}}
	return &kinds.ContentPage{Title: "A title", Summary: "A summary.", Body: cms.Blocks{{Type: "text", Value: body}}}
}

func leadingTo(page cms.ID) *kinds.ContentPage {
	return saying(richtext.Span{Text: "What it costs", Link: &cms.Link{Page: cms.Ref(page)}})
}

// checked are the rules that find something in content that readers would get from
// an instant on.
func (d *desk) checked(page cms.ID, value *kinds.ContentPage, from time.Time) (blocks, advice []string) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), author, func(e *publishing.Edit) error {
		f, err := e.Findings(d.t.Context(), page, value, from)
		for _, p := range f.Blocks {
			blocks = append(blocks, p.Rule)
		}
		for _, p := range f.Advice {
			advice = append(advice, p.Rule)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return blocks, advice
}

// TestLinksAreJudgedAtTheRelease looks at a page that leads to one that ends, to
// one that begins, and to one that nothing is planned of.
func TestLinksAreJudgedAtTheRelease(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	now := d.now()
	page := d.create("page", d.home, "page")
	ends, begins, draft := d.create("page", d.home, "ends"), d.create("page", d.home, "begins"), d.create("page", d.home, "draft")
	day := func(n int) time.Time { return now.Add(time.Duration(n) * 24 * time.Hour) }
	d.release(ends, "ends", publishing.Plan{Until: day(10)})
	d.release(begins, "begins", publishing.Plan{From: day(10)})
	notLive := []string{check.PageNotLive}
	for _, test := range []struct {
		name string
		to   cms.ID
		from time.Time
		want []string
	}{
		{"now, to what ends later", ends, time.Time{}, nil},
		{"before the end", ends, day(9), nil},
		{"after the end", ends, day(10), notLive},
		{"now, to what begins later", begins, time.Time{}, notLive},
		{"before the beginning", begins, day(9), notLive},
		{"with the beginning", begins, day(10), nil},
		{"later, to a draft", draft, day(10), notLive},
		{"an instant that is past is now", ends, day(-10), nil},
	} {
		if _, advice := d.checked(page, leadingTo(test.to), test.from); cmp.Diff(test.want, advice) != "" {
			t.Errorf("%s: the advice is %v, want %v", test.name, advice, test.want)
		}
	}
}

// TestAReleaseIsCheckedAtItsInstant has the rule block.
func TestAReleaseIsCheckedAtItsInstant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page, begins := d.create("page", d.home, "page"), d.create("page", d.home, "begins")
	tomorrow := d.now().Add(24 * time.Hour)
	planned := d.release(begins, "begins", publishing.Plan{From: tomorrow})
	d.edit(func(e *publishing.Edit) error {
		return e.SetCheckLevels(t.Context(), check.Levels{check.PageNotLive: check.Block})
	})
	d.mustWrite(page, leadingTo(begins))
	release := func(from time.Time) error {
		return d.as(admin, func(e *publishing.Edit) error {
			_, err := e.Release(t.Context(), page, publishing.Plan{From: from, Reason: "a test"})
			return err
		})
	}
	if err := release(time.Time{}); err == nil || !strings.Contains(err.Error(), "not public now") {
		t.Errorf("a page that leads to nothing was released: %v", err)
	}
	if err := release(tomorrow); err != nil {
		t.Errorf("what is public by then is refused: %v", err)
	}
	move := func(to time.Time) error {
		return d.as(admin, func(e *publishing.Edit) error {
			_, err := e.Reschedule(t.Context(), d.overview(admin, page).Planned[0].ID, to, time.Time{})
			return err
		})
	}
	if err := move(tomorrow.Add(-time.Hour)); err == nil || !strings.Contains(err.Error(), "not public on") {
		t.Errorf("it was moved before what it leads to: %v", err)
	}
	if err := move(tomorrow.Add(time.Hour)); err != nil {
		t.Errorf("it cannot be moved behind what it leads to: %v", err)
	}
	ahead := func() []cms.Problem { return d.overview(admin, page).Planned[0].Ahead }
	if found := ahead(); len(found) > 0 {
		t.Errorf("of what is planned it is said %v", found)
	}
	d.cancel(planned.ID)
	if found := ahead(); len(found) != 1 || found[0].Rule != check.PageNotLive {
		t.Errorf("when what it leads to is cancelled it is said %v", found)
	}
}

// TestTheSiteKnowsItsAcronyms takes what they stand for from the words of the
// search, and what need not be told from the settings.
func TestTheSiteKnowsItsAcronyms(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.create("page", d.home, "page")
	text := saying(richtext.Span{Text: "The ICB asks, and EMIS answers."})
	if _, advice := d.checked(page, text, time.Time{}); len(advice) != 2 {
		t.Errorf("of two acronyms it is said %v", advice)
	}
	d.edit(func(e *publishing.Edit) error {
		if err := e.SetSynonyms(t.Context(), cms.Synonyms{ID: publishing.NewID(), Words: []string{"ICB", "integrated care board"}}); err != nil {
			return err
		}
		site, err := e.Create(t.Context(), publishing.NewPage{Kind: "site", Slug: "site"})
		if err != nil {
			return err
		}
		_, err = e.ReleaseContent(t.Context(), site.ID, publishing.State{Value: &kinds.Site{Title: "A site", Acronyms: []kinds.Acronym{{Word: "EMIS"}}}}, publishing.Plan{})
		return err
	})
	if _, advice := d.checked(page, text, time.Time{}); len(advice) != 1 {
		t.Errorf("of one acronym it is said %v", advice)
	}
	if _, advice := d.checked(page, saying(richtext.Span{Text: "The integrated care board, of all ICBs."}), time.Time{}); len(advice) > 0 {
		t.Errorf("of one with its words it is said %v", advice)
	}
}

func TestAdministratorsChooseLevels(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.create("page", d.home, "page")
	vague := saying(richtext.Span{Text: "here", Link: &cms.Link{URL: "https://example.com"}})
	set := func(u cms.User, levels check.Levels) error {
		return d.as(u, func(e *publishing.Edit) error { return e.SetCheckLevels(t.Context(), levels) })
	}
	is := func(what string, wantBlocks, wantAdvice []string) {
		t.Helper()
		blocks, advice := d.checked(page, vague, time.Time{})
		if diff := cmp.Diff([][]string{wantBlocks, wantAdvice}, [][]string{blocks, advice}); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	rule := []string{"link-text"}
	is("by itself", nil, rule)
	for _, u := range []cms.User{author, reviewer, publisher} {
		if err := set(u, check.Levels{"link-text": check.Off}); err == nil {
			t.Errorf("%s may choose", u.Name)
		}
	}
	for name, levels := range map[string]check.Levels{"no rule": {"nothing": check.Off}, "no level": {"link-text": "loud"}, "what is declared": {"": check.Off}} {
		if err := set(admin, levels); err == nil {
			t.Errorf("%s can be chosen", name)
		}
	}
	is("after what was refused", nil, rule)
	for _, step := range []struct {
		level          check.Level
		blocks, advice []string
		stored         int
	}{{check.Block, rule, nil, 1}, {check.Block, rule, nil, 1}, {check.Off, nil, nil, 1}, {check.Advise, nil, rule, 0}} {
		if err := set(admin, check.Levels{"link-text": step.level, "summary": check.Advise}); err != nil {
			t.Fatal(err)
		}
		is(string(step.level), step.blocks, step.advice)
		wants(t, "what is stored", one[int](d, `select count(*)::int from check_level`), step.stored)
	}
	wantsAll(t, "the audit", all[string](d, `select detail->>'rule' || ' from ' || (detail->>'was') || ' to ' || (detail->>'level') from audit where action = 'set-check-level' order by id`),
		"link-text from advise to block", "link-text from block to off", "link-text from off to advise")
	if blocks, _ := d.checked(page, &kinds.ContentPage{}, time.Time{}); len(blocks) == 0 {
		t.Error("nothing is asked for")
	}
}

// TestWhatIsPlannedElsewhereIsNotTold leads to a page of a branch that somebody may
// not read: they learn neither when it begins nor what will stand there.
func TestWhatIsPlannedElsewhereIsNotTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	soon := d.now().Add(24 * time.Hour)
	own, secret := d.create("page", d.home, "own"), d.create("page", d.home, "secret")
	d.release(secret, "secret", publishing.Plan{From: soon})
	d.release(own, "own", publishing.Plan{})
	outsider := cms.User{ID: publishing.NewID(), Name: "Outsider", Grants: []cms.Grant{{Role: cms.Author, Branch: own}}}
	for user, told := range map[*cms.User]bool{&author: true, &outsider: false} {
		for _, from := range []time.Time{{}, soon.Add(-time.Hour), soon.Add(time.Hour)} {
			link := saying(richtext.Span{Text: "What it costs", Link: &cms.Link{Page: cms.Ref(secret), Fragment: "guess"}})
			var says string
			err := d.publisher.Read(t.Context(), *user, func(e *publishing.Edit) error {
				f, err := e.Findings(t.Context(), own, link, from)
				for _, p := range append(f.Blocks, f.Advice...) {
					says += p.Message + "; "
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			begun := from.After(soon)
			if got := strings.Contains(says, "but from"); got != (told && !begun) {
				t.Errorf("%s, from %v: %s", user.Name, from, says)
			}
			if got := strings.Contains(says, "#guess"); got != (told && begun) {
				t.Errorf("%s, from %v, is told of places: %s", user.Name, from, says)
			}
		}
	}
	if err := d.publisher.CheckContent(t.Context(), nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
}
