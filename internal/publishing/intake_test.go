package publishing_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// send sends a form from a page, as a visitor does.
func (d *desk) send(page cms.ID) (token cms.ID) {
	d.t.Helper()
	token = cms.ID(uuid.NewString())
	intake := publishing.NewIntake(testkit.Site(d.t, d.store))
	first, err := intake.SubmitForm(d.t.Context(), cms.Submission{Token: token, Page: page, Answers: cms.Answers{"why": {"To look"}}})
	if err != nil || !first {
		d.t.Fatalf("the first: %v, %v", first, err)
	}
	return token
}

// sent returns what was sent from a page; from any if it is empty.
func (d *desk) sent(page cms.ID) (all []cms.Submission) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), cms.System, func(e *publishing.Edit) error {
		return e.EachSubmission(d.t.Context(), page, func(s cms.Submission) error {
			all = append(all, s)
			return nil
		})
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestWhatIsSentTwiceStaysAsItWasFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := cms.Submission{Token: d.send(d.home), Page: d.home, Answers: cms.Answers{"why": {"To look"}}}
	intake := publishing.NewIntake(testkit.Site(t, d.store))
	isFirst, err := intake.SubmitForm(t.Context(), cms.Submission{Token: first.Token, Page: publishing.NewID(), Answers: cms.Answers{"why": {"Other"}}})
	if err != nil || isFirst {
		t.Errorf("sent again: the first %v, %v", isFirst, err)
	}
	got := d.sent("")
	if len(got) != 1 {
		t.Fatalf("kept: %+v", got)
	}
	first.At = got[0].At
	if !reflect.DeepEqual(got[0], first) {
		t.Errorf("kept: %+v, want %+v", got[0], first)
	}
}

func TestFormsOfOnePageAreReadByThemselvesTheOldestFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := d.page(d.home, "other")
	want := []cms.ID{d.send(d.home), d.send(d.home), d.send(d.home)}
	d.send(other)
	var got []cms.ID
	for _, s := range d.sent(d.home) {
		got = append(got, s.Token)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read: %v, want %v", got, want)
	}
	if n := len(d.sent("")); n != 4 {
		t.Errorf("%d of all are read, want 4", n)
	}
}

func TestAFormNeedsItsTokenAndItsPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	intake := publishing.NewIntake(testkit.Site(t, d.store))
	for _, s := range []cms.Submission{{}, {Token: publishing.NewID()}, {Page: d.home}, {Token: "x", Page: d.home}} {
		if _, err := intake.SubmitForm(t.Context(), s); !errors.Is(err, cms.ErrInvalid) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if got := d.sent(""); len(got) != 0 {
		t.Errorf("kept: %+v", got)
	}
}

func (d *desk) submissions(q cms.SubmissionQuery) (tokens []cms.ID, total int) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), admin, func(e *publishing.Edit) error {
		list, n, err := e.Submissions(d.t.Context(), q)
		for _, s := range list {
			tokens = append(tokens, s.Token)
		}
		total = n
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return tokens, total
}

func TestFormsAreListedTheNewestFirstByPageAndBySpan(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b, c := d.send(d.home), d.send(d.home), d.send(d.home)
	d.send(d.page(d.home, "other"))
	at := all[time.Time](d, `select received_at from form_submission order by received_at`)
	for name, q := range map[string]struct {
		query cms.SubmissionQuery
		total int
		want  []cms.ID
	}{
		"all":         {cms.SubmissionQuery{}, 3, []cms.ID{c, b, a}},
		"two":         {cms.SubmissionQuery{Paging: cms.Paging{Size: 2, Number: 1}}, 3, []cms.ID{c, b}},
		"the third":   {cms.SubmissionQuery{Paging: cms.Paging{Size: 2, Number: 2}}, 3, []cms.ID{a}},
		"from":        {cms.SubmissionQuery{From: at[1]}, 2, []cms.ID{c, b}},
		"until":       {cms.SubmissionQuery{Until: at[1]}, 1, []cms.ID{a}},
		"from, until": {cms.SubmissionQuery{From: at[1], Until: at[2]}, 1, []cms.ID{b}},
	} {
		q.query.Page = d.home
		got, total := d.submissions(q.query)
		if !reflect.DeepEqual(got, q.want) || total != q.total {
			t.Errorf("%s: %v of %d, want %v of %d", name, got, total, q.want, q.total)
		}
	}
}

func TestFormsOlderThanADayAreDeletedTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := d.page(d.home, "other")
	d.send(d.home)
	last := d.send(d.home)
	d.send(other)
	at := all[time.Time](d, `select received_at from form_submission where page_id = $1 order by received_at`, d.home)
	eraser := user(30, cms.Administrator, "")
	eraser.Grants[0].Delete = true
	erase := func(before time.Time) (n int, err error) {
		err = d.as(eraser, func(e *publishing.Edit) (err error) {
			n, err = e.DeleteSubmissions(t.Context(), d.home, before)
			return err
		})
		return n, err
	}
	for _, bad := range []time.Time{{}, later(24)} {
		if n, err := erase(bad); !errors.Is(err, cms.ErrInvalid) || n != 0 {
			t.Errorf("before %v: %d, %v", bad, n, err)
		}
	}
	if n, err := erase(at[1]); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if left, _ := d.submissions(cms.SubmissionQuery{Page: d.home}); len(left) != 1 || left[0] != last {
		t.Errorf("left: %v", left)
	}
	wants(t, "of the other page", len(d.sent(other)), 1)
	wants(t, "audit", one[string](d, `select action || ' ' || (detail ->> 'count') || ' ' || (detail ? 'data') from audit order by id desc limit 1`), "delete-submissions 1 false")
}

func TestAFormBoxIsKeptWhenItsPageIsNotThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	form := d.create("page", d.home, "form")
	d.save(form, "A draft")
	lost := publishing.NewID()
	d.send(d.home)
	d.send(lost)
	var got []string
	err := d.publisher.Read(t.Context(), admin, func(e *publishing.Edit) error {
		boxes, err := e.FormBoxes(t.Context(), "page")
		for _, b := range boxes {
			got = append(got, fmt.Sprintf("%q %s %d %v", b.Title, b.Path, b.Count, b.Latest.IsZero()))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "boxes", got, `"A draft"  0 true`, `"Home" / 1 false`, `""  1 false`)
}

func TestWhatAFormAskedIsFoundAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.page(d.home, "first")
	d.release(page, "second", publishing.Plan{})
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), page, "Wrong", publishing.Plan{})
		return err
	})
	d.release(page, "third", publishing.Plan{})
	d.release(page, "to come", from(later(1)))
	var got []string
	err := d.publisher.Read(t.Context(), admin, func(e *publishing.Edit) error {
		states, err := e.Shown(t.Context(), page)
		for _, s := range states {
			got = append(got, s.Value.Card().Title)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "shown", got, "first", "second", "third")
}
