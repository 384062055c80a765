package postgres_test

import (
	"testing"
	"time"

	"lectern/internal/testkit"
)

// TestAnEndedSessionStaysSo writes a session that has ended in the meantime, as
// a request does that was under way.
func TestAnEndedSessionStaysSo(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	sessions := store.Sessions()
	commit := func(token string, expires time.Time) {
		t.Helper()
		if err := sessions.CommitCtx(t.Context(), token, []byte(`{"a": "b"}`), expires); err != nil {
			t.Fatal(err)
		}
	}
	found := func(token string) bool {
		t.Helper()
		_, found, err := sessions.FindCtx(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	later := time.Now().Add(time.Hour)
	commit("one", later)
	commit("two", time.Now().Add(-time.Second))
	if !found("one") || found("two") || found("three") {
		t.Error("what is found is not what has begun and not expired")
	}
	if err := sessions.DeleteCtx(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	commit("one", later)
	if found("one") {
		t.Error("a session that has ended is back")
	}
}
