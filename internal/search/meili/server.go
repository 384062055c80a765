package meili

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"
)

// server is a Meilisearch server. Who calls it sets a deadline, and nothing is tried
// again behind our back.
type server struct {
	url     string
	key     string // as set
	indexes string // what the names of ours begin with
	http    *http.Client

	keys atomic.Pointer[keys] // nil: not made yet, or they are void
}

// keys are the clients with the keys for searching and for indexing.
type keys struct {
	search, feed meilisearch.ServiceManager
	feedKey      string
}

func transport() *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: time.Second, KeepAlive: 30 * time.Second}).DialContext,
		MaxIdleConns:        64,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     90 * time.Second,
		DisableCompression:  true, // a packed answer comes in several writes, each of which waits 40 ms for the one before it
	}
}

func (s *server) client(key string) meilisearch.ServiceManager {
	return meilisearch.New(s.url, meilisearch.WithCustomClient(s.http), meilisearch.WithAPIKey(key), meilisearch.DisableRetries())
}

// use returns the keys, which are made of the master key when that is what is set.
func (s *server) use(ctx context.Context) (*keys, error) {
	if k := s.keys.Load(); k != nil {
		return k, nil
	}
	ctx, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	k := &keys{feedKey: s.key}
	k.search, k.feed = s.client(s.key), s.client(s.key)
	if s.key != "" {
		search, err := s.mint(ctx, "search", searchActions)
		if err == nil {
			k.feedKey, err = s.mint(ctx, "index", feedActions)
		}
		switch {
		case errors.Is(err, errNoMaster):
		case err != nil:
			return nil, err
		default:
			k.search, k.feed = s.client(search), s.client(k.feedKey)
		}
	}
	s.keys.Store(k)
	return k, nil
}

// forget lets go of keys that the server refuses: its master key has changed.
func (s *server) forget(err error) {
	if code := codeOf(err); code == "invalid_api_key" || code == "missing_authorization_header" {
		s.keys.Store(nil)
	}
}

var (
	searchActions = []string{"search", "documents.get"} // of which it gets the mark
	feedActions   = []string{
		"documents.add", "documents.get", "documents.delete", "indexes.create", "indexes.get", "indexes.delete", "indexes.swap",
		"settings.get", "settings.update", "tasks.get", "stats.get",
	}
)

// errNoMaster says that the key that is set may not make others.
var errNoMaster = errors.New("meili: the key that is set is not the server's master key")

// mint returns a key for some actions on our indexes. It is always the same one
// for the same actions: nodes and restarts share it.
func (s *server) mint(ctx context.Context, purpose string, actions []string) (string, error) {
	master := s.client(s.key)
	wanted := &meilisearch.Key{
		Name: "lectern " + purpose, Description: "Made by Lectern of the master key.", UID: s.keyID(purpose, actions),
		Actions: actions, Indexes: []string{s.indexes + "-*"},
	}
	key, err := master.GetKey(ctx, wanted.UID)
	if codeOf(err) == "api_key_not_found" {
		if key, err = master.CreateKey(ctx, wanted); codeOf(err) == "api_key_already_exists" { // another node was quicker
			key, err = master.GetKey(ctx, wanted.UID)
		}
	}
	switch code := codeOf(err); {
	case code == "invalid_api_key" || code == "missing_master_key" || code == "missing_authorization_header":
		return "", errNoMaster
	case err != nil:
		return "", problem("make a key for "+purpose, err)
	}
	return key.Key, nil
}

// keyID changes with what the key may do: that of a key cannot be changed.
func (s *server) keyID(purpose string, actions []string) string {
	sum := sha256.Sum256(fmt.Append(nil, s.indexes, purpose, actions))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// codeOf is what the server calls an error; empty: it is not the server's.
func codeOf(err error) string {
	var told *meilisearch.Error
	if errors.As(err, &told) {
		return string(told.APIError.Code)
	}
	return ""
}

// problem says what failed. The library's own error holds the whole request, with
// what somebody typed in it: of that only the server's message is kept.
func problem(operation string, err error) error {
	var told *meilisearch.Error
	if !errors.As(err, &told) {
		return &Problem{Operation: operation, cause: err}
	}
	p := &Problem{Operation: operation, Status: told.StatusCode, Code: string(told.APIError.Code), cause: told.OriginError}
	if p.Code != "" {
		p.Message = told.APIError.Message
	}
	return p
}

// Problem is a call that failed.
type Problem struct {
	Operation string
	Status    int    // of HTTP; 0: there was no answer
	Code      string // as the server calls it
	Message   string
	cause     error
}

func (p *Problem) Error() string {
	switch {
	case p.Code != "":
		return fmt.Sprintf("meili: %s: %s (%s)", p.Operation, p.Message, p.Code)
	case p.Status != 0 && p.cause == nil:
		return fmt.Sprintf("meili: %s: the server answers with status %d", p.Operation, p.Status)
	}
	return fmt.Sprintf("meili: %s: %v", p.Operation, p.cause)
}

func (p *Problem) Unwrap() error { return p.cause }

// send sends and reads what the library cannot say: settings with false and empty
// values in them.
func (s *server) send(ctx context.Context, k *keys, method, path string, body, answer any) error {
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return problem(method+" "+path, err)
		}
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, reader)
	if err != nil {
		return problem(method+" "+path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	if k.feedKey != "" {
		request.Header.Set("Authorization", "Bearer "+k.feedKey)
	}
	response, err := s.http.Do(request)
	if err != nil {
		return problem(method+" "+path, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= 300 {
		p := &Problem{Operation: method + " " + path, Status: response.StatusCode}
		_ = json.NewDecoder(io.LimitReader(response.Body, 1<<16)).Decode(p) // whose names are those of the answer's fields
		return p
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// looksAtTask is how often a task is looked at.
const looksAtTask = 10 * time.Millisecond

// taskTakes is how long a task may take, be it that others come before it: who waits
// keeps a look at Postgres open.
const taskTakes = 10 * time.Minute

// finish waits for a task, and fails if that does.
func (s *server) finish(ctx context.Context, k *keys, operation string, info *meilisearch.TaskInfo, err error) error {
	if err != nil {
		return problem(operation, err)
	}
	ctx, cancel := context.WithTimeout(ctx, taskTakes)
	defer cancel()
	for wait := looksAtTask; ; wait = min(2*wait, 20*looksAtTask) {
		call, cancel := context.WithTimeout(ctx, feedTakes)
		task, err := k.feed.GetTask(call, info.TaskUID)
		cancel()
		if err != nil {
			return problem(operation, err)
		}
		switch task.Status {
		case meilisearch.TaskStatusSucceeded:
			return nil
		case meilisearch.TaskStatusFailed, meilisearch.TaskStatusCanceled:
			return &Problem{Operation: operation, Code: string(task.Error.Code), Message: task.Error.Message}
		}
		select {
		case <-ctx.Done():
			return problem(operation, ctx.Err())
		case <-time.After(wait):
		}
	}
}
