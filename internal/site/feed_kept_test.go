package site_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"lectern/internal/feeds"
)

// TestFeedsAreMadeAtTheSameTime asks a server that has just started for all of
// its feeds at once, as programs do when something new begins. It is there for
// the race detector.
func TestFeedsAreMadeAtTheSameTime(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for n := range 6 {
		files[fmt.Sprintf("pages/news/n%d.yaml", n)] = newsFile(fmt.Sprint("N", n), fmt.Sprintf("2024-0%d-01 10:00", n+1))
	}
	w := newsSite(t, files)
	routes := w.again().Routes()
	ask := func(address string) {
		answer := httptest.NewRecorder()
		routes.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, address, nil))
		if answer.Code != http.StatusOK {
			t.Errorf("%s: %d", address, answer.Code)
		}
	}
	ask("/feeds/news.rss") // so that there are items that the others share
	var askers sync.WaitGroup
	for _, format := range feeds.Formats {
		for _, address := range []string{"news.%s", "news.%s?page=2", "news.%s?page=3", "hub-news.%s"} {
			askers.Go(func() { ask("/feeds/" + fmt.Sprintf(address, format)) })
		}
	}
	askers.Wait()
}

// TestFeedsLeaveRoomForPages has many feeds made at once, each for as long as it
// takes to show a page: they do not take every connection to the database.
func TestFeedsLeaveRoomForPages(t *testing.T) {
	t.Parallel()
	w := newsSite(t, nil)
	err := w.site.MakeFeeds(t.Context(), 40, func() { w.get("/").wants(t, http.StatusOK) })
	if err != nil {
		t.Fatal(err)
	}
}
