package cms

import (
	"slices"
	"time"
)

// Timeline is all releases of one page, in the order they begin. No two of
// them overlap.
type Timeline []Release

// At returns what is live at that instant.
func (t Timeline) At(at time.Time) (Release, bool) {
	i := slices.IndexFunc(t, func(r Release) bool { return r.LiveAt(at) })
	if i < 0 {
		return Release{}, false
	}
	return t[i], true
}

// Place fits a new release in. The release that is live when the new one
// begins is shortened to that instant; the new one ends where the next begins,
// if that is before the end asked for. It returns the new release as it fits
// and, when there is one, the release before it as it must be shortened to.
func (t Timeline) Place(r Release) (placed Release, shortened *Release, err error) {
	if !r.EndsAt.IsZero() && !r.EndsAt.After(r.LiveFrom) {
		return r, nil, Invalidf("live_until", "a release must end after it begins")
	}
	r.LiveUntil = r.EndsAt
	for _, other := range t {
		switch {
		case other.LiveFrom.Equal(r.LiveFrom):
			return r, nil, Conflictf("another release of this page begins at that instant; cancel it first or choose another time")
		case other.LiveFrom.After(r.LiveFrom):
			if r.LiveUntil.IsZero() || other.LiveFrom.Before(r.LiveUntil) {
				if err := r.underneath(other); err != nil {
					return r, nil, err
				}
			}
			r.LiveUntil = Earlier(r.LiveUntil, other.LiveFrom)
		case other.LiveAt(r.LiveFrom):
			cut := other
			cut.LiveUntil = r.LiveFrom
			shortened = &cut
		}
	}
	return r, shortened, nil
}

// Cancel takes out a release that has not begun by now. It returns the release
// before it, when there is one that gets time back, as it must be lengthened to.
func (t Timeline) Cancel(id ID, now time.Time) (lengthened *Release, err error) {
	i := slices.IndexFunc(t, func(r Release) bool { return r.ID == id })
	if i < 0 {
		return nil, ErrNotFound
	}
	if t[i].Begun(now) {
		return nil, Conflictf("this release has begun and cannot be cancelled; withdraw it or release something else")
	}
	if i+1 < len(t) {
		if err := t[i].underneath(t[i+1]); err != nil {
			return nil, err
		}
	}
	if i == 0 {
		return nil, nil
	}
	before := t[i-1]
	until := before.EndsAt
	if i+1 < len(t) {
		until = Earlier(until, t[i+1].LiveFrom)
	}
	if until.Equal(before.LiveUntil) {
		return nil, nil
	}
	before.LiveUntil = until
	return &before, nil
}

// underneath fails if what comes next was planned for other content than r, and
// would show it: a withdrawal keeps what it withdraws.
func (r Release) underneath(next Release) error {
	if r.Outcome.brings() && !next.Outcome.brings() {
		return Conflictf("it is already planned to take the page away at %s, as it is without this change; cancel that first and plan it again after",
			next.LiveFrom.UTC().Format("2006-01-02 15:04 MST"))
	}
	return nil
}

// Expire ends what is live at that instant there and then. It returns the
// release as it must be ended.
func (t Timeline) Expire(at time.Time) (Release, error) {
	r, live := t.At(at)
	if !live {
		return r, Conflictf("nothing of this page is live at that time")
	}
	if r.LiveFrom.Equal(at) {
		return r, Conflictf("the release begins at that instant; cancel it instead")
	}
	r.EndsAt, r.LiveUntil = at, at
	return r, nil
}

// EndAt gives a release that has not ended by now another end; zero: none. It
// returns the release as it must be ended.
func (t Timeline) EndAt(id ID, end, now time.Time) (Release, error) {
	i := slices.IndexFunc(t, func(r Release) bool { return r.ID == id })
	if i < 0 {
		return Release{}, ErrNotFound
	}
	r := t[i]
	switch {
	case !r.LiveUntil.IsZero() && !r.LiveUntil.After(now):
		return r, Conflictf("this release has ended; release the page again instead")
	case !end.IsZero() && end.Before(now):
		return r, Invalidf("live_until", "that time is past; choose one that is to come")
	case !end.IsZero() && !end.After(r.LiveFrom):
		return r, Invalidf("live_until", "a release must end after it begins")
	}
	r.EndsAt, r.LiveUntil = end, end
	if i+1 < len(t) {
		r.LiveUntil = Earlier(end, t[i+1].LiveFrom)
	}
	return r, nil
}

// Earlier returns the earlier of two instants; zero is never.
func Earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
