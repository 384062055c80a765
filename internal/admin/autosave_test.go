package admin_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

const aTab, anotherTab = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"

// autosaved is what the script of the edit page is answered.
type autosaved struct {
	Status                      int
	Version                     int
	Saved, Checks, Others, Last string
	Seen, Merged                string
	Reason                      string
	Both                        bool
}

// autosave sends the form of an edit page as its script does.
func (o *office) autosave(u cms.User, page cms.ID, values url.Values, tab string, number int) (told autosaved) {
	o.t.Helper()
	values.Set(":tab", tab)
	values.Set(":number", strconv.Itoa(number))
	a := o.post(u, edited(page)+"/autosave", values)
	if err := json.Unmarshal(a.body, &told); err != nil {
		o.t.Fatalf("%s: %v: %s", a.Status, err, a.body)
	}
	told.Status = a.StatusCode
	return told
}

// TestTheEditPageSavesItself sends what its script sends, and what may come in
// between.
func TestTheEditPageSavesItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann, ben := o.user(cms.Author, ""), o.user(cms.Author, "")
	page := o.draft("page", o.home, "spine", contentPage("A"))
	form := fields(o.get(ann, edited(page)).page(t))
	title := func() string { return o.content(page).Value.(*kinds.ContentPage).Title }
	expect := func(what string, got autosaved, status int, words string) {
		t.Helper()
		if got.Status != status || !strings.Contains(got.Saved+got.Reason, words) {
			t.Errorf("%s: %+v, want %d and %q", what, got, status, words)
		}
	}

	form.Set("title", "Typed")
	first := o.autosave(ann, page, form, aTab, 1)
	expect("the first", first, http.StatusOK, "Draft saved at ")
	if title() != "Typed" || first.Version != o.content(page).Version() || first.Checks == "" {
		t.Errorf("stored is %q, and the answer is %+v", title(), first)
	}
	if revisions := o.revisions(page); revisions != 1 { // that of before, by somebody else
		t.Errorf("there are %d revisions", revisions)
	}

	form.Set("title", "Typed on, and the answer to the first was lost")
	second := o.autosave(ann, page, form, aTab, 2)
	expect("after a lost answer", second, http.StatusOK, "Draft saved at ")
	form.Set("title", "By the button, which knows no more")
	form.Set(":number", "3")
	if a := o.press(ann, page, form, "save"); a.StatusCode != http.StatusSeeOther || title() != "By the button, which knows no more" {
		t.Errorf("the button is answered %s, and stored is %q", a.Status, title())
	}
	form.Set("title", "Late")
	expect("what comes late", o.autosave(ann, page, form, aTab, 2), http.StatusConflict, "you saved this page in another tab at ")

	others := fields(o.get(ben, edited(page)).page(t))
	others.Set("title", "Ben's")
	expect("somebody else, who has read the latest", o.autosave(ben, page, others, anotherTab, 1), http.StatusOK, "Draft saved")
	got := o.autosave(ann, page, form, aTab, 4)
	expect("a conflict", got, http.StatusConflict, ben.Name+" saved this page at ")
	if !got.Both {
		t.Error("nobody can look at both texts")
	}

	form = fields(o.get(ann, edited(page)).page(t))
	form.Set(":author", string(ben.ID))
	expect("what another account has typed", o.autosave(ann, page, form, aTab, 5), http.StatusForbidden, "somebody else has signed in")
	form.Set(":author", string(ann.ID))
	expect("a page that is gone", o.autosave(ann, publishing.NewID(), form, aTab, 6), http.StatusNotFound, "the page was deleted")
	expect("without rights", o.autosave(o.user(0, ""), page, url.Values{}, aTab, 6), http.StatusForbidden, "you may not")

	if err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), page, 0) }); err != nil {
		t.Fatal(err)
	}
	expect("after the draft was thrown away", o.autosave(ann, page, fields(o.get(ann, edited(page)).page(t)), aTab, 7), http.StatusOK, "Draft saved")
}

