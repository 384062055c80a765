package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/alexedwards/scs/v2"

	"lectern/internal/postgres"
)

// How long somebody stays signed in: without doing anything, and at all.
const (
	idleTimeout = 30 * time.Minute
	lifetime    = 12 * time.Hour
)

// newSessions returns the manager of sessions. Over https only: the cookie goes
// to https only, and its name says so.
func newSessions(store *postgres.Store, https bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store.Sessions()
	m.HashTokenInStore = true
	m.Codec = jsonCodec{}
	m.IdleTimeout, m.Lifetime = idleTimeout, lifetime
	m.Cookie.Name = "lectern-session"
	m.Cookie.Path = "/admin"
	m.Cookie.Persist = false // it goes with the browser's window
	if https {
		m.Cookie.Name = "__Secure-" + m.Cookie.Name
		m.Cookie.Secure = true
	}
	return m
}

// jsonCodec writes what a session holds so that the database can read it, too.
// All values are texts.
type jsonCodec struct{}

const deadlineKey = "deadline"

func (jsonCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	all := map[string]any{deadlineKey: deadline.Format(time.RFC3339Nano)}
	for key, value := range values {
		all[key] = value
	}
	return json.Marshal(all)
}

func (jsonCodec) Decode(data []byte) (deadline time.Time, values map[string]any, err error) {
	if err = json.Unmarshal(data, &values); err != nil {
		return deadline, nil, err
	}
	text, _ := values[deadlineKey].(string)
	delete(values, deadlineKey)
	deadline, err = time.Parse(time.RFC3339Nano, text)
	return deadline, values, err
}

// storedToken is how the store names a session whose cookie holds that token.
func storedToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
