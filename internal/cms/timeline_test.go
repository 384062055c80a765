package cms_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"lectern/internal/cms"
)

// hour returns the instant that many hours into the tests' day; 0 is never.
func hour(h int) time.Time {
	if h == 0 {
		return time.Time{}
	}
	return time.Date(2026, 5, 3, h, 0, 0, 0, time.UTC)
}

// span is a release called by a letter, from one hour until another.
type span struct {
	name               string
	from, until, asked int // 0: open
}

func (s span) release() cms.Release {
	return cms.Release{ID: cms.ID(s.name), LiveFrom: hour(s.from), LiveUntil: hour(s.until), EndsAt: hour(s.asked)}
}

func (s span) String() string {
	return fmt.Sprintf("%s[%d,%d) asked %d", s.name, s.from, s.until, s.asked)
}

func timeline(spans []span) cms.Timeline {
	var t cms.Timeline
	for _, s := range spans {
		t = append(t, s.release())
	}
	return t
}

// spanOf is the opposite of span.release.
func spanOf(r cms.Release) span {
	hours := func(t time.Time) int {
		if t.IsZero() {
			return 0
		}
		return t.Hour()
	}
	return span{string(r.ID), hours(r.LiveFrom), hours(r.LiveUntil), hours(r.EndsAt)}
}

