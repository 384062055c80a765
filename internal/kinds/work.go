package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Work is a page whose chapters are pages of their own. A reader can have it
// whole, with all of them on one page.
type Work interface {
	schema.Kind
	ChapterRefs() []cms.Ref
}

// ChapterKinds are the kinds of pages that are chapters.
func ChapterKinds() []string { return []string{"publication-page", "published-work-chapter"} }

// ChapterRefs are the chapters in their order.
func (p *Publication) ChapterRefs() []cms.Ref { return p.Chapters }

// ChapterRefs are the chapters in their order.
func (p *PublishedWork) ChapterRefs() []cms.Ref { return p.Chapters }
