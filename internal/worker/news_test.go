package worker_test

import (
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/mail"
	"lectern/internal/publishing"
	"lectern/internal/worker"
)

// colleague makes an account that can be signed in to.
func (s *shop) colleague(name string, role cms.Role) cms.User {
	s.t.Helper()
	u := cms.User{Name: name, Grants: []cms.Grant{{Role: role}}}
	s.as(cms.System, func(e *publishing.Edit) error {
		made, err := e.CreateAccount(s.t.Context(), name, strings.ToLower(name)+"@caredata.example", u.Grants, []byte(name))
		if err != nil {
			return err
		}
		u.ID = made.ID
		_, err = e.Accept(s.t.Context(), []byte(name), "hash")
		return err
	})
	return u
}

func (s *shop) as(u cms.User, f func(*publishing.Edit) error) {
	s.t.Helper()
	if err := s.publisher.Edit(s.t.Context(), u, f); err != nil {
		s.t.Fatal(err)
	}
}

// letter waits for a letter.
func (s *shop) letter() (l mail.Letter) {
	s.t.Helper()
	select {
	case l = <-s.letters:
	case <-time.After(time.Minute):
		s.t.Fatal("no letter comes")
	}
	return l
}

// TestALetterFollowsADraftToItsReaders has a draft go from hand to hand while
// mail fails at times, and reads each letter.
func TestALetterFollowsADraftToItsReaders(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	home := s.schedule(0).Page
	ann, rita, pia := s.colleague("Ann", cms.Author), s.colleague("Rita", cms.Reviewer), s.colleague("Pia", cms.Publisher)
	var page cms.ID
	s.as(ann, func(e *publishing.Edit) error {
		made, err := e.Create(t.Context(), publishing.NewPage{Kind: "page", Parent: home, Slug: "learnt"})
		if err != nil {
			return err
		}
		page = made.ID
		_, err = e.Save(t.Context(), publishing.Save{Page: page, Value: &kinds.ContentPage{Title: "What we learnt", Summary: "S."}})
		return err
	})
	s.as(pia, func(e *publishing.Edit) error {
		return e.SetOwnLetters(t.Context(), []cms.LetterSort{cms.LetterReview})
	})
	s.work()

	wants := func(to, subject string, says ...string) {
		t.Helper()
		l := s.letter()
		if l.To != to || l.Subject != subject {
			t.Errorf("to %s: %q, want to %s: %q", l.To, l.Subject, to, subject)
		}
		for _, want := range append(says, "http://site.example/admin/pages/"+string(page), "http://site.example/admin/account#letters") {
			if !strings.Contains(l.Text, want) {
				t.Errorf("it lacks %q:\n%s", want, l.Text)
			}
		}
	}
	s.fails.Store(1)
	s.as(ann, func(e *publishing.Edit) error { _, err := e.Submit(t.Context(), page, 1, "please look"); return err })
	wants("rita@caredata.example", "To review: What we learnt", "Ann asks", "> please look", "http://site.example/learnt (nothing is public there now)")
	s.as(rita, func(e *publishing.Edit) error { _, err := e.Return(t.Context(), page, 1, "say more"); return err })
	wants("ann@caredata.example", "Returned: What we learnt", "> say more")
	s.as(ann, func(e *publishing.Edit) error { _, err := e.Submit(t.Context(), page, 1, ""); return err })
	wants("rita@caredata.example", "To review: What we learnt")
	s.as(rita, func(e *publishing.Edit) error { _, err := e.Approve(t.Context(), page, 1, ""); return err })
	wants("ann@caredata.example", "Approved: What we learnt")

	at := time.Now().Add(48 * time.Hour)
	var planned cms.Release
	s.as(pia, func(e *publishing.Edit) (err error) {
		planned, err = e.Release(t.Context(), page, publishing.Plan{From: at})
		return err
	})
	s.as(pia, func(e *publishing.Edit) error { // soon instead
		if err := e.Turn(t.Context()); err != nil {
			return err
		}
		_, err := e.Reschedule(t.Context(), planned.ID, e.At().Add(500*time.Millisecond), time.Time{})
		return err
	})
	wants("ann@caredata.example", "Moved to another time: What we learnt", "from "+at.In(london).Format("2 January 2006, 3:04 pm MST"))
	wants("ann@caredata.example", "Published: What we learnt", "is published now, as Pia planned", "The page: http://site.example/learnt\n")

	s.as(rita, func(e *publishing.Edit) error {
		return e.SetReviewBy(t.Context(), page, cms.DateOf(time.Now().UTC().AddDate(0, 1, 0)))
	})
	if _, err := s.store.Pool.Exec(t.Context(), `update page set review_by = current_date - 3 where review_by is not null; delete from digest; update river_job set scheduled_at = now(), finalized_at = null, attempt = 0, state = 'available' where kind = 'overdue'`); err != nil {
		t.Fatal(err)
	}
	wants("ann@caredata.example", "Overdue for review: What we learnt", "was to be looked at by")
	s.until("all is done", func() bool {
		return s.count(`select count(*) from river_job where state not in ('completed', 'scheduled')`) == 0
	})
	if len(s.letters) > 0 {
		t.Errorf("there is another letter: %v", <-s.letters)
	}
	if n := s.count(`select count(*) from river_job where args::text ~ 'learnt|please look|say more'`); n > 0 {
		t.Errorf("%d jobs hold what was written", n)
	}
}

// TestTheWeekBeginsOnMondayMorning asks when people are next reminded.
func TestTheWeekBeginsOnMondayMorning(t *testing.T) {
	t.Parallel()
	for after, want := range map[string]string{
		"2026-03-25T12:00:00Z":      "2026-03-30T07:00:00+01:00", // the clocks go forward in between
		"2026-03-23T06:59:59Z":      "2026-03-23T07:00:00Z",
		"2026-03-23T07:00:00Z":      "2026-03-30T07:00:00+01:00",
		"2026-10-25T23:30:00Z":      "2026-10-26T07:00:00Z",
		"2026-06-21T23:30:00+00:00": "2026-06-22T07:00:00+01:00", // it is Monday there already
	} {
		at, err := time.Parse(time.RFC3339, after)
		if err != nil {
			t.Fatal(err)
		}
		if got := worker.Mondays(london).Next(at).Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", after, got, want)
		}
	}
}
