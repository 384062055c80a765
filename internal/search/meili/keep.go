package meili

import (
	"context"
	"errors"
	"fmt"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// mark is the document in the index that says which state of the site it is at.
// It is written in the same task as the documents of that state: whichever order
// tasks of several nodes come in, an index whose mark is settled holds just what
// was live at its version. One that is not settled may hold more that has changed
// since.
type mark struct {
	Version  string    `json:"version"`
	Settled  bool      `json:"settled"`
	Changed  int64     `json:"changed"` // of the version
	At       time.Time `json:"at"`      // the instant of the version
	Turns    time.Time `json:"turns"`   // when the order by date changes; zero: it does not
	Built    time.Time `json:"built"`   // what age counts from
	Settings string    `json:"settings"`
	Lexicon  string    `json:"lexicon"` // what it knows of what means the same
}

// same reports whether two marks are of the same state.
func (m mark) same(other mark) bool {
	return m.Version == other.Version && m.Settled == other.Settled && m.At.Equal(other.At)
}

// markKey is that of the document with the mark.
const markKey = "mark"

type markDocument struct {
	Key  string `json:"id"`
	Page bool   `json:"page"`
	Mark mark   `json:"mark"`
}

// spell writes a version of the site.
func spell(v postgres.IndexVersion) string {
	return fmt.Sprintf("%d/%d/%d/%d", v.Change, micros(v.BegunAt), micros(v.EndedAt), v.Changed)
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// How long Keep waits: before it looks anyway, as long as it may take until what
// begins by the clock is found; and after failures, at most.
const (
	looksEvery  = time.Second
	pausesMost  = 30 * time.Second
	checksEvery = 10 * time.Minute
)

// Keep keeps the index in step with what is live, and makes it if there is none,
// until ctx ends. Every node may run it: they take turns.
func (e *Engine) Keep(ctx context.Context) error {
	k := keeper{engine: e}
	for {
		err := e.index.Listen(ctx, looksEvery, k.look)
		if ctx.Err() != nil {
			return nil
		}
		e.config.Logger.Warn("the index of Meilisearch hears of no changes for now", "error", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(2 * looksEvery):
		}
	}
}

// keeper is what Keep remembers.
type keeper struct {
	engine  *Engine
	checked time.Time // when all of the index was last compared
	said    string    // the failure that was last logged
	pause   time.Duration
	until   time.Time // nothing is tried before
}

func (k *keeper) look(ctx context.Context) {
	if time.Now().Before(k.until) {
		return
	}
	err := k.engine.renew(ctx, time.Since(k.checked) > checksEvery)
	switch {
	case ctx.Err() != nil:
	case err == nil || errors.Is(err, errNotAlone):
		if k.said != "" {
			k.engine.config.Logger.Info("the index of Meilisearch is looked after again")
		}
		if err == nil && time.Since(k.checked) > checksEvery {
			k.checked = time.Now()
		}
		k.said, k.pause = "", 0
	default:
		k.pause = min(max(2*k.pause, looksEvery), pausesMost)
		k.until = time.Now().Add(k.pause)
		if err.Error() != k.said {
			k.said = err.Error()
			k.engine.config.Logger.Warn("the index of Meilisearch could not be brought up to date", "error", err)
		}
	}
}

// errNotAlone says that another node is feeding the index.
var errNotAlone = errors.New("meili: another node feeds the index")

// Renew brings the index up to date, unless another node is about to.
func (e *Engine) Renew(ctx context.Context) error {
	err := e.renew(ctx, false)
	if errors.Is(err, errNotAlone) {
		return nil
	}
	return err
}

// renew brings the index up to date, and compares all of it besides if asked to.
func (e *Engine) renew(ctx context.Context, check bool) error {
	keys, err := e.server.use(ctx)
	if err != nil {
		e.failed(err)
		return err
	}
	check = e.doubted.Swap(false) || check
	err = e.index.Look(ctx, func(g *postgres.Glance) error {
		f := feeding{engine: e, keys: keys, glance: g, uid: e.uid}
		err := f.run(ctx, check)
		if err == nil || errors.Is(err, errNotAlone) {
			err = orElse(e.names.follow(ctx, g), err)
		}
		return err
	})
	if err != nil && check {
		e.doubted.Store(true)
	}
	if err != nil && !errors.Is(err, errNotAlone) && ctx.Err() == nil {
		e.failed(err)
	}
	return err
}

func (e *Engine) failed(err error) {
	e.server.forget(err)
	e.note(func(s *Status) {
		var told *Problem
		s.Err, s.Building = err, false
		if errors.As(err, &told) { // else it is not the server's
			s.Reachable = told.Status != 0
		}
		s.is(false)
	})
}

// is notes whether the index is in step.
func (s *Status) is(inStep bool) {
	switch {
	case inStep:
		s.Behind = time.Time{}
	case s.Behind.IsZero():
		s.Behind = time.Now()
	}
	s.InStep = inStep
}

// feeding brings an index to the state of the site that a glance sees.
type feeding struct {
	engine *Engine
	keys   *keys
	glance *postgres.Glance
	uid    string
}

// run does what is needed, if nobody else does.
func (f feeding) run(ctx context.Context, check bool) error {
	m, err := f.mark(ctx)
	if err != nil && !errors.Is(err, errNoMark) {
		return err
	}
	inStep := err == nil && m.at(f.glance.Version, f.glance.At)
	f.engine.note(func(s *Status) {
		s.Reachable, s.Err = true, nil
		s.is(inStep)
	})
	if inStep && !check {
		return nil
	}
	if alone, err := f.glance.Alone(ctx); err != nil || !alone {
		return orElse(err, errNotAlone)
	}
	if m, err = f.mark(ctx); err == nil && m.At.After(f.glance.At) {
		return errNotAlone // another node was quicker: the next look sees it
	}
	if err == nil {
		err = f.follow(ctx, m, check)
	}
	if isOutOfUse(err) {
		err = f.build(ctx, err)
	}
	if err == nil {
		f.engine.note(func(s *Status) { s.is(true) })
		f.count(ctx)
	}
	return err
}

// isOutOfUse reports whether an error says that an index is of no use any more.
func isOutOfUse(err error) bool {
	return errors.Is(err, errNoMark) || errors.Is(err, errUnsound) || errors.Is(err, errOtherLexicon)
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// errNoMark says that there is no index, or one without a mark: it is empty, or
// was never finished.
var errNoMark = errors.New("meili: there is no index")

// errOtherLexicon says that editors have told the search something.
var errOtherLexicon = errors.New("meili: other texts mean the same now")

// mark reads the mark of the index.
func (f feeding) mark(ctx context.Context) (mark, error) {
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	return readMark(call, f.keys.feed, f.uid)
}

// readMark reads the mark of an index, or fails with errNoMark.
func readMark(ctx context.Context, client meilisearch.ServiceManager, uid string) (mark, error) {
	var d markDocument
	err := client.Index(uid).GetDocument(ctx, markKey, nil, &d)
	switch code := codeOf(err); {
	case code == "index_not_found" || code == "document_not_found":
		return mark{}, errNoMark
	case err != nil:
		return mark{}, problem("read the mark", err)
	}
	return d.Mark, nil
}

// follow takes in what has changed since a mark, and compares all if asked to.
func (f feeding) follow(ctx context.Context, since mark, check bool) error {
	v, err := f.engine.learn(ctx, f.glance)
	if err != nil {
		return err
	}
	if since.Lexicon != meant(v.lexicon) {
		return errOtherLexicon
	}
	if since.Changed > f.glance.Version.Changed { // such as before a backup was put back
		return fmt.Errorf("%w: it is ahead of what is live", errUnsound)
	}
	if !check {
		return f.takeIn(ctx, since, nil)
	}
	if err := f.sameSettings(ctx, since); err != nil {
		return err
	}
	compare := func() error {
		all, err := f.glance.Moved(ctx, 0, f.glance.At)
		if err != nil {
			return err
		}
		return f.compare(ctx, all)
	}
	if since.at(f.glance.Version, f.glance.At) {
		err = compare()
	} else {
		err = f.takeIn(ctx, since, compare)
	}
	if err != nil {
		return err
	}
	return f.sweep(ctx)
}

// takeIn takes in what has changed since a mark, and settles it if a check says so;
// nil: there is none.
func (f feeding) takeIn(ctx context.Context, since mark, check func() error) error {
	moved, err := f.glance.Moved(ctx, since.Changed, since.At)
	if err != nil {
		return err
	}
	var ended []string
	var live []postgres.MovedEntry
	for _, entry := range moved {
		if entry.Release == "" {
			ended = append(ended, entry.Key)
			continue
		}
		live = append(live, entry)
	}
	if len(ended) > 0 { // for ever: it does not matter when that is done
		call, cancel := context.WithTimeout(ctx, feedTakes)
		defer cancel()
		info, err := f.keys.feed.Index(f.uid).DeleteDocuments(call, ended, nil)
		if err := f.finish(ctx, "leave out what has ended", info, err); err != nil {
			return err
		}
	}
	return f.send(ctx, live, since, check)
}

func (f feeding) finish(ctx context.Context, operation string, info *meilisearch.TaskInfo, err error) error {
	return f.engine.server.finish(ctx, f.keys, operation, info, err)
}

// A batch is so many documents, or fewer if their texts are so long, in bytes.
const (
	batchDocuments = 500
	batchText      = 8 << 20
)

// send sends documents in batches. Until the last is in and a check, if there is one,
// finds nothing wrong, the mark says that the index is at what it was before.
func (f feeding) send(ctx context.Context, entries []postgres.MovedEntry, since mark, check func() error) error {
	turns, err := f.glance.Turn(ctx)
	if err != nil {
		return err
	}
	v, err := f.engine.learn(ctx, f.glance)
	if err != nil {
		return err
	}
	m := maker{
		at: f.glance.At, age: since.Built, zone: f.engine.config.Zone, terms: v.terms, means: meaningsOf(v.lexicon.Meanings()),
	}
	under, done := since, since
	under.Settled = false
	done.Settled, done.Version, done.Changed, done.At, done.Turns =
		true, spell(f.glance.Version), f.glance.Version.Changed, f.glance.At, turns
	s := sender{feeding: f, maker: m, mark: under}
	for len(entries) > 0 {
		n := min(len(entries), batchDocuments)
		if err := s.add(ctx, entries[:n]); err != nil {
			return err
		}
		entries = entries[n:]
	}
	if check != nil {
		if err := s.finish(ctx); err != nil {
			return err
		}
		if err := check(); err != nil {
			return err
		}
	}
	s.mark = done
	return s.finish(ctx)
}

// sender collects documents and sends them.
type sender struct {
	feeding
	maker maker
	mark  mark // that goes with what is sent
	batch []any
	text  int
	tasks []*meilisearch.TaskInfo
}

func (s *sender) add(ctx context.Context, entries []postgres.MovedEntry) error {
	keys := make(map[cms.ID]string, len(entries))
	var releases []cms.ID
	for _, entry := range entries {
		keys[entry.Release] = entry.Key
		releases = append(releases, entry.Release)
	}
	texts, err := s.glance.Texts(ctx, releases)
	if err != nil {
		return err
	}
	for _, text := range texts {
		if len(s.batch) >= batchDocuments || s.text > batchText {
			if err := s.flush(ctx); err != nil {
				return err
			}
		}
		s.batch = append(s.batch, s.maker.document(keys[text.Release], text))
		s.text += len(text.Body)
	}
	return nil
}

// flush sends what is collected, and the mark with it.
func (s *sender) flush(ctx context.Context) error {
	s.batch = append(s.batch, markDocument{Key: markKey, Mark: s.mark})
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	info, err := s.keys.feed.Index(s.uid).AddDocuments(call, s.batch, nil)
	if err != nil {
		return problem("send documents", err)
	}
	s.tasks, s.batch, s.text = append(s.tasks, info), nil, 0
	return nil
}

// finish sends what is left, and waits until all that was sent is in.
func (s *sender) finish(ctx context.Context) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	for _, info := range s.tasks {
		if err := s.feeding.finish(ctx, "take in documents", info, nil); err != nil {
			return err
		}
	}
	s.tasks = nil
	return nil
}

// count notes how many documents there are.
func (f feeding) count(ctx context.Context) {
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	if stats, err := f.keys.feed.Index(f.engine.uid).GetStats(call, nil); err == nil {
		f.engine.note(func(s *Status) { s.Documents = max(0, int(stats.NumberOfDocuments)-1) })
	}
}