// TestWhatSavesItselfIsMerged has a page save itself while somebody else saves, and
// while it is open still: what they change is kept, and told.
func TestWhatSavesItselfIsMerged(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A", "B")
	number := 0
	saves := func(status int) (told autosaved) {
		t.Helper()
		number++
		if told = p.autosave(p.ben, p.page, p.bens, aTab, number); told.Status != status {
			t.Fatalf("answered %+v, want %d", told, status)
		}
		if status == http.StatusOK {
			p.bens.Set(":version", strconv.Itoa(told.Version))
			p.bens.Set(":seen", told.Seen)
		}
		return told
	}
	late := maps.Clone(p.bens)
	late.Set("summary", "Typed, and taken back")
	p.bens.Set("title", "Ben's")
	if told := saves(http.StatusOK); told.Merged != "" {
		t.Errorf("nobody has changed anything, and it is told: %s", told.Merged)
	}
	if told := p.autosave(p.ben, p.page, late, aTab, number); told.Status != http.StatusConflict {
		t.Errorf("what comes late is answered %+v", told)
	}
	p.anns = fields(p.get(p.ann, edited(p.page)).page(t))
	p.anns.Set("summary", "Ann's")
	p.anns.Set("body.a.heading", "Ann's A")
	p.saves(p.ann, p.anns, "save")
	for range 2 { // the form goes on without what Ann has changed
		p.bens.Set("title", p.bens.Get("title")+" again")
		if told := saves(http.StatusOK); !strings.Contains(told.Merged, "Lead and 1 block. It is saved with yours") {
			t.Errorf("of what was merged it is told: %q", told.Merged)
		}
	}
	p.wantsSaid("Ben's again again/Ann's/Ann's A B")
	p.anns = fields(p.get(p.ann, edited(p.page)).page(t))
	p.anns.Set("body.b.heading", "Ann's B")
	if told := p.autosave(p.ann, p.page, p.anns, anotherTab, 1); told.Status != http.StatusOK {
		t.Fatalf("answered %+v", told)
	}
	p.bens.Set("title", "Ben's at last")
	saves(http.StatusOK)
	number++
	p.bens.Set(":number", strconv.Itoa(number))
	p.press(p.ben, p.page, p.bens, "save")
	p.wantsSaid("Ben's at last/Ann's/Ann's A Ann's B")
	p.get(p.ben, edited(p.page)+"/revisions").page(t).Wants("By you, with changes by " + p.ann.Name + " merged in")
	p.get(p.ann, edited(p.page)+"/history").page(t).Wants("with changes by you merged in", "had just saved merged in")
	p.bens.Set("summary", "Ben's lead")
	if told := saves(http.StatusConflict); !told.Both {
		t.Errorf("of a clash it is told: %+v", told)
	}
	p.meets(p.ben, p.bens, "save").Button("Take what is there now: Lead")
}

// revisions counts those of a page.
func (o *office) revisions(page cms.ID) (n int) {
	o.t.Helper()
	if err := o.store.Pool.QueryRow(o.t.Context(), `select count(*) from revision where page_id = $1`, page).Scan(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

// TestWhatCannotBeReadIsTold saves a form with a date that does not exist.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	page := o.draft("data-set", o.placeFor(o.kind("data-set")), "data", o.kind("data-set").New())
	form := fields(o.get(u, edited(page)).page(t))
	form.Set("published", "31 February 2026")
	got := o.autosave(u, page, form, aTab, 1)
	if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Reason, "31 February 2026") || !strings.Contains(got.Reason, ": ") {
		t.Errorf("told %+v", got)
	}
}

