package publishing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// tab is a page in somebody's browser that saves by itself.
type tab struct {
	*desk
	user    cms.User
	page    cms.ID
	id      cms.Tab
	version int    // that it knows
	text    string // that its form holds
	acked   string // that it was told is saved
}

// open shows the page anew, in a tab of its own.
func (d *desk) open(u cms.User, page cms.ID, name string) *tab {
	t := &tab{desk: d, user: u, page: page, id: cms.Tab{Name: name}}
	t.load()
	return t
}

// load reads the draft into the form.
func (t *tab) load() {
	t.version, t.text = 0, ""
	if draft := t.stored(); draft.Draft != nil {
		t.version, t.text = draft.Version(), draft.Value.Card().Title
	}
	t.acked = t.text
}

func (t *tab) stored() (c publishing.Content) {
	t.t.Helper()
	if err := t.as(t.user, func(e *publishing.Edit) (err error) { c, err = e.Content(t.t.Context(), t.page); return err }); err != nil {
		t.t.Fatal(err)
	}
	return c
}

// request is a save as it goes over the line.
func (t *tab) request() publishing.Save {
	t.id.Number++
	return publishing.Save{Page: t.page, Value: value("page", t.text), Version: t.version, Automatic: true, Tab: t.id}
}

// arrive has the server do what was sent.
func (t *tab) arrive(s publishing.Save) (draft cms.Draft, err error) {
	err = t.as(t.user, func(e *publishing.Edit) error { draft, err = e.Save(t.t.Context(), s); return err })
	return draft, err
}

// save sends what the form holds, and takes the answer.
func (t *tab) save() error {
	draft, err := t.arrive(t.request())
	if err == nil {
		t.version, t.acked = draft.Version, t.text
	}
	return err
}

func TestALostAnswerIsNoConflictWithOneself(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.create("page", d.home, "a")
	ann := d.open(user(1, cms.Author, ""), page, "ann")
	ben := user(2, cms.Author, "")
	lose := func(text string) publishing.Save {
		ann.text = text
		s := ann.request()
		if _, err := ann.arrive(s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	lose("one")
	lose("one and two")
	ann.text = "one, two and three"
	if err := ann.save(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		do    func() error
		want  error
		draft string
	}{
		"a save that comes late is not taken": {func() error {
			late := ann.request()
			late.Value = value("page", "an older text")
			ann.text = "a newer text"
			if err := ann.save(); err != nil {
				return err
			}
			_, err := ann.arrive(late)
			return err
		}, cms.ErrConflict, "a newer text"},
		"a save that comes twice is stored once": {func() error {
			_, err := ann.arrive(lose("sent twice"))
			return err
		}, nil, "sent twice"},
		"a save by hand after a lost answer": {func() error {
			lose("before the button")
			s := ann.request()
			s.Automatic, s.Value = false, value("page", "by the button")
			_, err := ann.arrive(s)
			return err
		}, nil, "by the button"},
		"another tab of the same person": {func() error { return d.open(ann.user, page, "other").conflict("theirs") }, cms.ErrConflict, "in between"},
		"somebody else":                  {func() error { return d.open(ben, page, "ben").conflict("theirs") }, cms.ErrConflict, "in between"},
		"who has typed the same":         {func() error { return d.open(ben, page, "ben").conflict("in between") }, nil, "in between"},
		"without a tab":                  {func() error { return d.open(ben, page, "").conflict("theirs") }, cms.ErrConflict, "in between"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := test.do(); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if got := ann.stored().Value.Card().Title; got != test.draft {
				t.Errorf("the draft says %q, want %q", got, test.draft)
			}
			ann.load()
		})
	}
}

// conflict saves what it holds when somebody else has just saved.
func (t *tab) conflict(text string) error {
	by := t.open(t.user, t.page, "between")
	by.text = "in between"
	if err := by.save(); err != nil {
		return err
	}
	t.text = text
	return t.save()
}

// TestWhatIsSaidToBeSavedStays has two people write on a page in three tabs,
// over a line that loses, delays and repeats: whatever somebody was told is
// saved is in the draft or in a revision, unless they have saved something later.
func TestWhatIsSaidToBeSavedStays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			w := &writers{desk: d, random: rand.New(rand.NewPCG(seed, 28)), page: d.create("page", d.home, "a"), sent: map[cms.ID][]string{}, acked: map[cms.ID]int{}}
			ann, ben := user(1, cms.Author, ""), user(2, cms.Author, "")
			for _, u := range []cms.User{ann, ann, ben} {
				w.tabs = append(w.tabs, d.open(u, w.page, w.name()))
			}
			for range 250 {
				w.step()
				w.check()
			}
			for _, one := range w.tabs {
				w.settle(one)
				w.check()
			}
			t.Logf("%d texts, of which %d were said to be saved; %d answers lost, %d late, %d conflicts", w.texts, w.said, w.lost, w.late, w.conflicts)
			if w.said == 0 || w.lost == 0 || w.late == 0 || w.conflicts == 0 {
				t.Error("not everything has happened")
			}
		})
	}
}

