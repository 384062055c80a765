package publishing

import (
	"context"
	"maps"
	"slices"
	"strings"

	"lectern/internal/cms"
)

// bump marks everything whose rendering depends on what the release shows.
func (e *Edit) bump(kind cms.Kind, page cms.ID, sections []cms.ID) {
	if kind.Tag != "" {
		e.tags[kind.Tag] = true
	}
	for _, tag := range Tags(page, kind.Name, sections) {
		e.tags[tag] = true
	}
}

// Tags returns the tags that a release of the page changes.
func Tags(page cms.ID, kind string, sections []cms.ID) []string {
	tags := []string{cms.PageTag(page), cms.RefTag(page), cms.ListTag(kind, "")}
	for _, section := range sections {
		tags = append(tags, cms.ListTag(kind, section))
	}
	return tags
}

// Tell records the change that happened by itself when a scheduled release
// began or ended: a job calls it at that instant. A release that was cancelled
// or changed meanwhile changes nothing, and what has been told since, such as
// by the same job at its first try, is not told again.
func (e *Edit) Tell(ctx context.Context, t TellArgs) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	r, err := e.tx.Release(ctx, t.Release)
	if err != nil {
		return ignoreNotFound(err)
	}
	if !r.LiveFrom.Equal(t.At) && !r.LiveUntil.Equal(t.At) {
		return nil
	}
	line, err := e.everyLine(ctx, r.Page)
	if err != nil {
		return err
	}
	e.changed[r.Page] = true
	if err := e.reprojectHeirs(ctx, line[len(line)-1]); err != nil {
		return err
	}
	told, err := e.tx.Told(ctx, Tags(r.Page, r.Kind, above(line)), t.At)
	if err != nil || told {
		return err
	}
	e.bumpLine(line)
	return nil
}

func sortedKeys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// public reports whether readers get something else from now on: pages, the names
// of terms, or what their searches find.
func (e *Edit) public() bool {
	return len(e.changed) > 0 || e.tags[cms.SearchTag] || slices.ContainsFunc(sortedKeys(e.tags), func(tag string) bool {
		return strings.HasPrefix(tag, cms.TermTag(""))
	})
}
