package meili

import (
	"context"
	"hash/maphash"
	"maps"
	"sync"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// names are what live pages are called, and some that were live: most of what is typed
// is no page's name, and then the server need not be asked for the page of that name.
type names struct {
	seed    maphash.Seed
	mutex   sync.RWMutex
	digests map[uint64]struct{} // two that are the same cost a question
	at      postgres.IndexVersion
	time    time.Time // that the version was read at; zero: nothing is known yet
}

// mostMoved is how many changed pages are read with their whole texts: of more, what
// all pages are called is read more quickly.
const mostMoved = 200

// follow takes in what has changed until a glance.
func (n *names) follow(ctx context.Context, g *postgres.Glance) error {
	n.mutex.RLock()
	since, at := n.time, n.at
	n.mutex.RUnlock()
	if !since.IsZero() && at == g.Version {
		return nil
	}
	fresh := map[uint64]struct{}{}
	add := func(title string, more []string) {
		for _, name := range calledBy(title, more) {
			fresh[maphash.String(n.seed, name)] = struct{}{}
		}
	}
	few, err := false, error(nil)
	if !since.IsZero() && g.Version.Changed >= at.Changed {
		few, err = moved(ctx, g, at.Changed, since, add)
	}
	if err == nil && !few {
		err = g.Titles(ctx, func(t postgres.LiveTitle) { add(t.Title, t.Names) })
	}
	if err != nil {
		return err
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if few {
		maps.Copy(n.digests, fresh)
	} else {
		n.digests = fresh
	}
	n.at, n.time = g.Version, g.At
	return nil
}

// moved calls f with what pages are called that have changed, and reports whether these
// are few.
func moved(ctx context.Context, g *postgres.Glance, after int64, since time.Time, f func(title string, names []string)) (few bool, err error) {
	entries, err := g.Moved(ctx, after, since)
	if err != nil {
		return false, err
	}
	var releases []cms.ID
	for _, entry := range entries {
		if entry.Release != "" {
			releases = append(releases, entry.Release)
		}
	}
	if after == 0 || len(releases) > mostMoved {
		return false, nil
	}
	texts, err := g.Texts(ctx, releases)
	for _, t := range texts {
		f(search.Canonical(t.Title), t.Names)
	}
	return err == nil, err
}

// some are those of the names that a page may have at a version.
func (n *names) some(at postgres.IndexVersion, names []string) (some []string) {
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	known := !n.time.IsZero() && n.at == at
	for _, name := range names {
		if _, is := n.digests[maphash.String(n.seed, name)]; is || !known {
			some = append(some, name)
		}
	}
	return some
}
