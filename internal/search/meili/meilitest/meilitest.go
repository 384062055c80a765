// Package meilitest is a stand-in for a Meilisearch server, for tests: it speaks
// the part of its HTTP API that is used, and really searches. How it answers was
// compared with a server of version 1.50.
package meilitest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is the stand-in.
type Server struct {
	URL    string
	Master string // the master key; empty: every call is allowed

	mutex     sync.Mutex
	indexes   map[string]*index
	tasks     []*task
	keys      map[string]*key
	delay     time.Duration
	taskDelay time.Duration
	fails     int    // the status that everything is answered with; 0: none
	failing   string // the type of tasks that fail; empty: none
	calls     map[string]int
}

// New starts a server. With a master key it wants keys.
func New(t testing.TB, master string) *Server {
	t.Helper()
	s := &Server{Master: master, indexes: map[string]*index{}, keys: map[string]*key{}, calls: map[string]int{}}
	web := httptest.NewServer(s.handler())
	s.URL = web.URL
	t.Cleanup(web.Close)
	return s
}

// Delay makes every answer take so long.
func (s *Server) Delay(d time.Duration) { s.locked(func() { s.delay = d }) }

// DelayTasks makes every task take so long.
func (s *Server) DelayTasks(d time.Duration) { s.locked(func() { s.taskDelay = d }) }

// Fail answers everything with a status of HTTP; 0: no more.
func (s *Server) Fail(status int) { s.locked(func() { s.fails = status }) }

// FailTasks makes tasks of a type fail, such as documentAdditionOrUpdate; empty:
// no more.
func (s *Server) FailTasks(kind string) { s.locked(func() { s.failing = kind }) }

// Calls is how often a route was called, such as "POST /multi-search".
func (s *Server) Calls(route string) (n int) {
	s.locked(func() { n = s.calls[route] })
	return n
}

// Indexes is the names of the indexes.
func (s *Server) Indexes() (list []string) {
	s.locked(func() {
		for uid := range s.indexes {
			list = append(list, uid)
		}
	})
	return list
}

// Leave puts an index there that nobody has fed since an instant.
func (s *Server) Leave(uid string, since time.Time) {
	s.locked(func() {
		at := since.UTC().Format(time.RFC3339Nano)
		s.indexes[uid] = &index{UID: uid, CreatedAt: at, UpdatedAt: at, settings: defaults(), byKey: map[string]*document{}}
	})
}

// Text is all that the server holds, for a test that looks for what must not be
// there.
func (s *Server) Text() (text string) {
	s.locked(func() {
		for uid, x := range s.indexes {
			for _, d := range x.documents {
				all, _ := json.Marshal(d.fields)
				text += uid + " " + string(all) + "\n"
			}
		}
	})
	return text
}

// Vanish takes all indexes away, as a new disk does.
func (s *Server) Vanish() { s.locked(func() { s.indexes = map[string]*index{} }) }

// Empty takes the documents of all indexes away.
func (s *Server) Empty() {
	s.locked(func() {
		for _, x := range s.indexes {
			x.documents, x.byKey = nil, map[string]*document{}
		}
	})
}

func (s *Server) locked(f func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	f()
}

// refusal is an error as the server tells it.
type refusal struct {
	status  int
	Message string `json:"message"`
	Code    string `json:"code"`
	Type    string `json:"type"`
}

func (r *refusal) Error() string { return r.Message }

