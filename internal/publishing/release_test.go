package publishing_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// from and until make plans.
func from(at time.Time) publishing.Plan  { return publishing.Plan{Reason: urgent.Reason, From: at} }
func until(at time.Time) publishing.Plan { return publishing.Plan{Reason: urgent.Reason, Until: at} }

// wantsSpans fails the test unless the page's releases begin and end then;
// zero: at once, or never.
func wantsSpans(t *testing.T, d *desk, page cms.ID, spans ...[2]time.Time) {
	t.Helper()
	line := d.timeline(page)
	if len(line) != len(spans) {
		t.Fatalf("%d releases, want %d", len(line), len(spans))
	}
	for i, want := range spans {
		if r := line[i]; (!want[0].IsZero() && !r.LiveFrom.Equal(want[0])) || !r.LiveUntil.Equal(want[1]) {
			t.Errorf("release %d is live from %s until %s, want %s until %s", i+1, stamp(r.LiveFrom), stamp(r.LiveUntil), stamp(want[0]), stamp(want[1]))
		}
	}
}

func TestSchedulingEndsWhatIsLiveAndCancellingGivesItBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	never := time.Time{}
	p := d.page(d.home, "a")
	two := d.release(p, "two", from(later(2)))
	four := d.release(p, "four", from(later(4)))
	wantsSpans(t, d, p, [2]time.Time{never, later(2)}, [2]time.Time{later(2), later(4)}, [2]time.Time{later(4), never})
	for at, want := range map[time.Time]string{
		d.now(): "a", later(2).Add(-time.Microsecond): "a", later(2): "two", later(3): "two", later(4): "four", later(99): "four",
	} {
		wants(t, "live at "+stamp(at), d.live("/a", at), want)
	}
	d.cancel(two.ID)
	wantsSpans(t, d, p, [2]time.Time{never, later(4)}, [2]time.Time{later(4), never})
	d.cancel(four.ID)
	wantsSpans(t, d, p, [2]time.Time{never, never})
}

func TestCancellingGivesBackNoMoreThanWasAskedFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.release(p, "one", until(later(6)))
	three := d.release(p, "three", from(later(3)))
	d.expire(p, later(5)) // ends the one at three, and no other
	wantsSpans(t, d, p, [2]time.Time{{}, later(3)}, [2]time.Time{later(3), later(5)})
	d.expire(p, later(2)) // and now the one before
	wantsSpans(t, d, p, [2]time.Time{{}, later(2)}, [2]time.Time{later(3), later(5)})
	d.cancel(three.ID)
	wantsSpans(t, d, p, [2]time.Time{{}, later(2)})
	wants(t, "live after its end", d.live("/a", later(2)), "")
}

func TestAnEndThatWasCutShortComesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.release(p, "one", until(later(6)))
	four := d.release(p, "four", from(later(4)))
	two := d.release(p, "two", publishing.Plan{From: later(2), Until: later(3)}) // an episode: after it, nothing
	wantsSpans(t, d, p, [2]time.Time{{}, later(2)}, [2]time.Time{later(2), later(3)}, [2]time.Time{later(4), {}})
	wants(t, "live after the episode", d.live("/a", later(3)), "")
	d.cancel(two.ID)
	d.cancel(four.ID)
	wantsSpans(t, d, p, [2]time.Time{{}, later(6)})
}

func TestTwoReleasesOfAPageCannotBeginAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.release(p, "two", from(later(2)))
	d.save(p, "again")
	d.ready(p)
	err := d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, from(later(2)))
		return err
	})
	wants(t, "the refusal", err.Error(), "another release of this page begins at that instant; cancel it first or choose another time")
}

func TestWhatIsPastIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	past := d.now()
	fresh := d.create("page", d.home, "b")
	d.save(fresh, "b")
	d.ready(fresh)
	for name, f := range map[string]func(e *publishing.Edit) error{
		"release again": func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, from(past)); return err },
		"first release": func(e *publishing.Edit) error { _, err := e.Release(t.Context(), fresh, from(past)); return err },
		"content": func(e *publishing.Edit) error {
			_, err := e.ReleaseContent(t.Context(), fresh, publishing.State{Value: value("page", "b")}, publishing.Plan{From: past, Reason: urgent.Reason})
			return err
		},
		"withdraw":    func(e *publishing.Edit) error { _, err := e.Withdraw(t.Context(), p, "old", from(past)); return err },
		"gone":        func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), p, "", from(past)); return err },
		"redirect":    func(e *publishing.Edit) error { _, err := e.Redirect(t.Context(), p, "/b", from(past)); return err },
		"expire":      func(e *publishing.Edit) error { _, err := e.Expire(t.Context(), p, past); return err },
		"end in past": func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, until(past)); return err },
		"end at begin": func(e *publishing.Edit) error {
			_, err := e.Release(t.Context(), p, publishing.Plan{From: later(1), Until: later(1).Add(500 * time.Nanosecond)})
			return err
		},
	} {
		t.Log(name)
		d.refused(cms.ErrInvalid, f)
	}
}

