package postgres

import (
	"context"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// Index reads what can be found as the search engine's login, which sees what
// is live and no more.
type Index struct {
	pool *pgxpool.Pool
	// Database is small letters and digits that no other database has, but for a copy
	// of this one.
	Database string
}

// searchTakes bounds a statement of a search, unless the database's address names a
// statement_timeout. Reading the index anew may take longer.
const searchTakes = 2 * time.Second

// OpenIndex connects as the search engine's login.
func OpenIndex(ctx context.Context, owner *Store) (*Index, error) {
	login, err := owner.Login(ctx, "search")
	if err != nil {
		return nil, err
	}
	config := owner.Pool.Config()
	config.ConnConfig.User, config.ConnConfig.Password = login.Name, login.Password
	config.ConnConfig.RuntimeParams["application_name"] = "lectern search"
	if _, named := config.ConnConfig.RuntimeParams["statement_timeout"]; !named {
		config.ConnConfig.RuntimeParams["statement_timeout"] = fmt.Sprint(searchTakes.Milliseconds())
	}
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.MaxConns += 2 // whoever feeds an index outside, or reads all words, keeps one for long
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: open as the search login: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, failure("connect as the search login", err)
	}
	return &Index{pool, login.Name[strings.LastIndexByte(login.Name, '_')+1:]}, nil
}

// Close ends every connection.
func (x *Index) Close() { x.pool.Close() }

// Stat tells how its connections are used.
func (x *Index) Stat() *pgxpool.Stat { return x.pool.Stat() }

// Glance is one consistent look at what can be found at one instant.
type Glance struct {
	tx      pgx.Tx
	Version IndexVersion
	At      time.Time
}

// IndexVersion is what everything that can be found depends on: while it is the
// same, so is all of it.
type IndexVersion struct {
	Change  int64     // number of the last change of the site
	BegunAt time.Time // when a release last began; zero: never
	EndedAt time.Time // when one last ended; zero: never
	Changed int64     // number of the last change of an entry
}

const selectVersion = `select change, begun_at, ended_at, changed, site_now() from search_version()`

func (v *IndexVersion) into(at *time.Time) []any {
	return []any{&v.Change, (*instant)(&v.BegunAt), (*instant)(&v.EndedAt), &v.Changed, at}
}

// Look runs f on one consistent look at what can be found.
func (x *Index) Look(ctx context.Context, f func(*Glance) error) error {
	var inner error
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, x.pool, options, func(tx pgx.Tx) error {
		g := &Glance{tx: tx}
		v := &g.Version
		if err := tx.QueryRow(ctx, selectVersion).Scan(v.into(&g.At)...); err != nil {
			return err
		}
		inner = f(g)
		return inner
	})
	if inner != nil {
		return inner
	}
	return failure("look at the search index", err)
}

// IndexEntry is what an index in memory holds of a live release. Of one that has
// ended there is no more than its key, and its number, which may be a new one.
// Of identifiers that are many it has the bytes: their texts take three times as
// much, and Go looks at each one whenever it looks for what is no longer used.
type IndexEntry struct {
	Ord      uint32
	Live     bool
	Key      Key
	Release  uuid.UUID
	Page     uuid.UUID
	Kind     string
	Status   string
	DatedAt  time.Time   // zero: it has no date
	FirstAt  time.Time   // when the page was first published
	Terms    []cms.ID    // that it carries itself
	Sections []uuid.UUID // pages above it
	Facets   map[search.Facet][]string
}

// Key is a digest of a release, by which one that has ended is known, too.
type Key [md5.Size]byte

// KeyOf returns the key of a release.
func KeyOf(release cms.ID) Key { return md5.Sum([]byte(release)) }

// partSize is how many numbers Postgres looks at while those before are taken in: no
// more than a connection holds, or one waits for the other in turn.
const partSize = 500

