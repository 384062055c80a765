package kind

import (
	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// A chapter is an entry of the list that every chapter of a work shows.
type chapter struct {
	title   string
	href    string
	current bool // the page that is shown
}

// chapters are a work's overview and what follows it; none for a work without
// chapters, and for one that is shown whole.
type chapters struct {
	work cms.Item
	all  []chapter
}

// chaptersOf lists the work itself and those of its chapters that are live, in
// the order that its editors gave them.
func chaptersOf(v *ui.View, work cms.Item, refs []cms.Ref) chapters {
	c := chapters{work: work}
	live := v.Live(refs)
	if len(live) == 0 || len(v.Chapters) > 0 {
		return c
	}
	c.all = []chapter{{"Overview", work.Path, work.Page == v.Release.Page}}
	for _, item := range live {
		c.all = append(c.all, chapter{item.Name(), item.Path, item.Page == v.Release.Page})
	}
	return c
}

// overview is the page that is shown, as the work that has the chapters.
func overview(v *ui.View) cms.Item { return cms.Item{Page: v.Release.Page, Path: v.Path} }

// beside lists the chapters of the work that this page is a chapter of.
func beside(v *ui.View, kind string, refs []cms.Ref) chapters {
	work, ok := nearest(v, kind)
	if !ok {
		return chapters{}
	}
	return chaptersOf(v, work, refs)
}

// step returns the chapter that many after the one that is shown, if there is
// one.
func (c chapters) step(by int) (chapter, bool) {
	for i, one := range c.all {
		if one.current && i+by >= 0 && i+by < len(c.all) {
			return c.all[i+by], true
		}
	}
	return chapter{}, false
}

// beside is the list of chapters in its place beside the text; nil: there is
// none.
func (c chapters) beside(v *ui.View) templ.Component {
	if len(c.all) == 0 {
		return nil
	}
	return c.nav(v)
}

// whole leads to the work with all its chapters on one page.
func (c chapters) whole() cms.Link {
	if len(c.all) == 0 {
		return cms.Link{}
	}
	return cms.Link{Text: "Read or print the whole publication", URL: c.work.Path + "?view=" + ui.WholeView}
}

// parted leads from a work that is shown whole to the same in parts.
func parted(v *ui.View) cms.Link {
	if len(v.Chapters) == 0 {
		return cms.Link{}
	}
	return cms.Link{Text: "Read it chapter by chapter", URL: v.Path}
}

// chapterSections list the chapters of a work or, where it is shown whole, are
// the chapters.
func chapterSections(v *ui.View, refs []cms.Ref, blocks block.Renderers) []block.Section {
	if len(v.Chapters) == 0 {
		return []block.Section{block.Part("Chapters", ChapterList(v.Live(refs)))}
	}
	var all []block.Section
	for i, c := range v.Chapters {
		switch p := c.Value.(type) {
		case *kinds.PublicationPage:
			all = append(all, block.Chapter(c, p.Title, i+1, chapterHead(c, p.Summary), blocks, block.Body(p.Body)))
		case *kinds.PublishedWorkChapter:
			all = append(all, block.Chapter(c, p.Title, i+1, chapterHead(c, p.Summary), blocks,
				block.Part("", ui.Figure(c, p.Banner, false)), block.Body(p.Body)))
		}
	}
	return all
}

var (
	_ = describe(describePublicationPage)
	_ = describe(describeWorkChapter)
)

func describePublicationPage(v *ui.View, _ *kinds.PublicationPage) schemaorg.Thing {
	return work(v, "Chapter").With(schemaorg.Thing{"isPartOf": partOfNearest(v, "publication", "Report")})
}

func describeWorkChapter(v *ui.View, p *kinds.PublishedWorkChapter) schemaorg.Thing {
	return work(v, "Chapter").With(schemaorg.Thing{
		"isPartOf": partOfNearest(v, "published-work", "Report"), "keywords": v.TermNames(p.Topics...),
	})
}