// Content files tell when their page was first live; what has been public since
// they came cannot be told otherwise.
func TestOnlyTheFirstReleaseOfTheSystemMayBeginInThePast(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	past := d.now().Add(-48 * time.Hour)
	for i, want := range []time.Time{past, {}} {
		var r cms.Release
		var at time.Time
		err := d.as(cms.System, func(e *publishing.Edit) (err error) {
			r, err = e.ReleaseContent(t.Context(), p, publishing.State{Value: value("page", "a")}, from(past))
			at = e.At()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if want.IsZero() {
			want = at
		}
		if !r.LiveFrom.Equal(want) {
			t.Errorf("release %d begins %v, want %v", i+1, r.LiveFrom, want)
		}
	}
	wants(t, "live then", d.live("/a", past), "a")
}

func TestBegunReleasesAreNeitherDeletedNorRePointed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p, other := d.page(d.home, "a"), d.page(d.home, "b")
	d.release(p, "two", publishing.Plan{})   // the first is over
	d.release(p, "three", from(later(3)))    // the second has begun, the third has not
	d.release(other, "four", from(later(4))) // and its revision is another page's
	begun := `id = (select id from release where path = '/a' and title = 'two')`
	over := `id = (select id from release where path = '/a' and title = 'a')`
	ahead := `id = (select id from release where path = '/a' and title = 'three')`
	for sql, want := range map[string]string{
		`delete from release where ` + begun:                                                                                                   "deleted",
		`delete from release where ` + over:                                                                                                    "deleted",
		`update release set page_id = (select id from page where slug = 'b') where ` + begun:                                                   "re-pointed",
		`update release set revision_id = (select revision_id from release where title = 'four') where ` + begun:                               "re-pointed",
		`update release set outcome = 'withdrawn' where ` + begun:                                                                              "re-pointed",
		`update release set notice = 'x' where ` + begun:                                                                                       "re-pointed",
		`update release set path = '/x' where ` + begun:                                                                                        "re-pointed",
		`update release set path = null where ` + begun:                                                                                        "re-pointed",
		`update release set kind = 'home' where ` + begun:                                                                                      "re-pointed",
		`update release set live_from = live_from + interval '1 ms' where ` + begun:                                                            "re-pointed",
		`update release set outcome = 'redirect', revision_id = null, redirect_to = '/b' where ` + begun:                                       "re-pointed",
		`update release set live_until = live_from + interval '1 us' where ` + begun:                                                           "re-pointed",
		`update release set live_until = live_until + interval '1 us' where ` + over:                                                           "re-pointed",
		`update release set live_until = live_until - interval '1 us' where ` + over:                                                           "re-pointed",
		`update release set live_until = 'infinity' where ` + over:                                                                             "re-pointed",
		`update revision set body = '{}'`:                                                                                                      "never changed",
		`delete from revision where number = 2`:                                                                                                "never changed",
		`update audit set actor_id = actor_id`:                                                                                                 "never changed",
		`delete from audit`:                                                                                                                    "never changed",
		`update release set live_until = now() + interval '1 hour' where ` + begun:                                                             "",
		`update release set path = '/c', notice = 'x', live_from = live_from + interval '1 hour' where ` + ahead:                               "",
		`delete from release where ` + ahead:                                                                                                   "",
		`update release set live_until = live_from where live_from > now()`:                                                                    "release_check",
		`insert into release select (json_populate_record(r, '{"id": "` + string(publishing.NewID()) + `"}')).* from release r where ` + begun: "one_release_per_page",
	} {
		err := d.try(sql)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", sql, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", sql, err, want)
		}
	}
}

func TestWhatBeginsMeanwhileIsAConflict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	var err error
	for ahead, meanwhile := 30*time.Millisecond, false; !meanwhile; ahead *= 2 { // however slow the machine is
		r := d.soon(p, "soon", ahead, from)
		err = d.as(admin, func(e *publishing.Edit) error {
			if _, err := e.Timeline(t.Context(), p); err != nil { // from here on it is e.At
				return err
			}
			meanwhile = e.At().Before(r.LiveFrom)
			d.await(r.LiveFrom)
			return e.Cancel(t.Context(), r.ID)
		})
	}
	if !errors.Is(err, cms.ErrConflict) || err.Error() != "the release has begun in the meantime; what has been public cannot be changed" {
		t.Errorf("error %v, want a conflict", err)
	}
	wants(t, "live", d.live("/a", d.now()), "soon")
}

