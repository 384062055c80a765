package publishing_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// jobs returns the arguments of the jobs of a kind that are queued, and takes them
// from the queue.
func jobs[T any](d *desk, kind string) (list []T) {
	d.t.Helper()
	for _, text := range all[string](d, `with taken as (delete from river_job where kind = $1 returning id, args) select args::text from taken order by id`, kind) {
		var job T
		if err := json.Unmarshal([]byte(text), &job); err != nil {
			d.t.Fatal(err)
		}
		list = append(list, job)
	}
	return list
}

// posted works the jobs that find out whom it concerns, and returns the letters
// that are queued then.
func (d *desk) posted() []publishing.PostArgs {
	d.t.Helper()
	d.manage(cms.System, func(e *publishing.Edit) error {
		for _, job := range jobs[publishing.NewsArgs](d, "news") {
			if err := e.TellNews(d.t.Context(), job); err != nil {
				return err
			}
		}
		return nil
	})
	for _, job := range jobs[publishing.BeginArgs](d, "begin") {
		d.await(job.At)
		if early, err := d.publisher.TellBegin(d.t.Context(), job); early || err != nil {
			d.t.Fatalf("of what began at %s nothing is told: %v", job.At, err)
		}
	}
	return jobs[publishing.PostArgs](d, "post")
}

// mailed is posted, as the readers of the letters get them: to whom, what it is
// about, and what was said.
func (d *desk) mailed() []string { return d.delivered(d.posted()) }