func TestWhatIsLiveIsWhatHasBegunAndNotEnded(t *testing.T) {
	t.Parallel()
	line := timeline([]span{{"a", 2, 4, 4}, {"b", 6, 8, 0}, {"c", 8, 0, 0}})
	for h, want := range map[int]string{1: "", 2: "a", 3: "a", 4: "", 5: "", 6: "b", 7: "b", 8: "c", 23: "c"} {
		r, live := line.At(hour(h))
		if string(r.ID) != want || live != (want != "") {
			t.Errorf("at %d: %q, %v; want %q", h, r.ID, live, want)
		}
	}
	if r, live := line.At(hour(8).Add(-time.Microsecond)); !live || r.ID != "b" {
		t.Errorf("just before 8: %q, %v; want b", r.ID, live)
	}
	if _, live := (cms.Timeline)(nil).At(hour(3)); live {
		t.Error("something of a page without releases is live")
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	three := []span{{"a", 2, 4, 0}, {"b", 4, 6, 0}, {"c", 8, 0, 0}} // b was ended at 6, and asked for no more than that
	three[1].asked = 6
	for _, test := range []struct {
		name      string
		line      []span
		place     span
		placed    span
		shortened *span
		err       error
	}{
		{"the first release", nil, span{"n", 3, 0, 0}, span{"n", 3, 0, 0}, nil, nil},
		{"with an end", nil, span{"n", 3, 0, 5}, span{"n", 3, 5, 5}, nil, nil},
		{"after an open one: closes it", []span{{"a", 2, 0, 0}}, span{"n", 3, 0, 0}, span{"n", 3, 0, 0}, &span{"a", 2, 3, 0}, nil},
		{"closing keeps what was asked for", []span{{"a", 2, 9, 9}}, span{"n", 3, 0, 0}, span{"n", 3, 0, 0}, &span{"a", 2, 3, 9}, nil},
		{"before another: ends where that begins", []span{{"a", 5, 0, 0}}, span{"n", 3, 0, 0}, span{"n", 3, 5, 0}, nil, nil},
		{"before another, ending earlier", []span{{"a", 5, 0, 0}}, span{"n", 3, 0, 4}, span{"n", 3, 4, 4}, nil, nil},
		{"before another, ending just there", []span{{"a", 5, 0, 0}}, span{"n", 3, 0, 5}, span{"n", 3, 5, 5}, nil, nil},
		{"before another, asking for more", []span{{"a", 5, 0, 0}}, span{"n", 3, 0, 7}, span{"n", 3, 5, 7}, nil, nil},
		{"just where another ended", []span{{"a", 2, 3, 3}}, span{"n", 3, 0, 0}, span{"n", 3, 0, 0}, nil, nil},
		{"between three", three, span{"n", 5, 0, 0}, span{"n", 5, 8, 0}, &span{"b", 4, 5, 6}, nil},
		{"in a gap between three", three, span{"n", 7, 0, 0}, span{"n", 7, 8, 0}, nil, nil},
		{"at the instant of another", three, span{"n", 4, 0, 0}, span{}, nil, cms.ErrConflict},
		{"ending before it begins", nil, span{"n", 5, 0, 4}, span{}, nil, cms.ErrInvalid},
		{"ending as it begins", nil, span{"n", 5, 0, 5}, span{}, nil, cms.ErrInvalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			line := timeline(test.line)
			before := slices.Clone(line)
			placed, shortened, err := line.Place(test.place.release())
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if !slices.Equal(line, before) {
				t.Errorf("the timeline itself was changed")
			}
			if err != nil {
				return
			}
			if got := spanOf(placed); got != test.placed {
				t.Errorf("placed %v, want %v", got, test.placed)
			}
			sameRelease(t, "shortened", shortened, test.shortened)
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		line       []span
		cancel     string
		lengthened *span
		err        error
	}{
		{"the only one", []span{{"b", 5, 0, 0}}, "b", nil, nil},
		{"gives back an open end", []span{{"a", 1, 5, 0}, {"b", 5, 0, 0}}, "b", &span{"a", 1, 0, 0}, nil},
		{"gives back the end asked for", []span{{"a", 1, 5, 9}, {"b", 5, 0, 0}}, "b", &span{"a", 1, 9, 9}, nil},
		{"gives back no more than up to the next", []span{{"a", 1, 5, 0}, {"b", 5, 7, 0}, {"c", 7, 0, 0}}, "b", &span{"a", 1, 7, 0}, nil},
		{"gives nothing to what had ended before", []span{{"a", 1, 4, 4}, {"b", 5, 0, 0}}, "b", nil, nil},
		{"gives nothing to what was to end there", []span{{"a", 1, 5, 5}, {"b", 5, 0, 0}}, "b", nil, nil},
		{"the last of three", []span{{"a", 1, 5, 0}, {"b", 5, 7, 8}, {"c", 7, 0, 0}}, "c", &span{"b", 5, 8, 8}, nil},
		{"the first of those to come", []span{{"b", 5, 7, 0}, {"c", 7, 0, 0}}, "b", nil, nil},
		{"one that begins now", []span{{"a", 1, 3, 0}, {"b", 3, 0, 0}}, "b", nil, cms.ErrConflict},
		{"one that has begun", []span{{"a", 1, 5, 0}, {"b", 5, 0, 0}}, "a", nil, cms.ErrConflict},
		{"one that is not there", []span{{"a", 1, 5, 0}}, "x", nil, cms.ErrNotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			line := timeline(test.line)
			before := slices.Clone(line)
			lengthened, err := line.Cancel(cms.ID(test.cancel), hour(3))
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if !slices.Equal(line, before) {
				t.Errorf("the timeline itself was changed")
			}
			sameRelease(t, "lengthened", lengthened, test.lengthened)
		})
	}
}

// What takes a page away was planned for the content before it. Other content
// must not slip in between, nor that content slip away.
func TestWhatTakesContentAwayStaysWithIt(t *testing.T) {
	t.Parallel()
	outcomes := func(spans []span, outcomes ...cms.Outcome) cms.Timeline {
		line := timeline(spans)
		for i := range line {
			line[i].Outcome = outcomes[i]
		}
		return line
	}
	brings := map[cms.Outcome]bool{
		cms.OutcomePage: true, cms.OutcomeAnnounced: true,
		cms.OutcomeWithdrawn: false, cms.OutcomeGone: false, cms.OutcomeRedirect: false,
	}
	for last, lastBrings := range brings {
		for between, betweenBrings := range brings {
			var want error
			if betweenBrings && !lastBrings {
				want = cms.ErrConflict
			}
			two := outcomes([]span{{"a", 1, 8, 0}, {"c", 8, 0, 0}}, cms.OutcomePage, last)
			for asked, want := range map[int]error{0: want, 9: want, 8: nil, 7: nil} { // an end before it is no concern
				r := span{"b", 5, 0, asked}.release()
				r.Outcome = between
				if _, _, err := two.Place(r); !errors.Is(err, want) {
					t.Errorf("%s until %d before %s: %v, want %v", between, asked, last, err, want)
				}
			}
			three := outcomes([]span{{"a", 1, 5, 0}, {"b", 5, 8, 0}, {"c", 8, 0, 0}}, cms.OutcomePage, between, last)
			if _, err := three.Cancel("b", hour(3)); !errors.Is(err, want) {
				t.Errorf("cancel %s before %s: %v, want %v", between, last, err, want)
			}
		}
	}
}

func TestExpire(t *testing.T) {
	t.Parallel()
	line := []span{{"a", 2, 4, 4}, {"b", 6, 8, 9}, {"c", 8, 0, 0}}
	for _, test := range []struct {
		name  string
		at    int
		ended span
		err   error
	}{
		{"an open one", 10, span{"c", 8, 10, 10}, nil},
		{"one with an end: no cancelling gives it back", 7, span{"b", 6, 7, 7}, nil},
		{"one that begins there", 8, span{}, cms.ErrConflict},
		{"where nothing is live", 5, span{}, cms.ErrConflict},
		{"where one has just ended", 4, span{}, cms.ErrConflict},
		{"before all", 1, span{}, cms.ErrConflict},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ended, err := timeline(line).Expire(hour(test.at))
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if err == nil && spanOf(ended) != test.ended {
				t.Errorf("ended %v, want %v", spanOf(ended), test.ended)
			}
		})
	}
}

func TestBegunFromTheFirstInstantOn(t *testing.T) {
	t.Parallel()
	r := span{"a", 3, 5, 5}.release()
	for h, want := range map[int]bool{2: false, 3: true, 4: true, 6: true} {
		if got := r.Begun(hour(h)); got != want {
			t.Errorf("begun at %d: %v, want %v", h, got, want)
		}
	}
}

func sameRelease(t *testing.T, what string, got *cms.Release, want *span) {
	t.Helper()
	switch {
	case got == nil && want == nil:
	case got == nil:
		t.Errorf("%s nothing, want %v", what, *want)
	case want == nil:
		t.Errorf("%s %v, want nothing", what, spanOf(*got))
	case spanOf(*got) != *want:
		t.Errorf("%s %v, want %v", what, spanOf(*got), *want)
	}
}
