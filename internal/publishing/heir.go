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
func (e *Edit) withInherited(ctx context.Context, line []cms.Page, value schema.Kind, at time.Time, nearest nearestAbove) (schema.Kind, error) {
	return e.inherited(value, func(kind string) (schema.Kind, error) {
		return nearest(ctx, line[:len(line)-1], kind, at)
	})
}

// nearestAbove finds what the nearest page of a kind holds at an instant; nil:
// there is none.
type nearestAbove func(ctx context.Context, above []cms.Page, kind string, at time.Time) (schema.Kind, error)

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

// remembering is nearest that reads each page once, for as long as none of them
// changes. What it returns is shared, and to be read only.
func (e *Edit) remembering() nearestAbove {
	type asked struct {
		page cms.ID
		at   time.Time
	}
	known := map[asked]schema.Kind{}
	return func(ctx context.Context, above []cms.Page, kind string, at time.Time) (schema.Kind, error) {
		for len(above) > 0 && above[len(above)-1].Kind != kind {
			above = above[:len(above)-1]
		}
		if len(above) == 0 {
			return nil, nil
		}
		key := asked{above[len(above)-1].ID, at}
		if value, found := known[key]; found {
			return value, nil
		}
		value, err := e.nearest(ctx, above, kind, at)
		if err == nil {
			known[key] = value
		}
		return value, err
	}
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
	if err := e.reproject(ctx, releases, e.nearest); err != nil {
		return err
	}
	for _, r := range releases {
		line, err := e.everyLine(ctx, r.Page)
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