// TestAutosaveLosesNothing opens a page of every kind with all that it may hold,
// blocks of each type among it, and saves its form as it is: nothing changes.
func TestAutosaveLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Administrator, "")
	filler := corpus.NewFiller(rand.New(rand.NewPCG(28, 1)), o.registry)
	filler.Pages = map[string][]cms.ID{"": {o.home}}
	types := map[string]bool{}
	for _, kind := range o.registry.Kinds() {
		if kind.Top {
			continue
		}
		value := kind.New()
		filler.Fill(value)
		page := o.draft(kind.Name, o.placeFor(kind), "full-"+kind.Name, value)
		form := fields(o.get(u, edited(page)).page(t))
		for name, values := range form {
			if strings.HasSuffix(name, ":type") {
				types[values[0]] = true
			}
		}
		if got := o.autosave(u, page, form, aTab, 1); got.Status != http.StatusOK {
			t.Fatalf("%s: %+v", kind.Name, got)
		}
		if changes := o.registry.Compare(value, o.content(page).Value); len(changes) > 0 {
			t.Errorf("%s: %v", kind.Name, changes)
		}
	}
	page := o.draft("page", o.home, "blocks", o.manyBlocks(len(o.registry.Blocks())))
	value := o.content(page).Value
	form := fields(o.get(u, edited(page)).page(t))
	if got := o.autosave(u, page, form, aTab, 1); got.Status != http.StatusOK {
		t.Fatalf("every block: %+v", got)
	}
	if changes := o.registry.Compare(value, o.content(page).Value); len(changes) > 0 {
		t.Errorf("every block: %v", changes)
	}
}

// TestWhoWritesIsTold has people open a page, and close it.
func TestWhoWritesIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann, ben, eve := o.user(cms.Author, ""), o.user(cms.Author, ""), o.user(0, "")
	page := o.draft("page", o.home, "spine", contentPage("A"))
	say := func(u cms.User, tab string, pairs ...string) (told autosaved) {
		t.Helper()
		form := url.Values{":tab": {tab}}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		a := o.post(u, edited(page)+"/presence", form)
		_ = json.Unmarshal(a.body, &told)
		told.Status = a.StatusCode
		return told
	}
	expect := func(what string, got autosaved, others, last string) {
		t.Helper()
		if got.Status != http.StatusOK || got.Others != others || !strings.HasPrefix(got.Last, last) || (last == "") != (got.Last == "") {
			t.Errorf("%s: %+v, want %q and %q", what, got, others, last)
		}
	}
	expect("alone", say(ann, aTab), "", "")
	expect("the second", say(ben, aTab), ann.Name+" is on this page as well", "")
	expect("the first again", say(ann, aTab), ben.Name+" is on this page as well", "")
	form := fields(o.get(ben, edited(page)).page(t))
	form.Set("title", "Ben's")
	if got := o.autosave(ben, page, form, aTab, 1); got.Others != ann.Name+" is on this page as well" {
		t.Errorf("with a save: %+v", got)
	}
	expect("after the other has saved", say(ann, aTab), ben.Name+" is on this page as well", ben.Name+" saved it at ")
	if got := say(eve, aTab); got.Status != http.StatusForbidden || got.Others != "" {
		t.Errorf("somebody without a role is told %+v", got)
	}
	say(ben, aTab, "left", "yes")
	expect("after the other has left", say(ann, aTab), "", "")
	expect("in two tabs", say(ann, anotherTab), "You have this page open in another tab as well", "")
	if _, err := o.store.Pool.Exec(t.Context(), `update presence set seen_at = now() - interval '61 seconds'`); err != nil {
		t.Fatal(err)
	}
	expect("when nobody was heard of for a minute", say(ann, anotherTab), "", "")
	var left int
	if err := o.store.Pool.QueryRow(t.Context(), `select count(*) from presence`).Scan(&left); err != nil || left != 1 {
		t.Errorf("%d are remembered: %v", left, err)
	}
	if got := say(ann, "not a tab"); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("told %+v", got)
	}
}

// TestTheKeyIsOnesOwn looks for the key of what a browser keeps.
func TestTheKeyIsOnesOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann, ben := o.user(cms.Author, ""), o.user(cms.Author, "")
	page := o.draft("page", o.home, "spine", contentPage("A"))
	key := func(u cms.User) string { return o.get(u, edited(page)).page(t).Find("#edit").AttrOr("data-key", "") }
	if a, b := key(ann), key(ben); len(a) != 44 || a == b || a != key(ann) {
		t.Errorf("the keys are %q and %q", a, b)
	}
}
