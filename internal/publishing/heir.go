package publishing

import (
	"context"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// withInherited returns the value of a line's last page with what it takes over
// from the pages above it, as they are live at that instant. The value itself
// stays as it was written: what a page inherits is not stored in it.
func (e *Edit) withInherited(ctx context.Context, line []cms.Page, value schema.Kind, at time.Time) (schema.Kind, error) {
	return e.inherited(value, func(kind string) (schema.Kind, error) {
		return e.nearest(ctx, line[:len(line)-1], kind, at)
	})
}

// inherited returns a copy of the value with what it inherits.
func (e *Edit) inherited(value schema.Kind, above func(kind string) (schema.Kind, error)) (schema.Kind, error) {
	if _, inherits := value.(schema.Heir); !inherits {
		return value, nil
	}
	copied, err := e.registry.Clone(value)
	if err != nil {
		return nil, err
	}
	return copied, schema.Inherit(copied, above)
}

// nearest returns what the nearest page of a kind that is live holds; nil: there
// is none.
func (e *Edit) nearest(ctx context.Context, above []cms.Page, kind string, at time.Time) (schema.Kind, error) {
	for _, page := range slices.Backward(above) {
		if page.Kind != kind {
			continue
		}
		timeline, err := e.timeline(ctx, page.ID)
		if err != nil {
			return nil, err
		}
		r, live := timeline.At(at)
		if live && (r.Outcome == cms.OutcomePage || r.Outcome == cms.OutcomeWithdrawn) {
			return e.value(ctx, r.Revision)
		}
	}
	return nil, nil
}

// reprojectHeirs derives anew what pages below inherit from a page whose
// timeline has changed: what is live of them now, and what is still to come,
// which inherits what the page is to be by then.
func (e *Edit) reprojectHeirs(ctx context.Context, page cms.Page) error {
	heirs := e.registry.HeirsOf(page.Kind)
	if len(heirs) == 0 {
		return nil
	}
	releases, err := e.tx.ReleasesBelow(ctx, page.ID, heirs, e.at)
	if err != nil {
		return err
	}
	for _, r := range releases {
		if err := e.reprojectRelease(ctx, r); err != nil {
			return err
		}
		line, err := e.lineage(ctx, r.Page)
		if err != nil {
			return err
		}
		if e.changed[page.ID] {
			e.changeNow(line)
		} else {
			e.bumpLine(line)
		}
	}
	return nil
}
