package meili

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/postgres"
)

// errUnsound says that the index does not hold what it should.
var errUnsound = errors.New("meili: the index is not what it should be")

// build makes the index anew beside the one that there is, compares it with
// Postgres, and puts it in its place.
func (f feeding) build(ctx context.Context, why error) error {
	e := f.engine
	e.note(func(s *Status) { s.Building = true })
	defer e.note(func(s *Status) { s.Building = false })
	begun := time.Now()
	if err := f.sweep(ctx); err != nil {
		return err
	}
	next := f
	next.uid = e.uid + "-" + strconv.FormatInt(time.Now().UnixMilli(), 36)
	settings, err := next.create(ctx)
	if err != nil {
		return err
	}
	all, err := f.glance.Moved(ctx, 0, f.glance.At)
	if err != nil {
		return err
	}
	v, err := e.learn(ctx, f.glance)
	if err != nil {
		return err
	}
	m := mark{Built: f.glance.At, At: f.glance.At, Settings: settings, Lexicon: meant(v.lexicon)}
	if err := next.send(ctx, all, m, func() error { return next.compare(ctx, all) }); err != nil {
		return err
	}
	if err := next.takePlace(ctx, e.uid); err != nil {
		return err
	}
	e.config.Logger.Info("the index of Meilisearch was made", "because", why, "documents", len(all), "took", time.Since(begun).Round(time.Millisecond))
	return nil
}

// create makes an index with our settings and no documents. It returns a sum of
// the settings as the server tells them.
func (f feeding) create(ctx context.Context) (string, error) {
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	info, err := f.keys.feed.CreateIndex(call, &meilisearch.IndexConfig{Uid: f.uid, PrimaryKey: "id"})
	if err := f.finish(ctx, "create an index", info, err); err != nil {
		return "", err
	}
	call, cancel = context.WithTimeout(ctx, feedTakes) // it may have been created long after it was asked for
	defer cancel()
	info = &meilisearch.TaskInfo{}
	err = f.engine.server.send(call, f.keys, http.MethodPatch, "/indexes/"+f.uid+"/settings", settings, info)
	if err := f.finish(ctx, "set the settings of an index", info, err); err != nil {
		return "", err
	}
	return f.settings(ctx)
}

// settings returns a sum of the settings that the index has.
func (f feeding) settings(ctx context.Context) (string, error) {
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	var has map[string]any
	if err := f.engine.server.send(call, f.keys, http.MethodGet, "/indexes/"+f.uid+"/settings", nil, &has); err != nil {
		return "", err
	}
	text, err := json.Marshal(has) // in the order of the names
	if err != nil {
		return "", fmt.Errorf("meili: read settings: %w", err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16], nil
}

// swapTakes is how long it may take until the index is in its place.
const swapTakes = time.Minute

// takePlace makes the index the one that is searched, at one stroke. A key for our
// indexes alone is not told how that task does, so it looks for what it does.
func (f feeding) takePlace(ctx context.Context, uid string) error {
	ctx, cancel := context.WithTimeout(ctx, swapTakes)
	defer cancel()
	is, err := f.mark(ctx)
	if err != nil {
		return err
	}
	_, err = f.keys.feed.GetIndex(ctx, uid)
	first := codeOf(err) == "index_not_found"
	if err != nil && !first {
		return problem("look for the index", err)
	}
	swap := []*meilisearch.SwapIndexesParams{{Indexes: []string{f.uid, uid}, Rename: first}}
	if _, err := f.keys.feed.SwapIndexes(ctx, swap); err != nil {
		return problem("put the index in its place", err)
	}
	there := f
	there.uid = uid
	for {
		m, err := there.mark(ctx)
		switch {
		case err == nil && m == is && first:
			return nil
		case err == nil && m == is:
			return f.drop(ctx, f.uid)
		case err != nil && !errors.Is(err, errNoMark):
			return err
		}
		select {
		case <-ctx.Done():
			return problem("put the index in its place", ctx.Err())
		case <-time.After(5 * looksAtTask):
		}
	}
}

func (f feeding) drop(ctx context.Context, uid string) error {
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	info, err := f.keys.feed.DeleteIndex(call, uid)
	if codeOf(err) == "index_not_found" {
		return nil
	}
	return f.finish(ctx, "delete an old index", info, err)
}

// foreign is how long an index of another version of Lectern is left alone after
// it was last fed: nodes of that version may still search it.
const foreign = time.Hour

// ours are the names of our indexes behind what they begin with.
var ours = regexp.MustCompile(`^-[0-9a-f]{10}(-[0-9a-z]+)?$`)

// sweep deletes indexes that were never finished, and those of other versions
// that nobody feeds any more.
func (f feeding) sweep(ctx context.Context) error {
	call, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	list, err := f.keys.feed.ListIndexes(call, &meilisearch.IndexesQuery{Limit: 1000})
	if err != nil {
		return problem("list indexes", err)
	}
	for _, index := range list.Results {
		uid, prefix := index.UID, f.engine.config.Index
		if len(uid) <= len(prefix) || uid[:len(prefix)] != prefix || !ours.MatchString(uid[len(prefix):]) || uid == f.engine.uid {
			continue
		}
		unfinished := len(uid) > len(f.engine.uid) && uid[:len(f.engine.uid)] == f.engine.uid
		if unfinished || time.Since(index.UpdatedAt) > foreign {
			if err := f.drop(ctx, uid); err != nil {
				return err
			}
		}
	}
	return nil
}

// sameSettings compares the settings of the index with those that it was made with.
func (f feeding) sameSettings(ctx context.Context, m mark) error {
	settings, err := f.settings(ctx)
	if err == nil && settings != m.Settings {
		return fmt.Errorf("%w: its settings are others", errUnsound)
	}
	return err
}

// compare compares which documents the index has, in which version, with what is
// live: their number and a sum in which the order does not matter.
func (f feeding) compare(ctx context.Context, live []postgres.MovedEntry) error {
	var want uint64
	for _, entry := range live {
		want += digest(entry.Key, entry.Changed)
	}
	n, have, err := f.digests(ctx)
	if err == nil && (n != len(live) || have != want) {
		return fmt.Errorf("%w: it has %d documents, and %d pages are live (sums %x, %x)", errUnsound, n, len(live), have, want)
	}
	return err
}

// comparedAtOnce is how many documents are read at once.
const comparedAtOnce = 5000

// digests returns how many documents the index has, and the sum of their digests.
func (f feeding) digests(ctx context.Context) (n int, sum uint64, err error) {
	for offset := int64(0); ; offset += comparedAtOnce {
		call, cancel := context.WithTimeout(ctx, feedTakes)
		var got meilisearch.DocumentsResult
		err := f.keys.feed.Index(f.uid).GetDocuments(call,
			&meilisearch.DocumentsQuery{Offset: offset, Limit: comparedAtOnce, Fields: []string{"id", "changed"}}, &got)
		cancel()
		if err != nil {
			return n, sum, problem("read documents", err)
		}
		for _, hit := range got.Results {
			var key string
			var changed int64
			if err := errors.Join(unmarshalIf(hit["id"], &key), unmarshalIf(hit["changed"], &changed)); err != nil {
				return n, sum, fmt.Errorf("meili: read documents: %w", err)
			}
			if key != markKey {
				n, sum = n+1, sum+digest(key, changed)
			}
		}
		if len(got.Results) < comparedAtOnce {
			return n, sum, nil
		}
	}
}

func unmarshalIf(text []byte, into any) error {
	if len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, into)
}

func digest(key string, changed int64) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s:%d", key, changed))
	return binary.BigEndian.Uint64(sum[:8])
}
