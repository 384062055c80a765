package transfer

import (
	"context"
	"slices"
	"time"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/publishing"
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
	found, err := r.found(check.World{Base: base, Words: r.words()}, time.Now())
	f.problems.list = append(f.problems.list, append(found, r.chains()...)...)
	sortProblems(f.problems.list)
	return f.files, f.problems.list, err
}

// found is what the content rules find in what was read.
func (r *reading) found(world check.World, now time.Time) ([]cms.Problem, error) {
	world.File = filesOf(r.site.assets)
	return check.Site(r.registry, world, now, func(yield func(check.Entry) error) error { return r.entries(now, yield) })
}

// look counts what the rules find in files that were written to a site, at its
// levels. Nobody has to wait for it who wants to change the site.
func (s Site) look(ctx context.Context, r *reading) (summary string, err error) {
	err = s.Publisher.Read(ctx, cms.System, func(e *publishing.Edit) error {
		world, err := e.CheckWorld(ctx)
		if err != nil {
			return err
		}
		world.Page = func(page cms.ID) check.Neighbour {
			if _, there := r.site.pages[page]; there { // and not among the files: nothing more is known
				return check.Neighbour{}
			}
			return check.Neighbour{State: check.Missing}
		}
		found, err := r.found(world, e.At())
		summary = check.Report{Looked: "what was read", Problems: found, Levels: world.Levels}.Summary()
		return err
	})
	return summary, err
}

// entries walks what was read without problems.
func (r *reading) entries(now time.Time, yield func(check.Entry) error) error {
	for _, page := range r.pages {
		spans := page.spans(now)
		if err := yield(check.Entry{Page: page.id}); err != nil {
			return err
		}
		nodes := page.documents[0].file.content()
		for _, d := range page.documents {
			if d.body == nil { // what is wrong with it is told already; it is there all the same
				if err := yield(check.Entry{Page: page.id, Live: spans[d]}); err != nil {
					return err
				}
				continue
			}
			value, err := r.registry.Decode(page.kind, d.body)
			if err != nil {
				return err
			}
			line := func(field string) int { return schema.LineOf(nodes[d.at], field) }
			if err := yield(check.Entry{Page: page.id, Name: page.file(), Live: spans[d], Value: value, Line: line}); err != nil {
				return err
			}
		}
	}
	return nil
}

// spans are the times at which readers get content by a page's documents.
func (p *filePage) spans(now time.Time) map[*document]check.Span {
	live, planned, _ := p.states(now)
	if live != nil {
		planned = slices.Insert(planned, 0, live)
	}
	spans := map[*document]check.Span{}
	for i, d := range planned {
		span := check.Span{From: d.head.liveFrom, Until: d.head.liveUntil}
		if span.From.IsZero() {
			span.From = now
		}
		if i+1 < len(planned) && (span.Until.IsZero() || planned[i+1].head.liveFrom.Before(span.Until)) {
			span.Until = planned[i+1].head.liveFrom
		}
		if d.head.outcome.Shows() {
			spans[d] = span
		}
	}
	return spans
}

// words are what the folder says of short forms.
func (r *reading) words() check.Words {
	var groups []cms.Synonyms
	for _, g := range r.lexicon.synonyms {
		groups = append(groups, g.Synonyms)
	}
	return check.Words{Long: check.LongForms(groups)}
}

// filesOf knows files by their IDs.
func filesOf(assets map[string]cms.Asset) func(cms.ID) cms.Asset {
	byID := map[cms.ID]cms.Asset{}
	for _, a := range assets {
		byID[a.ID] = a
	}
	return func(id cms.ID) cms.Asset { return byID[id] }
}

// liveAt reports whether what has begun has not ended.
func (d *document) liveAt(now time.Time) bool {
	return d.head.liveUntil.IsZero() || now.Before(d.head.liveUntil)
}
