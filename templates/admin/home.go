package admin

import (
	"time"

	"lectern/internal/cms"
)

// begins reports whether somebody has not written anything yet.
func begins(d cms.Desk) bool {
	return d.Drafts.Total == 0 && d.Waiting() == 0
}

// happened says what a release does, before its time.
func happened(h cms.Happening) string {
	ahead := h.At.After(h.Page.At)
	switch h.Outcome {
	case cms.OutcomeAnnounced:
		return either(ahead, "To be announced", "Announced")
	case cms.OutcomeWithdrawn:
		return either(ahead, "To be withdrawn", "Withdrawn")
	case cms.OutcomeGone:
		return either(ahead, "To be taken away", "Taken away")
	case cms.OutcomeRedirect:
		return either(ahead, "To be redirected", "Redirected")
	}
	return either(ahead, "To be published", "Published")
}

func either(first bool, one, other string) string {
	if first {
		return one
	}
	return other
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// whenExactly writes an instant with its time of day.
func whenExactly(v *View, t, now time.Time) string {
	if text := when(v, t, now); cms.DateOf(t.In(v.Zone)) == cms.DateOf(now.In(v.Zone)) {
		return text
	}
	return v.At(t)
}
