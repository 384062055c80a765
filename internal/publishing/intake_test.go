package publishing_test

import (
	"errors"
	"reflect"
	"testing"

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