func TestContentIsCheckedBeforeItIsPublic(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("upcoming", d.home, "a")
	wants(t, "the draft's version", d.save(p, incomplete).Version, 1) // a draft may be wrong
	d.ready(p)
	for name, f := range map[string]func(e *publishing.Edit) error{
		"release":  func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, publishing.Plan{}); return err },
		"schedule": func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, from(later(1))); return err },
		"announce": func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), p, publishing.Plan{}); return err },
		"content": func(e *publishing.Edit) error {
			_, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: value("upcoming", incomplete)}, urgent)
			return err
		},
	} {
		err := d.refused(cms.ErrInvalid, f)
		var invalid *cms.Invalid
		if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || invalid.Problems[0].Field != "title" {
			t.Errorf("%s: %v, want one problem of the title", name, err)
		}
	}
	wants(t, "the draft's version", d.draftVersion(p), 1)
}

func TestAReleaseUsesTheDraftUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, publishing.Plan{})
		return err
	})
	d.release(p, "one", publishing.Plan{})
	wants(t, "the draft's version", d.draftVersion(p), 0)
	d.edit(func(e *publishing.Edit) error { // once more: the newest revision
		r, err := e.Release(t.Context(), p, publishing.Plan{})
		wants(t, "the title", r.Card.Title, "one")
		return err
	})
	wantsAll(t, "the revisions", d.revisions(p), "one")
}

func TestWithoutADraftWhatWasPublicLastIsReleasedAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	again := func(p cms.ID, want string) {
		t.Helper()
		err := d.publisher.TryEdit(t.Context(), admin, func(e *publishing.Edit) error {
			r, err := e.Release(t.Context(), p, publishing.Plan{})
			wants(t, "the title", r.Card.Title, want)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	p := d.page(d.home, "a")
	d.typing(admin, p, "a thought", 0, false) // a revision that nobody released
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, 0) })
	again(p, "a")
	d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), p, "", publishing.Plan{}); return err })
	again(p, "a")
	d.release(p, "ahead", from(later(1)))
	again(p, "ahead")

	u := d.create("upcoming", d.home, "u")
	d.release(u, "in full", publishing.Plan{})
	d.save(u, "secret")
	d.ready(u)
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), u, publishing.Plan{}); return err })
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), u, 0) })
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), u, "not now", publishing.Plan{})
		return err
	})
	again(u, "in full") // and not what was let be known of the other text

	never := d.create("page", d.home, "never")
	d.typing(admin, never, "a thought", 0, false)
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), never, 0) })
	d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), never, publishing.Plan{})
		return err
	})
}

func TestTheTextOfACancelledReleaseIsTheDraftAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.cancel(d.release(p, "ahead", from(later(1))).ID)
	wants(t, "the draft", d.draftSays(p), "ahead")
	wants(t, "its version", d.draftVersion(p), 3) // of the third draft of the page

	ahead := d.release(p, "ahead again", from(later(1))).ID
	d.save(p, "a newer text")
	d.cancel(ahead)
	wants(t, "the draft", d.draftSays(p), "a newer text")

	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, 0) })
	d.edit(func(e *publishing.Edit) error {
		r, err := e.Gone(t.Context(), p, "", from(later(1)))
		if err != nil {
			return err
		}
		return e.Cancel(t.Context(), r.ID)
	})
	wants(t, "a draft of what showed nothing", d.draftVersion(p), 0)
}

func TestContentIsOfTheKindOfItsPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: value("service", "a")}, urgent)
		return err
	})
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("service", "a")})
		return err
	})
}