// Live calls f with all that is live.
func (g *Glance) Live(ctx context.Context, f func(IndexEntry)) error {
	return g.entries(ctx, f, `
		select ord, true, null::uuid, release_id, page_id, kind, status, dated_at, first_published_at, terms, sections, facets
		from search_range() as whole, generate_series(whole.first::bigint, whole.last, $1) as part,
			search_live(part::integer, least(part + $1 - 1, whole.last)::integer)`, partSize)
}

// Entries calls f with the live entries that have changed after a number or
// begun after an instant, and with those that have ended.
func (g *Glance) Entries(ctx context.Context, after int64, since time.Time, f func(IndexEntry)) error {
	return g.entries(ctx, f, `
		select ord, live, key, release_id, page_id, coalesce(kind, ''), coalesce(status, ''), dated_at, first_published_at, terms, sections, facets
		from search_entries($1, $2)`, after, since)
}

func (g *Glance) entries(ctx context.Context, f func(IndexEntry), sql string, args ...any) error {
	if _, err := g.tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return failure("read the search index", err)
	}
	rows, _ := g.tx.Query(ctx, sql, args...)
	var e IndexEntry
	var key, release, page pgtype.UUID
	var terms, sections pgtype.FlatArray[pgtype.UUID]
	var facets []string
	into := []any{&e.Ord, &e.Live, &key, &release, &page, &e.Kind, &e.Status, (*instant)(&e.DatedAt), (*instant)(&e.FirstAt), &terms, &sections, &facets}
	known := map[pgtype.UUID]cms.ID{}
	_, err := pgx.ForEachRow(rows, into, func() error {
		e.Release, e.Page = release.Bytes, page.Bytes
		e.Terms, e.Sections = make([]cms.ID, len(terms)), make([]uuid.UUID, len(sections))
		for i, term := range terms {
			if known[term] == "" {
				known[term] = cms.ID(term.String())
			}
			e.Terms[i] = known[term]
		}
		for i, section := range sections {
			e.Sections[i] = section.Bytes
		}
		e.Facets = facetsOf(facets)
		if e.Key = key.Bytes; !key.Valid { // it is live, and the key made here sooner
			e.Key = KeyOf(cms.ID(release.String()))
		}
		f(e)
		return nil
	})
	if err == nil {
		_, err = g.tx.Exec(ctx, `set local statement_timeout to default`)
	}
	return failure("read the search index", err)
}

// Terms returns every term.
func (g *Glance) Terms(ctx context.Context) ([]cms.Term, error) {
	rows, _ := g.tx.Query(ctx, `select `+termColumns+` from term order by id`)
	list, err := pgx.CollectRows(rows, scanTerm)
	return list, failure("read terms", err)
}

// Match is the numbers of live entries that were found.
type Match struct {
	Ords    []uint32
	Titled  []uint32 // those of them whose titles have the words
	Tiers   []int32  // how well these do: more is better
	Lengths []int32  // and how long they are
}

// Sought is what is looked for.
type Sought struct {
	Wholes []string // what was typed, and other ways to say it
	Needs  []search.Need
	AnyOf  bool // one of the needs will do
}

// needs are the needs as search_query reads them.
func (s Sought) needs() string {
	type need struct {
		All   []string `json:"all"`
		Or    []string `json:"or"`
		Exact []string `json:"exact"`
	}
	list := make([]need, len(s.Needs))
	for i, n := range s.Needs {
		list[i] = need{All: []string{}, Or: append([]string{}, n.Or...), Exact: []string{}}
		for _, c := range n.Clauses {
			text := c.Text()
			if c.Prefix {
				text += "*"
			}
			list[i].All = append(list[i].All, text)
			if c.Exact && !s.AnyOf {
				list[i].Exact = append(list[i].Exact, c.Text())
			}
		}
	}
	text, _ := json.Marshal(list) // of strings
	return string(text)
}

// Match returns the entries that have all needs, or any.
func (g *Glance) Match(ctx context.Context, s Sought) (Match, error) {
	return g.match(ctx, `select ords, titled, tiers, lengths from search_match($1, $2, $3)`, s.Wholes, s.needs(), s.AnyOf)
}

