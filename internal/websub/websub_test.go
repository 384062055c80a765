package websub_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"lectern/internal/websub"
)

// hub remembers which feeds it was told of, in each request.
type hub struct {
	*httptest.Server
	answer int
	told   [][]string
}

func newHub(t *testing.T, answer int) *hub {
	h := &hub{answer: answer}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || r.PostForm.Get("hub.mode") != "publish" {
			t.Errorf("the hub is asked %s %v (%v)", r.Method, r.PostForm, err)
		}
		h.told = append(h.told, r.PostForm["hub.url"])
		w.WriteHeader(h.answer)
	}))
	t.Cleanup(h.Close)
	return h
}

func TestAHubIsToldOfEveryFeedOnce(t *testing.T) {
	var addresses []string
	for n := range 120 {
		addresses = append(addresses, fmt.Sprintf("https://site.example/feeds/%d.rss", n))
	}
	h := newHub(t, http.StatusNoContent)
	if err := websub.Publish(t.Context(), h.URL, addresses); err != nil {
		t.Fatal(err)
	}
	if len(h.told) != 3 || !slices.Equal(slices.Concat(h.told...), addresses) {
		t.Errorf("the hub is told of %d feeds in %d requests", len(slices.Concat(h.told...)), len(h.told))
	}
	if err := websub.Publish(t.Context(), h.URL, nil); err != nil || len(h.told) != 3 {
		t.Errorf("nothing to tell is told (%v)", err)
	}
}

func TestAHubThatDoesNotTakeItIsAnError(t *testing.T) {
	for _, answer := range []int{http.StatusFound, http.StatusBadRequest, http.StatusInternalServerError} {
		h := newHub(t, answer)
		if err := websub.Publish(t.Context(), h.URL, []string{"https://site.example/feeds/a.rss"}); err == nil || len(h.told) != 1 {
			t.Errorf("an answer of %d after %d requests is taken for good", answer, len(h.told))
		}
	}
	h := newHub(t, http.StatusOK)
	h.Close()
	if err := websub.Publish(t.Context(), h.URL, []string{"https://site.example/feeds/a.rss"}); err == nil {
		t.Error("nobody listens, and it is taken for good")
	}
}
