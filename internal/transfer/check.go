package transfer

import (
	"context"
	"time"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// CheckFolder looks at a folder of content files by itself, without a database:
// what an import into an empty site would refuse, and what the content rules
// find. base is the origin of the site, if it is known.
func CheckFolder(ctx context.Context, registry *schema.Registry, dir, base string, progress Progress) (files int, _ []cms.Problem, _ error) {
	f, err := readFolder(dir, registry, progress)
	if err != nil {
		return 0, nil, err
	}
	defer f.close()
	r := &reading{folder: f, site: emptyIndex(), progress: progress}
	if err := r.check(ctx, nil); err != nil {
		return 0, nil, err
	}
	found, err := check.Site(registry, base, func(yield func(check.Entry) error) error {
		return r.entries(time.Now(), yield)
	})
	f.problems.list = append(f.problems.list, append(found, r.chains()...)...)
	sortProblems(f.problems.list)
	return f.files, f.problems.list, err
}

// entries walks what was read without problems.
func (r *reading) entries(now time.Time, yield func(check.Entry) error) error {
	for _, page := range r.pages {
		live, _, _ := page.states(now)
		stateOf := func(d *document) check.State {
			if d == live && d != nil && d.readableAt(now) {
				return check.Live
			}
			return check.NotLive
		}
		if err := yield(check.Entry{Page: page.id, State: stateOf(live)}); err != nil {
			return err
		}
		nodes := page.documents[0].file.content()
		for _, d := range page.documents {
			if d.body == nil {
				continue
			}
			value, err := r.registry.Decode(page.kind, d.body)
			if err != nil {
				return err
			}
			line := func(field string) int { return schema.LineOf(nodes[d.at], field) }
			if err := yield(check.Entry{Page: page.id, Name: page.file(), State: stateOf(d), Value: value, Line: line}); err != nil {
				return err
			}
		}
	}
	return nil
}

// readableAt reports whether readers get content by the document.
func (d *document) readableAt(now time.Time) bool {
	return d.head.outcome.Shows() && d.liveAt(now)
}

// liveAt reports whether what has begun has not ended.
func (d *document) liveAt(now time.Time) bool {
	return d.head.liveUntil.IsZero() || now.Before(d.head.liveUntil)
}
