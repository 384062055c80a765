package meili

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// Search answers a state of the search, or fails with ErrBehind, or, if phrases are
// to be found as they stand, with ErrOther: the index has the stems of words, and no
// words. The server finds numbers of releases; what is shown of them is read from
// Postgres, as it is live at that instant, and only if both are at the same state of
// the site.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Results, error) {
	if len(search.Understand(q.Text, search.Lexicon{}).Exact()) > 0 {
		return search.Results{}, search.ErrOther
	}
	results, err := e.search(ctx, q)
	if err != nil && ctx.Err() == nil {
		e.server.forget(err)
		e.note(func(s *Status) {
			if !errors.Is(err, ErrBehind) {
				s.Err = err
			}
		})
	}
	return results, err
}

func (e *Engine) search(ctx context.Context, q search.Query) (results search.Results, err error) {
	for v := e.vocabulary.Load(); ; {
		if v == nil {
			err = e.index.Look(ctx, func(g *postgres.Glance) error {
				v, err = e.learn(ctx, g)
				return err
			})
			if err != nil {
				return results, err
			}
		}
		var now postgres.IndexVersion
		if results, now, err = e.searchWith(ctx, q, v); err != nil || now == v.version {
			return results, err
		}
		v = nil // it has changed meanwhile, and the index is in step with that
	}
}

// searchWith searches by a vocabulary. It returns the state of the site which the
// answer is of: if that is not the vocabulary's, the answer may be another.
func (e *Engine) searchWith(ctx context.Context, q search.Query, v *vocabulary) (results search.Results, now postgres.IndexVersion, err error) {
	typed := search.Understand(q.Text, v.lexicon)
	results = search.Results{Engine: Name, Counts: search.Counts{}, Instead: v.lexicon.Instead(typed.Whole)}
	names := e.names.some(v.version, append(typed.Wholes(), typed.Whole, joined(typed)))
	found, err := asking{engine: e, query: q, typed: typed, vocabulary: v, names: names}.run(ctx)
	if err != nil {
		return results, now, err
	}
	live, err := e.index.Find(ctx, found.releases)
	switch {
	case err != nil:
		return results, now, err
	case !found.mark.at(live.Version, live.At):
		return results, now, ErrBehind
	case len(live.Items) < len(found.releases):
		e.doubted.Store(true)
		return results, now, ErrBehind
	}
	results.Total, results.Counts, results.Loose = found.total, found.counts, found.loose
	results.Hits = search.Hits(live.Items, typed)
	for i := range results.Hits {
		results.Hits[i].Best = slices.Contains(found.best, found.releases[i])
	}
	if len(found.whys) > 0 {
		err = e.tell(ctx, results.Hits, found, typed, live.Version)
	}
	return results, live.Version, err
}

// found is what the server has found at one state of the site.
type found struct {
	mark     mark
	total    int
	releases []cms.ID
	hits     []hit        // the same, where they were asked for apart
	whys     []search.Why // of each of them; none: the query does not ask
	best     []cms.ID     // of them that are best bets
	counts   search.Counts
	loose    bool
	wide     bool // something has the words, be it that what is chosen leaves nothing of it
}

// asking is one search.
type asking struct {
	engine     *Engine
	query      search.Query
	typed      search.Typed
	vocabulary *vocabulary
	names      []string // those of what was typed, and of what means the same, that a page may have
}

// run asks for what has all the words, and, if nothing in the part of the site
// that is searched has them, for what comes near.
func (a asking) run(ctx context.Context) (f found, err error) {
	if a.query.Text == "" {
		return a.ask(ctx, wording{})
	}
	list := wordings(a.typed)
	if len(list) == 0 {
		f, err = a.ask(ctx, wording{}) // for the mark
	}
	for n, w := range list {
		before := f.mark
		if f, err = a.ask(ctx, w); err == nil && n > 0 && !f.mark.same(before) {
			err = ErrBehind
		}
		if err != nil {
			return f, err
		}
		has, err := a.within(ctx, w, f)
		if err != nil || has {
			f.loose = w.loose
			return f, err
		}
	}
	return found{mark: f.mark, counts: search.Counts{}}, err
}

// within reports whether anything in the part of the site that is searched has
// the words, be it that what is chosen leaves nothing of it.
func (a asking) within(ctx context.Context, w wording, f found) (bool, error) {
	if f.total > 0 || f.wide || len(a.query.Chosen) == 0 {
		return f.total > 0 || f.wide, nil
	}
	ctx, cancel := context.WithTimeout(ctx, a.engine.takes)
	defer cancel()
	queries := []*meilisearch.SearchRequest{a.search(w, a.cleared(), 1, 0, nil)}
	if named := slices.Concat(a.tops(w)...); len(named) > 0 {
		queries = append(queries, a.search(wording{}, append(a.cleared(), named), 1, 0, nil))
	}
	m, parts, err := a.call(ctx, queries)
	if err == nil && !m.same(f.mark) {
		err = ErrBehind
	}
	return slices.ContainsFunc(parts, func(p part) bool { return p.total > 0 }), err
}

// ask asks the server, for some more hits if need be.
func (a asking) ask(ctx context.Context, w wording) (found, error) {
	ctx, cancel := context.WithTimeout(ctx, a.engine.takes)
	defer cancel()
	size := cmp.Or(a.query.Size, search.PageSize)
	p := pages{size: size, number: max(a.query.Page, 1)}
	if p.number > mostHits/size || a.query.Counted { // beyond anything, or not asked for
		p.number, p.size = 1, 0
	}
	first := size // unless there are more of one name than fill a page
	if a.places() {
		first = len(a.best())
	}
	if tops := a.tops(w); !a.query.Explains() && (len(tops) == 0 || p.number == 1 && !a.places()) {
		f, is, err := a.together(ctx, w, p)
		if f.best = a.best(); is || err != nil {
			return f, err
		}
	}
	answer, err := a.apart(ctx, w, p, p.guess(first))
	if err != nil {
		return found{}, err
	}
	f := answer.found(p)
	f.best = a.best()
	if a.places() {
		f.releases = answer.merged(p, a.query.Order())
		return f, nil
	}
	if missing := p.missing(answer); len(missing) > 0 {
		more, err := a.apart(ctx, w, p, missing)
		if err != nil {
			return found{}, err
		}
		if !more.mark.same(answer.mark) {
			return found{}, ErrBehind
		}
		page := more.found(p)
		f.releases, f.hits = page.releases, page.hits
	}
	f.whys = a.whys(w, f.hits)
	return f, nil
}

// at reports whether the index was at a state of the site. Once a date that was
// ahead is reached, its order by date is another.
func (m mark) at(version postgres.IndexVersion, now time.Time) bool {
	return m.Settled && m.Version == spell(version) && (m.Turns.IsZero() || now.Before(m.Turns))
}