func TestAnAnnouncementTellsOnlyWhatMayBeKnown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	p := d.create("upcoming", d.home, "a")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: &upcoming{Title: "Figures", Summary: "embargoed"}})
		return err
	})
	var announced cms.Release
	d.edit(func(e *publishing.Edit) (err error) {
		announced, err = e.Announce(t.Context(), p, urgent)
		return err
	})
	d.edit(func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, from(later(1))); return err })
	wants(t, "what is live", d.live("/a", d.now()), "announced")
	wants(t, "what comes", d.live("/a", later(1)), "Figures")

	address := func() (a postgres.Address) {
		t.Helper()
		err := site.Snapshot(t.Context(), func(s *postgres.Snapshot) (err error) {
			a, err = s.Address(t.Context(), "/a", nil, nil)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := address()
	if a.Release == nil || a.Release.ID != announced.ID || !a.Revision.Redacted || a.Release.Card.Summary != "" {
		t.Fatalf("visitors get %+v, %+v", a.Release, a.Revision)
	}
	rows, _ := site.Pool.Query(t.Context(), `select coalesce(body::text, '') from revision union all select summary from release`)
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil || strings.Contains(text, "embargoed") {
			t.Errorf("visitors can read %q (%v)", text, err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	wants(t, "secrets in the announcement's search document", one[int](d, `
		select count(*) from search_document where release_id = $1 and (summary || body) like '%embargoed%'`, announced.ID), 0)
	wants(t, "revisions", len(d.revisions(p)), 2) // the editor's and the redacted

	for _, other := range []string{"page", "landing", "service"} {
		p := d.create(other, d.home, other)
		d.save(p, "no")
		d.ready(p)
		d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
			_, err := e.Announce(t.Context(), p, publishing.Plan{})
			return err
		})
	}
}

func TestAnAnnouncementLeavesTheDraft(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("upcoming", d.home, "a")
	d.save(p, "secret")
	d.ready(p)
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), p, publishing.Plan{}); return err })
	wants(t, "the draft's version", d.draftVersion(p), 1)
	d.edit(func(e *publishing.Edit) error {
		r, err := e.Release(t.Context(), p, publishing.Plan{}) // of what the editor wrote, not of what was announced
		wants(t, "the summary", r.Card.Summary, "secret")
		return err
	})
}

func TestOnlyWhatIsPublicIsWithdrawn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	never := d.create("page", d.home, "never")
	d.save(never, "never")
	over := d.page(d.home, "over")
	d.expire(over, time.Time{})
	gone := d.page(d.home, "gone")
	d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), gone, "", publishing.Plan{}); return err })
	ahead := d.create("page", d.home, "ahead")
	d.release(ahead, "ahead", from(later(2)))
	live := d.page(d.home, "live")

	type outcome func(e *publishing.Edit, p cms.ID, plan publishing.Plan) (cms.Release, error)
	for name, replace := range map[string]outcome{
		"withdraw": func(e *publishing.Edit, p cms.ID, plan publishing.Plan) (cms.Release, error) {
			return e.Withdraw(t.Context(), p, "wrong figures", plan)
		},
		"gone": func(e *publishing.Edit, p cms.ID, plan publishing.Plan) (cms.Release, error) {
			return e.Gone(t.Context(), p, "", plan)
		},
		"redirect": func(e *publishing.Edit, p cms.ID, plan publishing.Plan) (cms.Release, error) {
			return e.Redirect(t.Context(), p, "https://example.org/", plan)
		},
	} {
		for _, p := range []cms.ID{never, over, gone, ahead} {
			d.refused(cms.ErrConflict, func(e *publishing.Edit) error { _, err := replace(e, p, publishing.Plan{}); return err })
		}
		for p, plan := range map[cms.ID]publishing.Plan{live: {}, ahead: from(later(3))} {
			err := d.publisher.TryEdit(t.Context(), admin, func(e *publishing.Edit) error {
				r, err := replace(e, p, plan)
				if err == nil && r.Outcome.Shows() != (r.Revision != "") {
					t.Errorf("%s: %s with revision %q", name, r.Outcome, r.Revision)
				}
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), live, " \n", publishing.Plan{})
		return err
	})
}

func TestARedirectLeadsSomewhereElse(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	for _, to := range []string{"", "elsewhere", "//example.org", "http://example.org", "javascript:alert(1)", "/b c", "/\\b", "/a"} {
		d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
			_, err := e.Redirect(t.Context(), p, to, publishing.Plan{})
			return err
		})
	}
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Redirect(t.Context(), p, "/b", publishing.Plan{})
		return err
	})
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error { // it would lead to itself there
		_, err := e.Move(t.Context(), p, d.home, "b")
		return err
	})
	q := d.page(d.home, "q")
	d.edit(func(e *publishing.Edit) error { _, err := e.Redirect(t.Context(), q, "/c", from(later(1))); return err })
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), q, d.home, "c")
		return err
	})
}

