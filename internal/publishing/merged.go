package publishing

import (
	"context"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Where two people write at once, what one of them saves automatically goes into the
// draft of the other without a revision of its own. The audit keeps that it did, so
// that the next revision tells whose words it holds.

// merging is the action by which the audit tells of it.
const merging = "merge"

// recordMerge keeps that the user saves on with what a draft holds of its editor's.
// Of the same two it is told once before the next revision.
func (e *Edit) recordMerge(ctx context.Context, before cms.Draft) error {
	entries, err := e.tx.SinceRevision(ctx, before.Page, merging)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, func(m postgres.Entry) bool { return m.Actor == e.user.ID && MergedFrom(m) == before.Editor }) {
		return nil
	}
	return e.record(ctx, postgres.Audit{Actor: e.user.ID, Action: merging, Page: before.Page, Detail: map[string]any{"of": before.Editor}})
}

// mergedInto returns whose words a draft holds besides its editor's, that are in no
// revision yet.
func (e *Edit) mergedInto(ctx context.Context, d cms.Draft) (others []cms.ID, err error) {
	entries, err := e.tx.SinceRevision(ctx, d.Page, merging)
	for _, m := range entries {
		for _, who := range []cms.ID{m.Actor, MergedFrom(m)} {
			if who != "" && who != d.Editor && !slices.Contains(others, who) {
				others = append(others, who)
			}
		}
	}
	return others, err
}

// MergedFrom is whose words an entry of the audit says that somebody has merged;
// empty: it says nothing of it.
func MergedFrom(entry Entry) cms.ID {
	if entry.Action != merging {
		return ""
	}
	of, _ := entry.Detail["of"].(string)
	return cms.ID(of)
}

// MergedIn are those, besides its writer, whose words an entry says that the revision
// holds.
func MergedIn(entry Entry) (others []cms.ID) {
	list, _ := entry.Detail["merged"].([]any)
	for _, one := range list {
		if id, is := one.(string); is {
			others = append(others, cms.ID(id))
		}
	}
	return others
}
