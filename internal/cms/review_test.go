package cms_test

import (
	"errors"
	"testing"
	"time"

	"lectern/internal/cms"
)

// TestReviews walks every state and everything that can be said in it.
func TestReviews(t *testing.T) {
	at := time.Date(2026, time.May, 1, 9, 0, 0, 0, time.UTC)
	states := map[string]cms.Review{
		"new":      {},
		"returned": {State: cms.Drafting, By: "rev", At: at, Note: "say more"},
		"review":   {State: cms.InReview, By: "ann", At: at},
		"approved": {State: cms.Approved, By: "rev", At: at},
	}
	acts := map[string]func(cms.Review) (cms.Review, error){
		"submit": func(r cms.Review) (cms.Review, error) { return r.Submitted("ann", at, " look ") },
		"approve": func(r cms.Review) (cms.Review, error) {
			return cms.Draft{Editor: "ann", Review: r}.ApprovedBy("rev", at, "")
		},
		"approve my own": func(r cms.Review) (cms.Review, error) {
			return cms.Draft{Editor: "ann", Review: r}.ApprovedBy("ann", at, "")
		},
		"return": func(r cms.Review) (cms.Review, error) { return r.ReturnedBy("rev", at, " say more ") },
		"return in silence": func(r cms.Review) (cms.Review, error) {
			return r.ReturnedBy("rev", at, " ")
		},
		"change": func(r cms.Review) (cms.Review, error) { return r.AfterChange(), nil },
	}
	submitted := cms.Review{State: cms.InReview, By: "ann", At: at, Note: "look"}
	returned := cms.Review{State: cms.Drafting, By: "rev", At: at, Note: "say more"}
	approved := cms.Review{State: cms.Approved, By: "rev", At: at}
	for _, test := range []struct {
		act, state string
		want       cms.Review
		err        error
	}{
		{"submit", "new", submitted, nil},
		{"submit", "returned", submitted, nil},
		{"submit", "review", cms.Review{}, cms.ErrConflict},
		{"submit", "approved", cms.Review{}, cms.ErrConflict},
		{"approve", "new", cms.Review{}, cms.ErrConflict},
		{"approve", "returned", cms.Review{}, cms.ErrConflict},
		{"approve", "review", approved, nil},
		{"approve", "approved", cms.Review{}, cms.ErrConflict},
		{"approve my own", "new", cms.Review{}, cms.ErrConflict},
		{"approve my own", "returned", cms.Review{}, cms.ErrConflict},
		{"approve my own", "review", cms.Review{}, cms.ErrForbidden},
		{"approve my own", "approved", cms.Review{}, cms.ErrConflict},
		{"return", "new", cms.Review{}, cms.ErrConflict},
		{"return", "returned", cms.Review{}, cms.ErrConflict},
		{"return", "review", returned, nil},
		{"return", "approved", returned, nil},
		{"return in silence", "review", cms.Review{}, cms.ErrInvalid},
		{"return in silence", "approved", cms.Review{}, cms.ErrInvalid},
		{"change", "new", cms.Review{}, nil},
		{"change", "returned", returned, nil},
		{"change", "review", states["review"], nil},
		{"change", "approved", cms.Review{State: cms.Drafting}, nil},
	} {
		got, err := acts[test.act](states[test.state])
		if !errors.Is(err, test.err) || err == nil && got != test.want {
			t.Errorf("%s what is %s: %+v, %v; want %+v, %v", test.act, test.state, got, err, test.want, test.err)
		}
	}
	if !states["returned"].Returned() || states["new"].Returned() || states["review"].Returned() {
		t.Error("what is returned is not told apart")
	}
}

// TestEndsOfReleases gives releases another end.
func TestEndsOfReleases(t *testing.T) {
	hour := func(n int) time.Time { return time.Date(2026, time.May, 1, n, 0, 0, 0, time.UTC) }
	line := cms.Timeline{
		{ID: "over", LiveFrom: hour(1), LiveUntil: hour(2)},
		{ID: "live", LiveFrom: hour(3), LiveUntil: hour(8)},
		{ID: "next", LiveFrom: hour(8)},
	}
	now := hour(5)
	for _, test := range []struct {
		id           cms.ID
		end          time.Time
		until, asked time.Time
		err          error
	}{
		{"live", hour(6), hour(6), hour(6), nil},
		{"live", hour(9), hour(8), hour(9), nil}, // the next begins before
		{"live", time.Time{}, hour(8), time.Time{}, nil},
		{"next", hour(9), hour(9), hour(9), nil},
		{"next", time.Time{}, time.Time{}, time.Time{}, nil},
		{"next", hour(8), time.Time{}, time.Time{}, cms.ErrInvalid},
		{"live", hour(4), time.Time{}, time.Time{}, cms.ErrInvalid},
		{"over", hour(9), time.Time{}, time.Time{}, cms.ErrConflict},
		{"none", hour(9), time.Time{}, time.Time{}, cms.ErrNotFound},
	} {
		got, err := line.EndAt(test.id, test.end, now)
		if !errors.Is(err, test.err) || err == nil && (!got.LiveUntil.Equal(test.until) || !got.EndsAt.Equal(test.asked)) {
			t.Errorf("%s at %v: until %v, asked %v, %v; want %v, %v, %v", test.id, test.end, got.LiveUntil, got.EndsAt, err, test.until, test.asked, test.err)
		}
	}
}