// Like returns the entries whose titles have words like those typed. Their tiers
// say how like, of 100.
func (g *Glance) Like(ctx context.Context, whole string) (Match, error) {
	return g.match(ctx, `select ords, titled, tiers, lengths from search_like($1)`, whole)
}

func (g *Glance) match(ctx context.Context, sql string, args ...any) (m Match, err error) {
	err = g.tx.QueryRow(ctx, sql, args...).Scan(&m.Ords, &m.Titled, &m.Tiers, &m.Lengths)
	return m, failure("search", err)
}

// Rank returns how well each of the entries has what is looked for.
func (g *Glance) Rank(ctx context.Context, s Sought, ords []uint32) (ranks []float32, err error) {
	err = g.tx.QueryRow(ctx, `select coalesce(search_rank($1, $2, $3), '{}')`, s.needs(), s.AnyOf, ords).Scan(&ranks)
	return ranks, failure("rank", err)
}

// Has reports of each of the entries, one after the other, which of the words it
// has.
func (g *Glance) Has(ctx context.Context, words []search.WordMatch, ords []uint32) (has []bool, err error) {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
		if w.Prefix {
			texts[i] += "*"
		}
	}
	err = g.tx.QueryRow(ctx, `select search_has($1, $2)`, texts, ords).Scan(&has)
	return has, failure("explain", err)
}

// ByTitle returns a page of the entries, from A to Z.
func (g *Glance) ByTitle(ctx context.Context, ords []uint32, skip, size int) (page []uint32, err error) {
	err = g.tx.QueryRow(ctx, `select coalesce(search_by_title($1, $2, $3), '{}')`, ords, skip, size).Scan(&page)
	return page, failure("sort by title", err)
}

// Items returns the live releases in their order, as lists show them.
func (g *Glance) Items(ctx context.Context, releases []cms.ID) ([]cms.Item, error) {
	list, err := liveItems(ctx, g.tx, ids(releases))
	return list, failure("read what was found", err)
}

// Found is what is live of some releases.
type Found struct {
	Items   []cms.Item   // in the order of what was asked for
	Version IndexVersion // of just after
	At      time.Time
}

// Find reads releases and then the state of the site, all at once: who knows that the
// site was at that state before knows what state the releases are of.
func (x *Index) Find(ctx context.Context, releases []cms.ID) (found Found, err error) {
	batch := &pgx.Batch{}
	batch.Queue(selectItems, ids(releases)).Query(func(rows pgx.Rows) (err error) {
		found.Items, err = pgx.CollectRows(rows, scanItem)
		return err
	})
	batch.Queue(selectVersion).QueryRow(func(row pgx.Row) error { return row.Scan(found.Version.into(&found.At)...) })
	err = x.pool.SendBatch(ctx, batch).Close()
	return found, failure("read what was found", err)
}

const selectItems = `
	select ` + itemColumns + ` from unnest($1::uuid[]) with ordinality as wanted (id, n) join release on release.id = wanted.id
	order by n`

// liveItems returns those of the releases that the login sees, in their order.
func liveItems(ctx context.Context, db querier, releases any) ([]cms.Item, error) {
	rows, _ := db.Query(ctx, selectItems, releases)
	return pgx.CollectRows(rows, scanItem)
}

// Listen calls look whenever something on the site changes, and every so often
// besides: a notification may be missed, and what begins or ends by the clock
// makes no sound. It returns when it can listen no longer.
func (x *Index) Listen(ctx context.Context, every time.Duration, look func(context.Context)) error {
	pooled, err := x.pool.Acquire(ctx)
	if err != nil {
		return failure("listen for changes", err)
	}
	conn := pooled.Hijack() // it is not given back: nobody else shall be notified
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `listen lectern_change`); err != nil {
		return failure("listen for changes", err)
	}
	for {
		look(ctx)
		wait, cancel := context.WithTimeout(ctx, every)
		_, err := conn.WaitForNotification(wait)
		quiet := wait.Err() != nil
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && !quiet {
			return failure("listen for changes", err)
		}
	}
}
