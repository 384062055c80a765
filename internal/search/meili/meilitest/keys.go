package meilitest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

type key struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Key         string   `json:"key"`
	UID         string   `json:"uid"`
	Actions     []string `json:"actions"`
	Indexes     []string `json:"indexes"`
	ExpiresAt   *string  `json:"expiresAt"`
	CreatedAt   string   `json:"createdAt"`
	UpdatedAt   string   `json:"updatedAt"`
}

// SetMaster changes the master key, which makes all others void.
func (s *Server) SetMaster(master string) {
	s.locked(func() {
		s.Master = master
		for _, k := range s.keys {
			k.Key = s.value(k.UID)
		}
	})
}

func (s *Server) value(uid string) string {
	sum := hmac.New(sha256.New, []byte(s.Master))
	sum.Write([]byte(uid))
	return hex.EncodeToString(sum.Sum(nil))
}

// authorise returns on which indexes a call may act.
func (s *Server) authorise(r *http.Request, action, uid string) (may func(string) bool, err error) {
	all := func(string) bool { return true }
	if action == "" {
		return all, nil
	}
	if s.Master == "" {
		if strings.HasPrefix(action, "keys.") {
			return nil, refuse(http.StatusUnauthorized, "missing_master_key", "Meilisearch is running without a master key.")
		}
		return all, nil
	}
	given, bears := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bears {
		return nil, refuse(http.StatusUnauthorized, "missing_authorization_header", "The Authorization header is missing.")
	}
	if given == s.Master {
		return all, nil
	}
	invalid := refuse(http.StatusForbidden, "invalid_api_key", "The provided API key is invalid.")
	for _, k := range s.keys {
		if k.Key != given || !slices.ContainsFunc(k.Actions, func(a string) bool { return matchesPattern(a, action) }) {
			continue
		}
		may = func(index string) bool {
			return slices.ContainsFunc(k.Indexes, func(pattern string) bool { return matchesPattern(pattern, index) })
		}
		if uid != "" && !strings.HasPrefix(action, "tasks.") && !may(uid) {
			return nil, invalid
		}
		return may, nil
	}
	return nil, invalid
}

func (s *Server) getKey(q *request) (any, int, error) {
	if k := s.keys[q.uid]; k != nil {
		return k, http.StatusOK, nil
	}
	return nil, 0, refuse(http.StatusNotFound, "api_key_not_found", "API key `"+q.uid+"` not found.")
}

func (s *Server) createKey(q *request) (any, int, error) {
	var k key
	if err := q.read(&k); err != nil {
		return nil, 0, err
	}
	if s.keys[k.UID] != nil {
		return nil, 0, refuse(http.StatusConflict, "api_key_already_exists", "`uid` field value `"+k.UID+"` is already an existing API key.")
	}
	k.Key, k.CreatedAt, k.UpdatedAt = s.value(k.UID), now(), now()
	s.keys[k.UID] = &k
	return k, http.StatusCreated, nil
}

// Keys is what the keys may do on which indexes, sorted.
func (s *Server) Keys() (list []string) {
	s.locked(func() {
		for _, k := range s.keys {
			list = append(list, strings.Join(k.Indexes, " ")+": "+strings.Join(k.Actions, " "))
		}
	})
	slices.Sort(list)
	return list
}

// AddKey makes a key for some actions on some indexes, and returns it.
func (s *Server) AddKey(indexes, action string) (value string) {
	s.locked(func() {
		value = s.value("added")
		s.keys["added"] = &key{UID: "added", Key: value, Actions: []string{action}, Indexes: []string{indexes}}
	})
	return value
}