func (d *desk) delivered(letters []publishing.PostArgs) (lines []string) {
	d.t.Helper()
	for _, args := range letters {
		m, err := d.publisher.Mailing(d.t.Context(), args)
		if errors.Is(err, cms.ErrNotFound) {
			continue
		}
		if err != nil {
			d.t.Fatal(err)
		}
		line := m.To.Name + " " + string(m.Sort)
		for _, i := range m.Items {
			line += fmt.Sprintf("; %s %s by %s", i.Row.Name(), i.What, i.Who)
			if i.Note != "" {
				line += " (" + i.Note + ")"
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// newsroom is a desk with people who have accounts: two authors, a reviewer, a
// publisher, and a reviewer of another branch.
type newsroom struct {
	*desk
	news, about                          cms.ID
	ann, ben, rita, pia, elsewhere, lost cms.User
}

func newNewsroom(t *testing.T) *newsroom {
	t.Helper()
	d := newDesk(t)
	n := &newsroom{desk: d, news: d.create("landing", d.home, "news"), about: d.create("landing", d.home, "about")}
	on := func(role cms.Role, branch cms.ID) cms.Grant { return cms.Grant{Role: role, Branch: branch} }
	n.ann, n.ben = d.account("ann", on(cms.Author, n.news)), d.account("ben", on(cms.Author, n.news))
	n.rita, n.pia = d.account("rita", on(cms.Reviewer, n.news)), d.account("pia", on(cms.Publisher, n.news))
	n.elsewhere = d.account("elsewhere", on(cms.Administrator, n.about))
	n.lost = d.account("lost", on(cms.Reviewer, n.news))
	d.manage(cms.System, func(e *publishing.Edit) error { return e.DisableAccount(t.Context(), n.lost.ID) })
	return n
}

// draft makes a page of somebody with a draft.
func (n *newsroom) draft(u cms.User, slug, text string) (page cms.ID) {
	n.t.Helper()
	n.manage(u, func(e *publishing.Edit) error {
		made, err := e.Create(n.t.Context(), publishing.NewPage{Kind: "page", Parent: n.news, Slug: slug})
		page = made.ID
		return err
	})
	n.mustType(u, page, text, 0, false)
	return page
}

// approved is draft, sent for review by the writer and approved.
func (n *newsroom) approved(u cms.User, slug, text string) cms.ID {
	n.t.Helper()
	page := n.draft(u, slug, text)
	n.mustSay(u, "submit", page, "")
	n.mustSay(n.rita, "approve", page, "")
	return page
}

func TestThoseConcernedAreWrittenTo(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	p := n.draft(n.ann, "a", "Title")
	wantsAll(t, "after a draft", n.mailed())
	n.mustType(n.ben, p, "Title 2", n.draftVersion(p), false)
	n.mustSay(n.ann, "submit", p, "please look")
	wantsAll(t, "sent for review", n.mailed(), "pia review; Title 2 submitted by ann (please look)", "rita review; Title 2 submitted by ann (please look)")
	n.mustSay(n.rita, "return", p, "say more")
	wantsAll(t, "returned", n.mailed(), "ann answer; Title 2 returned by rita (say more)", "ben answer; Title 2 returned by rita (say more)")
	n.mustSay(n.ben, "submit", p, "")
	wantsAll(t, "sent again", n.mailed(), "pia review; Title 2 submitted by ben", "rita review; Title 2 submitted by ben")
	n.mustSay(n.rita, "approve", p, "good")
	wantsAll(t, "approved", n.mailed(), "ben answer; Title 2 approved by rita (good)")
	n.releaseAs(n.pia, p, publishing.Plan{})
	wantsAll(t, "published", n.mailed(), "ann released; Title 2 begun by pia", "ben released; Title 2 begun by pia")
	n.manage(n.pia, func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), p, "Out of date.", publishing.Plan{})
		return err
	})
	wantsAll(t, "withdrawn", n.mailed(), "ann released; Title 2 begun by pia (Out of date.)", "ben released; Title 2 begun by pia (Out of date.)")
	n.move(p, n.news, "b")
	wantsAll(t, "moved", n.mailed())
}

// TestWhatIsPlannedIsToldWhenItBegins plans, moves, cancels, and has it begin.
func TestWhatIsPlannedIsToldWhenItBegins(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	p := n.approved(n.ann, "a", "Title")
	n.mailed()
	r := n.releaseAs(n.pia, p, from(later(3)))
	if begin := jobs[publishing.BeginArgs](n.desk, "begin"); len(begin) != 1 || !begin[0].At.Equal(r.LiveFrom) {
		t.Errorf("of what begins at %s is told at %v", r.LiveFrom, begin)
	}
	if early, err := n.publisher.TellBegin(t.Context(), publishing.BeginArgs{At: r.LiveFrom}); !early || err != nil {
		t.Errorf("of what has not begun something is told (%v)", err)
	}
	boss := n.account("boss", cms.Grant{Role: cms.Administrator})
	n.manage(boss, func(e *publishing.Edit) (err error) {
		r, err = e.Reschedule(t.Context(), r.ID, later(2), time.Time{})
		return err
	})
	jobs[publishing.BeginArgs](n.desk, "begin")
	wantsAll(t, "moved", n.mailed(), "ann planned; Title moved by boss", "pia planned; Title moved by boss")
	n.manage(n.pia, func(e *publishing.Edit) error { return e.Cancel(t.Context(), r.ID) })
	wantsAll(t, "cancelled", n.mailed(), "ann planned; Title cancelled by pia", "boss planned; Title cancelled by pia")

	// What begins together is told together, also when it was planned apart.
	q := n.approved(n.ann, "q", "Second")
	n.mustSay(n.ben, "submit", p, "") // for ann
	n.mustSay(n.rita, "approve", p, "")
	n.mailed()
	first := n.releaseAs(n.pia, p, from(later(5)))
	second := n.releaseAs(n.pia, q, from(later(5).In(time.FixedZone("", 3600)))) // the same instant, spelt otherwise
	if begin := jobs[publishing.BeginArgs](n.desk, "begin"); len(begin) != 1 {
		t.Errorf("what begins together is told of by %v", begin)
	}
	n.manage(n.pia, func(e *publishing.Edit) error {
		for _, release := range []cms.ID{first.ID, second.ID} {
			if err := e.Turn(t.Context()); err != nil {
				return err
			}
			if _, err := e.Reschedule(t.Context(), release, e.At().Add(200*time.Millisecond), time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
	wantsAll(t, "begun", n.mailed(),
		"ann planned; Title moved by pia; Second moved by pia", "ann released; Title begun by pia; Second begun by pia", "ben released; Title begun by pia")
}

// TestALetterIsWrittenByWhatIsSoThen has something happen between an act and the
// letter about it.
func TestALetterIsWrittenByWhatIsSoThen(t *testing.T) {
	t.Parallel()
	const pia, rita = "pia review; Title submitted by ann", "rita review; Title submitted by ann"
	for what, test := range map[string]struct {
		happens func(n *newsroom, chief cms.User, page cms.ID)
		want    []string
	}{
		"nothing":        {func(*newsroom, cms.User, cms.ID) {}, []string{pia, rita}},
		"it is returned": {func(n *newsroom, chief cms.User, page cms.ID) { n.mustSay(chief, "return", page, "No.") }, nil},
		"a reviewer changes it": {func(n *newsroom, _ cms.User, page cms.ID) {
			n.mustType(n.rita, page, "Other", n.draftVersion(page), false)
		}, []string{"pia review; Other submitted by ann"}},
		"rights end": {func(n *newsroom, chief cms.User, _ cms.ID) {
			n.manage(chief, func(e *publishing.Edit) error {
				return e.SetGrants(n.t.Context(), n.rita.ID, []cms.Grant{{Role: cms.Author, Branch: n.news}})
			})
			n.manage(chief, func(e *publishing.Edit) error {
				return e.SetGrants(n.t.Context(), n.pia.ID, []cms.Grant{{Role: cms.Publisher, Branch: n.about}})
			})
		}, nil},
		"somebody does without": {func(n *newsroom, _ cms.User, _ cms.ID) {
			n.manage(n.pia, func(e *publishing.Edit) error {
				return e.SetOwnLetters(n.t.Context(), []cms.LetterSort{cms.LetterReview, cms.LetterAnswer})
			})
			n.manage(n.rita, func(e *publishing.Edit) error {
				return e.SetOwnLetters(n.t.Context(), []cms.LetterSort{cms.LetterAnswer})
			})
		}, []string{rita}},
		"accounts end": {func(n *newsroom, chief cms.User, _ cms.ID) {
			n.manage(chief, func(e *publishing.Edit) error { return e.DisableAccount(n.t.Context(), n.rita.ID) })
			n.manage(chief, func(e *publishing.Edit) error { return e.CloseAccount(n.t.Context(), n.pia.ID) })
		}, nil},
		"the page is deleted": {func(n *newsroom, chief cms.User, page cms.ID) {
			n.manage(chief, func(e *publishing.Edit) error { return e.Delete(n.t.Context(), page, publishing.Sure{}) })
		}, nil},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t)
			chief := n.account("chief", cms.Grant{Role: cms.Administrator, Delete: true})
			page := n.draft(n.ann, "a", "Title")
			n.mustSay(n.ann, "submit", page, "")
			letters := slices.DeleteFunc(n.posted(), func(p publishing.PostArgs) bool { return p.To == chief.ID || p.Sort != cms.LetterReview })
			if len(letters) != 2 {
				t.Fatalf("the letters are %v", letters)
			}
			test.happens(n, chief, page)
			wantsAll(t, "letters", n.delivered(letters), test.want...)
		})
	}
}

// TestNobodyIsToldTwice works the job that finds out whom it concerns once more.
func TestNobodyIsToldTwice(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	p, q := n.draft(n.ann, "a", "Title"), n.draft(n.ann, "b", "Second")
	n.posted()
	n.manage(n.ann, func(e *publishing.Edit) error { // at once: told at once
		for _, page := range []cms.ID{p, q} {
			if _, err := e.Submit(t.Context(), page, 1, ""); err != nil {
				return err
			}
		}
		return nil
	})
	news := jobs[publishing.NewsArgs](n.desk, "news")
	for range 2 {
		n.manage(cms.System, func(e *publishing.Edit) error { return e.TellNews(t.Context(), news[0]) })
	}
	letters := jobs[publishing.PostArgs](n.desk, "post")
	wantsAll(t, "letters", n.delivered(letters),
		"pia review; Title submitted by ann; Second submitted by ann", "rita review; Title submitted by ann; Second submitted by ann")
	err := n.publisher.TryEdit(t.Context(), n.rita, func(e *publishing.Edit) error {
		_, err := e.Approve(t.Context(), p, n.draftVersion(p), "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "after a dry run", n.mailed())
	if text := strings.Join(all[string](n.desk, `select args::text from river_job`), ""); strings.Contains(text, "Title") {
		t.Error("a job holds what is written on a page")
	}
}

// TestOverduePagesAreToldOnceAWeek has the job run on some days.
func TestOverduePagesAreToldOnceAWeek(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	asked := func(page cms.ID, by cms.Date) {
		t.Helper()
		n.manage(n.pia, func(e *publishing.Edit) error { return e.SetReviewBy(t.Context(), page, by) })
	}
	publish := func(u cms.User, slug, text string, by cms.Date) cms.ID {
		t.Helper()
		page := n.approved(u, slug, text)
		n.releaseAs(n.pia, page, publishing.Plan{})
		asked(page, by)
		return page
	}
	monday := time.Now().UTC().AddDate(0, 0, 60)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, 1)
	}
	day := func(days int) cms.Date { return cms.DateOf(monday.AddDate(0, 0, days)) }
	publish(n.ann, "one", "One", day(-5))
	two := publish(n.ann, "two", "Two", day(-9))
	publish(n.ben, "on-time", "On time", day(1))
	publish(n.lost, "left", "Left", day(-5)) // its owner cannot sign in
	asked(n.approved(n.ann, "draft", "Never public"), day(-5))
	gone := publish(n.ann, "gone", "Gone", day(-5))
	n.manage(n.pia, func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), gone, "", publishing.Plan{})
		return err
	})
	n.posted()
	remind := func(today cms.Date) []string {
		t.Helper()
		n.manage(cms.System, func(e *publishing.Edit) error { return e.TellOverdue(t.Context(), today) })
		var told []string
		for _, line := range n.mailed() {
			told = append(told, strings.ReplaceAll(line, " overdue by somebody who has left", ""))
		}
		return told
	}
	wantsAll(t, "on Tuesday, when the server was off on Monday", remind(day(1)), "ann overdue; Two; One", "pia overdue; Left")
	wantsAll(t, "on Wednesday", remind(day(2)))
	wantsAll(t, "on Sunday", remind(day(6)))
	asked(two, day(30))
	wantsAll(t, "on the next Monday", remind(day(7)), "ann overdue; One", "ben overdue; On time", "pia overdue; Left")
}

