package kinds

import (
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// UpdateNotice tells the readers of some pages of something new.
type UpdateNotice struct {
	Title    string       `rule:"required max=150"`
	Text     richtext.Doc `rule:"required"`
	Severity string       `type:"choice" options:"information=Information,important=Important,critical=Critical" default:"information" rule:"required"`
	Pages    []cms.Ref    `help:"Which pages show it" rule:"required"`
	Expires  time.Time    `help:"Leave empty to show it until it is taken away"`
}

func (*UpdateNotice) Kind() cms.Kind {
	return cms.Kind{Name: "update-notice", Label: "Update notice", Help: "Tells the readers of some pages of something new", Tag: cms.NoticeTag}
}

func (n *UpdateNotice) Card() cms.Card { return cms.Card{Title: n.Title} }

// ChangesAt is when the notice expires.
func (n *UpdateNotice) ChangesAt(time.Time) time.Time { return n.Expires }

// ShownAt reports whether readers see the notice at that instant.
func (n *UpdateNotice) ShownAt(at time.Time) bool { return n.Expires.IsZero() || at.Before(n.Expires) }

// Rank is higher the more severe the notice is.
func (n *UpdateNotice) Rank() int {
	return slices.Index([]string{"information", "important", "critical"}, n.Severity)
}