func refuse(status int, code, message string) error {
	return &refusal{status: status, Message: message, Code: code, Type: "invalid_request"}
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, route := range []struct {
		pattern, action string
		answer          func(*request) (any, int, error)
	}{
		{"GET /health", "", func(*request) (any, int, error) { return map[string]string{"status": "available"}, 200, nil }},
		{"GET /version", "version", func(*request) (any, int, error) {
			return map[string]string{"pkgVersion": "1.50.0", "commitSha": "", "commitDate": ""}, 200, nil
		}},
		{"GET /indexes", "indexes.get", s.listIndexes},
		{"POST /indexes", "indexes.create", s.createIndex},
		{"GET /indexes/{uid}", "indexes.get", s.getIndex},
		{"DELETE /indexes/{uid}", "indexes.delete", s.deleteIndex},
		{"GET /indexes/{uid}/settings", "settings.get", s.getSettings},
		{"PATCH /indexes/{uid}/settings", "settings.update", s.setSettings},
		{"GET /indexes/{uid}/stats", "stats.get", s.stats},
		{"POST /indexes/{uid}/documents", "documents.add", s.addDocuments},
		{"POST /indexes/{uid}/documents/delete-batch", "documents.delete", s.deleteDocuments},
		{"POST /indexes/{uid}/documents/fetch", "documents.get", s.fetchDocuments},
		{"GET /indexes/{uid}/documents/{key}", "documents.get", s.getDocument},
		{"POST /swap-indexes", "indexes.swap", s.swapIndexes},
		{"GET /tasks/{uid}", "tasks.get", s.getTask},
		{"GET /keys/{uid}", "keys.get", s.getKey},
		{"POST /keys", "keys.create", s.createKey},
		{"POST /multi-search", "search", s.multiSearch},
	} {
		mux.HandleFunc(route.pattern, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body) // first: only then it is known when nobody waits any more
			if err != nil || !s.wait(r, route.pattern) {
				return
			}
			s.mutex.Lock()
			defer s.mutex.Unlock()
			if s.fails != 0 {
				w.WriteHeader(s.fails)
				return
			}
			q := &request{Request: r, uid: r.PathValue("uid"), body: body}
			var answer any
			status := 0
			if q.may, err = s.authorise(r, route.action, q.uid); err == nil {
				answer, status, err = route.answer(q)
			}
			write(w, answer, status, err)
		})
	}
	return mux
}

// wait passes the time that every answer takes; false: nobody waits any more.
func (s *Server) wait(r *http.Request, route string) bool {
	s.mutex.Lock()
	s.calls[route]++
	delay := s.delay
	s.mutex.Unlock()
	select {
	case <-r.Context().Done():
		return false
	case <-time.After(delay):
		return true
	}
}

func write(w http.ResponseWriter, answer any, status int, err error) {
	var refused *refusal
	if errors.As(err, &refused) {
		answer, status = refused, refused.status
	} else if err != nil {
		answer, status = &refusal{Message: err.Error(), Code: "bad_request", Type: "invalid_request"}, http.StatusBadRequest
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// request is a call that is allowed.
type request struct {
	*http.Request
	uid  string // of the path
	body []byte
	may  func(index string) bool
}

func (q *request) read(into any) error {
	if err := json.Unmarshal(q.body, into); err != nil {
		return refuse(http.StatusBadRequest, "malformed_payload", err.Error())
	}
	return nil
}

// matchesPattern reports whether a name matches one that may end, or begin, in *.
func matchesPattern(pattern, name string) bool {
	switch {
	case pattern == "*":
		return true
	case strings.HasSuffix(pattern, "*"):
		return strings.HasPrefix(name, pattern[:len(pattern)-1])
	case strings.HasPrefix(pattern, "*"):
		return strings.HasSuffix(name, pattern[1:])
	}
	return pattern == name
}

// where calls f with every document of which a text holds a word, by its key.
func (s *Server) where(name, text string, f func(*index, *document)) {
	s.locked(func() {
		for _, x := range s.indexes {
			for _, d := range slices.Clone(x.documents) {
				if value, _ := d.fields[name].(string); strings.Contains(value, text) {
					f(x, d)
				}
			}
		}
	})
}

// Forget loses the documents of which an attribute holds a text.
func (s *Server) Forget(name, text string) {
	s.where(name, text, func(x *index, d *document) {
		x.documents = slices.DeleteFunc(x.documents, func(o *document) bool { return o == d })
		delete(x.byKey, d.key)
	})
}

// Change changes another attribute of such documents.
func (s *Server) Change(name, text, attribute string, value any) {
	s.where(name, text, func(_ *index, d *document) { d.fields[attribute] = value })
}

// Count is how many such documents there are of which another attribute has a
// value.
func (s *Server) Count(name, text, attribute string, value any) (n int) {
	s.where(name, text, func(_ *index, d *document) {
		if d.fields[attribute] == value {
			n++
		}
	})
	return n
}

// Settings is a setting of all indexes.
func (s *Server) Settings(name string) (list []any) {
	s.locked(func() {
		for _, x := range s.indexes {
			list = append(list, x.settings[name])
		}
	})
	return list
}

// Copy is such documents, by their index.
func (s *Server) Copy(name, text string) map[string][]map[string]any {
	copies := map[string][]map[string]any{}
	s.where(name, text, func(x *index, d *document) { copies[x.UID] = append(copies[x.UID], d.fields) })
	return copies
}

// Put puts documents into their indexes.
func (s *Server) Put(copies map[string][]map[string]any) {
	s.locked(func() {
		for uid, list := range copies {
			for _, fields := range list {
				s.indexes[uid].put(fields["id"].(string), fields)
			}
		}
	})
}
