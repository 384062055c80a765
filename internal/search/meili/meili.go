// Package meili is the search engine on Meilisearch, for those who run that
// server. Its index holds what is live and nothing else, and says itself which
// state of the site it is at: the engine answers only while that is the state
// that Postgres is at. At every other time it fails with ErrBehind, and Postgres
// answers. So counts are true, nothing is found before its instant, and what is
// withdrawn is gone at once, whatever the server does.
//
// The index is disposable. Whoever finds it gone, empty, altered or of another
// version of Lectern makes it anew from what is live.
package meili

import (
	"context"
	"fmt"
	"hash/maphash"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// Name is what operators know the engine by.
const Name = "meilisearch"

// ErrBehind says that the index is not, or not yet, at what is live: another
// engine must answer. It is no failure of the server.
var ErrBehind = fmt.Errorf("meili: %w", search.ErrBehind)

// Config is where the server is, and how it is used.
type Config struct {
	URL string // of the server, such as http://127.0.0.1:7700

	// Key is the server's master key, of which keys for searching and for
	// indexing are made; or one key that may do both. Empty: it wants none.
	Key string
	// Index is what the names of our indexes begin with: small letters, digits and
	// dashes. No other database may use it on that server.
	Index string

	Zone   *time.Location // of years and months
	Logger *slog.Logger
}

// Status is how the engine is, as last seen.
type Status struct {
	Reachable bool      // the server answers
	InStep    bool      // the index is at what is live, and the engine may be asked
	Behind    time.Time // since when it is not; zero: it is
	Documents int       // in the index
	Building  bool      // the index is being made anew
	Err       error     // what went wrong last; nil: nothing
}

// Engine is a search.Engine.
type Engine struct {
	config Config
	index  *postgres.Index
	server *server
	uid    string        // of the index that is searched
	takes  time.Duration // a call for a search at most

	vocabulary atomic.Pointer[vocabulary]
	seen       atomic.Pointer[mark] // the mark of the index when it was last searched
	names      names
	doubted    atomic.Bool // something was found that is not live: all must be compared
	mutex      sync.Mutex
	status     Status // guarded by mutex
}

// How long a call may take: a search, and one that feeds the index.
const (
	searchTakes = 500 * time.Millisecond
	feedTakes   = 10 * time.Second
)

// New returns an engine that finds what an index of Postgres has. It talks to
// nobody yet.
func New(config Config, index *postgres.Index) (*Engine, error) {
	if !strings.HasPrefix(config.URL, "http://") && !strings.HasPrefix(config.URL, "https://") {
		return nil, fmt.Errorf("meili: %q is no address of a server; it begins with http:// or https://", config.URL)
	}
	e := &Engine{config: config, index: index, uid: config.Index + "-" + fingerprint(config.Zone), takes: searchTakes, names: names{seed: maphash.MakeSeed()}}
	e.server = &server{
		url: strings.TrimRight(config.URL, "/"), key: config.Key, indexes: config.Index,
		http: &http.Client{Transport: transport()},
	}
	e.status.Behind = time.Now()
	return e, nil
}

// Name is that of the engine.
func (*Engine) Name() string { return Name }

// Status tells how the engine is.
func (e *Engine) Status() Status {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.status
}

// note changes what is known of how the engine is.
func (e *Engine) note(change func(*Status)) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	change(&e.status)
}

// vocabulary is what a search needs to know beside the index, at a state of the
// site: the terms, and what editors have told the search.
type vocabulary struct {
	version postgres.IndexVersion
	terms   search.Terms
	lexicon search.Lexicon
	bets    map[cms.ID]cms.ID // the live releases of the pages of best bets
}

// learn returns the vocabulary at the state that a glance sees.
func (e *Engine) learn(ctx context.Context, g *postgres.Glance) (*vocabulary, error) {
	if v := e.vocabulary.Load(); v != nil && v.version == g.Version {
		return v, nil
	}
	terms, err := g.Terms(ctx)
	if err != nil {
		return nil, err
	}
	v := &vocabulary{version: g.Version, terms: search.NewTerms(terms)}
	if v.lexicon, v.bets, err = g.Lexicon(ctx); err != nil {
		return nil, err
	}
	e.vocabulary.Store(v)
	return v, nil
}