// writers are people who write on a page, and what is on its way.
type writers struct {
	*desk
	random                             *rand.Rand
	page                               cms.ID
	tabs                               []*tab
	names                              int
	limbo                              []func() // requests that have not arrived yet
	sent                               map[cms.ID][]string
	acked                              map[cms.ID]int // which of them was the last that somebody was told is saved
	texts, said, lost, late, conflicts int
}

func (w *writers) name() string {
	w.names++
	return fmt.Sprintf("tab %d", w.names)
}

func (w *writers) step() {
	i := w.random.IntN(len(w.tabs))
	one := w.tabs[i]
	switch n := w.random.IntN(20); {
	case n < 8:
		w.texts++
		one.text = fmt.Sprintf("text %d", w.texts)
		w.send(one)
	case n < 11: // the answer is lost
		w.texts++
		one.text = fmt.Sprintf("text %d", w.texts)
		w.lost++
		w.sends(one)
		_, _ = one.arrive(one.request())
	case n < 14: // it comes later, if it comes
		w.texts++
		one.text = fmt.Sprintf("text %d", w.texts)
		w.sends(one)
		s := one.request()
		w.limbo = append(w.limbo, func() { _, _ = one.arrive(s) })
	case n < 17 && len(w.limbo) > 0:
		j := w.random.IntN(len(w.limbo))
		w.late++
		w.limbo[j]()
		if w.random.IntN(3) > 0 { // else it comes once more
			w.limbo = slices.Delete(w.limbo, j, j+1)
		}
	case n < 18: // the browser dies, and what it kept is put back
		again := w.open(one.user, w.page, one.id.Name)
		again.id, again.version, again.text = one.id, one.version, one.text
		w.settle(again)
		w.tabs[i] = w.open(one.user, w.page, w.name())
	default:
		w.send(one)
	}
}

// sends notes that a text is on its way.
func (w *writers) sends(one *tab) { w.sent[one.user.ID] = append(w.sent[one.user.ID], one.text) }

// send saves, and looks at both texts if somebody else has saved.
func (w *writers) send(one *tab) {
	w.sends(one)
	switch err := one.save(); {
	case err == nil:
		w.says(one)
	case errors.Is(err, cms.ErrConflict):
		w.conflicts++
		w.settle(one)
	default:
		w.t.Fatal(err)
	}
}

func (w *writers) says(one *tab) {
	w.said++
	w.acked[one.user.ID] = len(w.sent[one.user.ID])
}

// settle saves by hand over whatever there is.
func (w *writers) settle(one *tab) {
	one.version = one.stored().Version()
	s := one.request()
	s.Automatic = false
	w.sends(one)
	draft, err := one.arrive(s)
	if err != nil {
		w.t.Fatal(err)
	}
	one.version = draft.Version
	w.says(one)
}

// check looks for the last text of each that was said to be saved, or for one
// that they have sent after it.
func (w *writers) check() {
	w.t.Helper()
	there := all[string](w.desk, `select coalesce(body ->> 'title', '') from draft where page_id = $1 union select coalesce(body ->> 'title', '') from revision where page_id = $1`, w.page)
	for who, n := range w.acked {
		if !slices.ContainsFunc(w.sent[who][n-1:], func(text string) bool { return slices.Contains(there, text) }) {
			w.t.Fatalf("%q of %s was said to be saved, and is gone", w.sent[who][n-1], who)
		}
	}
}
