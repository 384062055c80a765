package blocks

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Latest is a list that fills itself with live pages. Without any, neither the
// list nor its heading is shown.
type Latest struct {
	Heading  string        `rule:"max=150"`
	Kinds    []string      `type:"kinds" help:"Leave empty for every kind of page"`
	Below    cms.Ref       `help:"Only pages below this one"`
	Here     bool          `label:"Only pages below this page"`
	Mentions bool          `label:"Only pages that refer to this page"`
	Terms    []cms.TermRef `help:"Only pages that carry all of these"`
	Order    string        `type:"choice" options:"newest=Newest first,oldest=Oldest first,by_title=A to Z" default:"newest"`
	Size     int           `label:"How many at most" rule:"min=1 max=100" default:"3"`
	Rank     string        `type:"choice" options:"standard=Boxed,plain=Without a box" default:"standard"`
	Dates    bool          `label:"Show dates"`
	Link     cms.Link      `help:"Shown beside the heading, such as all blogs"`
}

func (*Latest) Block() cms.BlockType {
	return cms.BlockType{Name: "latest", Label: "Latest list", Help: "Pages that match, newest first or A to Z"}
}

// Lists declares the one list of the block.
func (l *Latest) Lists(time.Time) []cms.ListQuery {
	q := cms.ListQuery{Kinds: l.Kinds, Below: cms.ID(l.Below), Sort: cms.Sort(l.Order), Size: l.Size}
	if l.Here {
		q.Below = cms.This
	}
	if l.Mentions {
		q.RefersTo = cms.This
	}
	for _, term := range l.Terms {
		q.Terms = append(q.Terms, cms.ID(term))
	}
	return []cms.ListQuery{q}
}

// Headings declares the heading of the section.
func (l *Latest) Headings() []schema.Heading {
	return schema.OneHeading("heading", l.Heading, schema.MainHeading)
}
