package kind

import (
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// A chapter is an entry of the list that every chapter of a work shows.
type chapter struct {
	title   string
	href    string
	current bool // the page that is shown
}

// chapters are the overview and what follows it; none of it for a work without
// chapters.
type chapters []chapter

// chaptersOf lists the work itself and those of its chapters that are live, in
// the order that its editors gave them.
func chaptersOf(v *ui.View, work cms.Item, refs []cms.Ref) chapters {
	live := v.Live(refs)
	if len(live) == 0 {
		return nil
	}
	all := chapters{{"Overview", work.Path, work.Page == v.Release.Page}}
	for _, item := range live {
		all = append(all, chapter{item.Name(), item.Path, item.Page == v.Release.Page})
	}
	return all
}

// overview is the page that is shown, as the work that has the chapters.
func overview(v *ui.View) cms.Item { return cms.Item{Page: v.Release.Page, Path: v.Path} }

// beside lists the chapters of the work that this page is a chapter of.
func beside(v *ui.View, kind string, refs []cms.Ref) chapters {
	work, ok := nearest(v, kind)
	if !ok {
		return nil
	}
	return chaptersOf(v, work, refs)
}

// step returns the chapter that many after the one that is shown, if there is
// one.
func (c chapters) step(by int) (chapter, bool) {
	for i, one := range c {
		if one.current && i+by >= 0 && i+by < len(c) {
			return c[i+by], true
		}
	}
	return chapter{}, false
}
