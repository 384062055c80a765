package site

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/templates/ui"
)

// chapter is a page that is shown on the page of its work.
type chapter struct {
	release cms.Release
	value   schema.Kind
}

// chapterKinds are the kinds of the pages that a reader wants with the one that
// is asked for.
func chapterKinds(query url.Values) []string {
	if query.Get("view") != ui.WholeView {
		return nil
	}
	return kinds.ChapterKinds()
}

// decodeChapters reads those chapters of a work that have come with it, in
// their order. What is announced has none.
func (l *loading) decodeChapters() error {
	work, can := l.value.(kinds.Work)
	if !can || l.address.Revision.Redacted || l.address.Release.Outcome == cms.OutcomeAnnounced {
		return nil
	}
	for _, ref := range work.ChapterRefs() {
		i := slices.IndexFunc(l.address.Chapters, func(p postgres.Part) bool { return p.Release.Page == cms.ID(ref) })
		if i < 0 {
			continue
		}
		part := l.address.Chapters[i]
		l.address.Chapters = slices.Delete(l.address.Chapters, i, i+1) // it is shown once
		value, err := l.site.Registry.Decode(part.Release.Kind, part.Body)
		if err != nil {
			return fmt.Errorf("site: read %s: %w", part.Release.Path, err)
		}
		l.chapters = append(l.chapters, chapter{part.Release, value})
	}
	return nil
}

// wantChapterLists asks for the lists of the chapters, as each would by itself.
func (l *loading) wantChapterLists() {
	for _, c := range l.chapters {
		for _, declared := range l.site.Registry.Lists(c.value, l.address.At) {
			l.lists = append(l.lists, declared)
			for _, q := range declared.Queries {
				q = l.resolve(q, c.release.Page, l.address.Release.Page)
				l.declared = append(l.declared, q)
				l.wanted.Lists = append(l.wanted.Lists, q)
			}
		}
	}
}

// fillChapters puts the chapters into the view of their work, each as a view of
// its own.
func (l *loading) fillChapters(v *ui.View) {
	if len(l.chapters) == 0 {
		return
	}
	v.Title += " (whole publication)"
	v.Anchors = map[cms.ID]string{l.address.Release.Page: ""}
	taken := map[string]bool{}
	for _, c := range l.chapters {
		v.Anchors[c.release.Page] = anchorOf(c.release.Path, taken)
	}
	shown := slices.Clone(v.Updates)
	work := *v
	for _, c := range l.chapters {
		own := work
		own.Release, own.Value, own.Notes, own.Anchor = c.release, c.value, nil, v.Anchors[c.release.Page]
		own.Updates = slices.DeleteFunc(l.updates(c.release.Page), func(n *kinds.UpdateNotice) bool { return slices.Contains(shown, n) })
		shown = append(shown, own.Updates...)
		v.Chapters = append(v.Chapters, &own)
	}
}

// anchorOf makes an identifier of the last part of a chapter's address. It has
// a dot, as no identifier of a heading has.
func anchorOf(address string, taken map[string]bool) string {
	base := "chapter." + richtext.Anchor(path.Base(address))
	anchor := base
	for n := 2; taken[anchor]; n++ {
		anchor = base + "-" + strconv.Itoa(n)
	}
	taken[anchor] = true
	return anchor
}