func TestTheNextReviewIsADayToCome(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	p := n.draft(n.ann, "a", "Title")
	set := func(u cms.User, page cms.ID, day cms.Date) error {
		return n.publisher.Edit(t.Context(), u, func(e *publishing.Edit) error { return e.SetReviewBy(t.Context(), page, day) })
	}
	year := time.Now().UTC().Year()
	menu := n.create("menu", "", "main")
	for what, test := range map[string]struct {
		by   cms.User
		page cms.ID
		day  cms.Date
		want error
	}{
		"past":              {n.ann, p, cms.Date{Year: year - 1, Month: 1, Day: 1}, cms.ErrInvalid},
		"far away":          {n.ann, p, cms.Date{Year: year + 50, Month: 1, Day: 1}, cms.ErrInvalid},
		"of a menu":         {admin, menu, cms.Date{Year: year + 1, Month: 1, Day: 1}, cms.ErrInvalid},
		"of another branch": {n.elsewhere, p, cms.Date{Year: year + 1, Month: 1, Day: 1}, cms.ErrForbidden},
		"to come":           {n.ann, p, cms.Date{Year: year + 1, Month: 2, Day: 28}, nil},
	} {
		if err := set(test.by, test.page, test.day); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", what, err, test.want)
		}
	}
	wants(t, "the day", n.mustRow(n.ben, p).ReviewBy, cms.Date{Year: year + 1, Month: 2, Day: 28})
	if err := set(n.ann, p, cms.Date{}); err != nil {
		t.Fatal(err)
	}
	wants(t, "no day", n.mustRow(n.ben, p).ReviewBy, cms.Date{})
}
