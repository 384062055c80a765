package meilitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

type index struct {
	UID        string `json:"uid"`
	CreatedAt  string `json:"createdAt"`
	UpdatedAt  string `json:"updatedAt"`
	PrimaryKey string `json:"primaryKey"`

	settings  map[string]any
	documents []*document
	byKey     map[string]*document
}

type document struct {
	key    string
	fields map[string]any
	words  map[string][]word // of each searchable attribute
}

// task is a change that is made when its time has come, after those before it.
type task struct {
	UID      int             `json:"uid"`
	TaskUID  int             `json:"taskUid"`
	IndexUID string          `json:"indexUid"`
	Type     string          `json:"type"`
	Status   string          `json:"status"`
	Error    *refusal        `json:"error"`
	Enqueued string          `json:"enqueuedAt"`
	due      time.Time       // when it is done
	run      func() *refusal // changes something
}

func now() string { return time.Now().UTC().Format(time.RFC3339Nano) }

func (s *Server) enqueue(uid, kind string, run func() *refusal) (any, int, error) {
	t := &task{UID: len(s.tasks), TaskUID: len(s.tasks), IndexUID: uid, Type: kind, Status: "enqueued", Enqueued: now(), due: time.Now().Add(s.taskDelay), run: run}
	if kind == s.failing {
		t.run = func() *refusal { return &refusal{Message: "The task failed.", Code: "internal", Type: "internal"} }
	}
	s.tasks = append(s.tasks, t)
	told := *t // as it is before it is done
	s.work()
	return told, http.StatusAccepted, nil
}

// work does what is due.
func (s *Server) work() {
	for _, t := range s.tasks {
		if t.Status != "enqueued" {
			continue
		}
		if time.Now().Before(t.due) {
			return
		}
		t.Status = "succeeded"
		if t.Error = t.run(); t.Error != nil {
			t.Status = "failed"
		}
		if x := s.indexes[t.IndexUID]; x != nil {
			x.UpdatedAt = now()
		}
	}
}

func (s *Server) getTask(q *request) (any, int, error) {
	s.work()
	n, err := strconv.Atoi(q.uid)
	if err != nil || n < 0 || n >= len(s.tasks) {
		return nil, 0, refuse(http.StatusNotFound, "task_not_found", "Task `"+q.uid+"` not found.")
	}
	if !q.may(s.tasks[n].IndexUID) { // that of a swap is of no index
		return nil, 0, refuse(http.StatusNotFound, "task_not_found", "Task `"+q.uid+"` not found.")
	}
	return s.tasks[n], http.StatusOK, nil
}

func gone(uid string) *refusal {
	return &refusal{status: http.StatusNotFound, Message: "Index `" + uid + "` not found.", Code: "index_not_found", Type: "invalid_request"}
}

func (s *Server) find(uid string) (*index, error) {
	s.work()
	if x := s.indexes[uid]; x != nil {
		return x, nil
	}
	return nil, gone(uid)
}

func (s *Server) listIndexes(q *request) (any, int, error) {
	s.work()
	list := []*index{}
	for _, uid := range slices.Sorted(maps.Keys(s.indexes)) {
		if q.may(uid) {
			list = append(list, s.indexes[uid])
		}
	}
	return map[string]any{"results": list, "offset": 0, "limit": 1000, "total": len(list)}, http.StatusOK, nil
}

func (s *Server) getIndex(q *request) (any, int, error) {
	x, err := s.find(q.uid)
	return x, http.StatusOK, err
}

func (s *Server) createIndex(q *request) (any, int, error) {
	var x index
	if err := q.read(&x); err != nil {
		return nil, 0, err
	}
	if !q.may(x.UID) {
		return nil, 0, refuse(http.StatusForbidden, "invalid_api_key", "The provided API key is invalid.")
	}
	return s.enqueue(x.UID, "indexCreation", func() *refusal {
		if s.indexes[x.UID] != nil {
			return &refusal{Message: "Index `" + x.UID + "` already exists.", Code: "index_already_exists", Type: "invalid_request"}
		}
		x.CreatedAt, x.UpdatedAt, x.settings, x.byKey = now(), now(), defaults(), map[string]*document{}
		s.indexes[x.UID] = &x
		return nil
	})
}

func (s *Server) deleteIndex(q *request) (any, int, error) {
	return s.enqueue(q.uid, "indexDeletion", func() *refusal {
		if s.indexes[q.uid] == nil {
			return gone(q.uid)
		}
		delete(s.indexes, q.uid)
		return nil
	})
}

func (s *Server) swapIndexes(q *request) (any, int, error) {
	var swaps []struct {
		Indexes []string `json:"indexes"`
		Rename  bool     `json:"rename"`
	}
	if err := q.read(&swaps); err != nil {
		return nil, 0, err
	}
	return s.enqueue("", "indexSwap", func() *refusal {
		for _, swap := range swaps {
			a, b := swap.Indexes[0], swap.Indexes[1]
			switch {
			case s.indexes[a] == nil || s.indexes[b] == nil && !swap.Rename:
				return gone(a + "`, `" + b)
			case s.indexes[b] != nil && swap.Rename:
				return &refusal{Message: "Cannot rename `" + a + "` to `" + b + "` as the index already exists.", Code: "index_already_exists", Type: "invalid_request"}
			}
			s.indexes[a], s.indexes[b] = s.indexes[b], s.indexes[a]
			for _, uid := range swap.Indexes {
				if s.indexes[uid] == nil {
					delete(s.indexes, uid)
					continue
				}
				s.indexes[uid].UID = uid
			}
		}
		return nil
	})
}