func TestAPageIsFirstPublishedWhenItIs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("upcoming", d.home, "a")
	d.save(p, "a")
	d.ready(p)
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), p, publishing.Plan{}); return err })
	ahead := d.release(p, "ahead", from(later(5)))
	if !ahead.FirstPublishedAt.Equal(later(5)) {
		t.Errorf("what is to come is first published %v, want %v", ahead.FirstPublishedAt, later(5))
	}
	first := d.release(p, "first", publishing.Plan{})
	if !first.FirstPublishedAt.Equal(first.LiveFrom) || !first.Card.SortAt.Equal(first.LiveFrom) {
		t.Errorf("what is released at %v is first published %v and sorts at %v", first.LiveFrom, first.FirstPublishedAt, first.Card.SortAt)
	}
	second := d.release(p, "second", publishing.Plan{})
	if !second.FirstPublishedAt.Equal(first.LiveFrom) {
		t.Errorf("a second release is first published %v, want %v", second.FirstPublishedAt, first.LiveFrom)
	}
	told := d.now().Add(-1000 * time.Hour)
	third := d.release(p, "third", publishing.Plan{FirstPublishedAt: told})
	if !third.FirstPublishedAt.Equal(told) {
		t.Errorf("content with its own history is first published %v, want %v", third.FirstPublishedAt, told)
	}
}

// Of several releases of a page in one edit the last one counts: all happen at
// the same instant. An import moves a page and changes its text at once.
func TestAllOfAnEditHappensAtOneInstant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	before := d.now()
	d.edit(func(e *publishing.Edit) error {
		for _, text := range []string{"two", "three"} {
			if _, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: value("page", text)}, urgent); err != nil {
				return err
			}
		}
		_, err := e.Withdraw(t.Context(), p, "wrong", publishing.Plan{})
		return err
	})
	wants(t, "before", d.live("/a", before), "a")
	wants(t, "after", d.live("/a", d.now()), "withdrawn")
	wants(t, "what is withdrawn", one[string](d, `select title from release where outcome = 'withdrawn'`), "three")
	wants(t, "releases", len(d.timeline(p)), 2)

	told := later(-9000) // content that is withdrawn as it comes keeps its history
	q := d.create("page", d.home, "q")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), q, publishing.State{Value: value("page", "q")}, publishing.Plan{Reason: urgent.Reason, FirstPublishedAt: told})
		if err != nil {
			return err
		}
		r, err := e.Withdraw(t.Context(), q, "wrong", publishing.Plan{})
		wants(t, "first published as told", r.FirstPublishedAt.Equal(told), true)
		return err
	})
	d.edit(func(e *publishing.Edit) error { // and can be released after all
		r, err := e.Release(t.Context(), q, publishing.Plan{})
		wants(t, "the title", r.Card.Title, "q")
		return err
	})

	section, child := d.page(d.home, "s"), cms.ID("")
	child = d.page(section, "c")
	before = d.now()
	d.edit(func(e *publishing.Edit) error {
		if _, err := e.Move(t.Context(), section, d.home, "t"); err != nil {
			return err
		}
		if _, err := e.Move(t.Context(), child, section, "e"); err != nil {
			return err
		}
		_, err := e.ReleaseContent(t.Context(), child, publishing.State{Value: value("page", "moved")}, urgent)
		return err
	})
	wants(t, "before", d.live("/s/c", before), "c")
	wants(t, "after", d.live("/t/e", d.now()), "moved")
	wantsAll(t, "redirects", all[string](d, `select from_path from redirect order by 1`), "/s", "/s/c")
	newWatch(d) // the rules hold
}

func TestADryRunLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	before := d.dump()
	for _, want := range []error{nil, cms.ErrInvalid} {
		err := d.publisher.TryEdit(t.Context(), admin, func(e *publishing.Edit) error {
			if err := e.SetTerm(t.Context(), cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "t", Name: "T"}); err != nil {
				return err
			}
			if _, err := e.Save(t.Context(), publishing.Save{Page: p, Value: &kinds.ContentPage{Title: "b"}}); err != nil {
				return err
			}
			if _, err := e.Release(t.Context(), p, until(later(1))); err != nil {
				return err
			}
			made, err := e.Move(t.Context(), p, d.home, "b")
			wants(t, "redirects it would make", len(made), 1)
			line, lineErr := e.Timeline(t.Context(), p)
			wants(t, "releases it would leave", len(line), 2)
			return errors.Join(err, lineErr, want)
		})
		if !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
		if changed := changedTables(before, d.dump()); len(changed) > 0 {
			t.Errorf("a dry run changed %v", changed)
		}
	}
}

func TestAFailedEditLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.refused(cms.ErrForbidden, func(e *publishing.Edit) error {
		if _, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: value("page", "b")}, publishing.Plan{Reason: urgent.Reason, Until: later(1)}); err != nil {
			return err
		}
		if _, err := e.Move(t.Context(), p, d.home, "b"); err != nil {
			return err
		}
		return cms.Forbiddenf("no")
	})
}