func defaults() map[string]any {
	var settings map[string]any
	_ = json.Unmarshal([]byte(`{
		"displayedAttributes": ["*"], "searchableAttributes": ["*"], "filterableAttributes": [], "sortableAttributes": [],
		"rankingRules": ["words", "typo", "proximity", "attributeRank", "sort", "wordPosition", "exactness"],
		"stopWords": [], "nonSeparatorTokens": [], "separatorTokens": [], "dictionary": [], "synonyms": {}, "distinctAttribute": null,
		"proximityPrecision": "byWord",
		"typoTolerance": {"enabled": true, "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9}, "disableOnWords": [], "disableOnAttributes": [], "disableOnNumbers": false},
		"faceting": {"maxValuesPerFacet": 100, "sortFacetValuesBy": {"*": "alpha"}}, "pagination": {"maxTotalHits": 1000},
		"embedders": {}, "searchCutoffMs": null, "localizedAttributes": null, "facetSearch": true, "prefixSearch": "indexingTime"}`), &settings)
	return settings
}

func (s *Server) getSettings(q *request) (any, int, error) {
	x, err := s.find(q.uid)
	if err != nil {
		return nil, 0, err
	}
	return x.settings, http.StatusOK, nil
}

// SetSetting changes a setting of all indexes, as an operator may.
func (s *Server) SetSetting(name string, value any) {
	s.locked(func() {
		for _, x := range s.indexes {
			x.settings[name] = value
		}
	})
}

func (s *Server) setSettings(q *request) (any, int, error) {
	var given map[string]any
	if err := q.read(&given); err != nil {
		return nil, 0, err
	}
	for name := range given {
		if _, known := defaults()[name]; !known {
			return nil, 0, refuse(http.StatusBadRequest, "bad_request", "Unknown field `"+name+"`")
		}
	}
	return s.enqueue(q.uid, "settingsUpdate", func() *refusal {
		x := s.indexes[q.uid]
		if x == nil {
			return gone(q.uid)
		}
		merge(x.settings, given)
		for _, d := range x.documents {
			d.words = x.tokenize(d.fields)
		}
		return nil
	})
}

// merge writes settings over others; a group of them is merged likewise, and null
// sets what is the default.
func merge(into, given map[string]any) {
	for name, value := range given {
		group, is := value.(map[string]any)
		if old, has := into[name].(map[string]any); is && has && name != "synonyms" {
			merge(old, group)
			continue
		}
		into[name] = value
	}
}

func (s *Server) stats(q *request) (any, int, error) {
	x, err := s.find(q.uid)
	if err != nil {
		return nil, 0, err
	}
	return map[string]any{"numberOfDocuments": len(x.documents), "isIndexing": false, "fieldDistribution": map[string]int{}}, http.StatusOK, nil
}

func (s *Server) addDocuments(q *request) (any, int, error) {
	var given []map[string]any
	if err := q.read(&given); err != nil {
		return nil, 0, err
	}
	return s.enqueue(q.uid, "documentAdditionOrUpdate", func() *refusal {
		x := s.indexes[q.uid]
		if x == nil {
			return gone(q.uid)
		}
		for _, fields := range given {
			id, is := fields[x.PrimaryKey].(string)
			if !is {
				return &refusal{Message: "Document doesn't have a `" + x.PrimaryKey + "` attribute.", Code: "missing_document_id", Type: "invalid_request"}
			}
			x.put(id, fields)
		}
		return nil
	})
}

func (x *index) put(id string, fields map[string]any) {
	d := &document{key: id, fields: fields, words: x.tokenize(fields)}
	if old := x.byKey[id]; old != nil {
		x.documents[slices.Index(x.documents, old)] = d
	} else {
		x.documents = append(x.documents, d)
	}
	x.byKey[id] = d
}

func (s *Server) deleteDocuments(q *request) (any, int, error) {
	var ids []string
	if err := q.read(&ids); err != nil {
		return nil, 0, err
	}
	return s.enqueue(q.uid, "documentDeletion", func() *refusal {
		x := s.indexes[q.uid]
		if x == nil {
			return gone(q.uid)
		}
		for _, id := range ids {
			if d := x.byKey[id]; d != nil {
				x.documents = slices.DeleteFunc(x.documents, func(o *document) bool { return o == d })
				delete(x.byKey, id)
			}
		}
		return nil
	})
}

func (s *Server) getDocument(q *request) (any, int, error) {
	x, err := s.find(q.uid)
	if err != nil {
		return nil, 0, err
	}
	if d := x.byKey[q.PathValue("key")]; d != nil {
		return d.fields, http.StatusOK, nil
	}
	return nil, 0, refuse(http.StatusNotFound, "document_not_found", fmt.Sprintf("Document `%s` not found.", q.PathValue("key")))
}

func (s *Server) fetchDocuments(q *request) (any, int, error) {
	x, err := s.find(q.uid)
	if err != nil {
		return nil, 0, err
	}
	given := struct {
		Offset int      `json:"offset"`
		Limit  int      `json:"limit"`
		Fields []string `json:"fields"`
	}{Limit: 20}
	if err := q.read(&given); err != nil {
		return nil, 0, err
	}
	list := []map[string]any{}
	for _, d := range x.documents[min(given.Offset, len(x.documents)):min(given.Offset+given.Limit, len(x.documents))] {
		list = append(list, picked(d.fields, given.Fields))
	}
	return map[string]any{"results": list, "offset": given.Offset, "limit": given.Limit, "total": len(x.documents)}, http.StatusOK, nil
}

func picked(fields map[string]any, names []string) map[string]any {
	if names == nil {
		return fields
	}
	some := map[string]any{}
	for _, name := range names {
		if value, has := fields[name]; has {
			some[name] = value
		}
	}
	return some
}
