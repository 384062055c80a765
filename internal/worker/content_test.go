package worker_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/linkcheck"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/worker"
)

// TestTheContentIsLookedAtOnceAWeek: at the start when it was not for a week, and
// not again when another server starts.
func TestTheContentIsLookedAtOnceAWeek(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	reports := func() int { return s.count(`select count(*) from content_report`) }
	done := func() int {
		return s.count(`select count(*) from river_job where kind = 'check_content' and state = 'completed'`)
	}
	jobs, err := worker.NewInserter(s.store.Pool, quiet)
	if err != nil {
		t.Fatal(err)
	}
	s.work()
	s.until("the content was looked at", func() bool { return done() == 1 })
	if n := reports(); n != 1 {
		t.Errorf("there are %d reports", n)
	}
	again := func(args publishing.CheckContentArgs, want int, what string) {
		t.Helper()
		before := done()
		if _, err := jobs.Insert(t.Context(), args, nil); err != nil {
			t.Fatal(err)
		}
		s.until(what, func() bool { return done() > before })
		if n := reports(); n != want {
			t.Errorf("%s: there are %d reports, want %d", what, n, want)
		}
	}
	again(publishing.CheckContentArgs{}, 1, "on the next day")
	again(publishing.CheckContentArgs{Asked: true}, 2, "when somebody asks")
	if _, err := s.store.Pool.Exec(t.Context(), `update content_report set begun_at = begun_at - interval '7 days'`); err != nil {
		t.Fatal(err)
	}
	again(publishing.CheckContentArgs{}, 3, "after a week")
}

// anyWebsite is a server that has every name, for the shop to ask.
func (s *shop) anyWebsite(answer http.HandlerFunc) {
	s.t.Helper()
	server := httptest.NewServer(answer)
	s.t.Cleanup(server.Close)
	s.web = linkcheck.New(linkcheck.Config{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", server.Listener.Addr().String())
	}}})
}

// linkTo makes a page that is public and links to some addresses.
func (s *shop) linkTo(addresses ...string) {
	s.t.Helper()
	var spans []richtext.Span
	for _, a := range addresses {
		spans = append(spans, richtext.Span{Text: "To " + a, Link: &cms.Link{URL: a}}, richtext.Span{Text: ". "})
	}
	home := s.schedule(0).Page
	s.as(cms.System, func(e *publishing.Edit) error {
		page, err := e.Create(s.t.Context(), publishing.NewPage{Kind: "page", Parent: home, Slug: "links"})
		if err != nil {
			return err
		}
		value := &kinds.ContentPage{Title: "Links", Summary: "To others.", Body: cms.Blocks{{Type: "text", Value: &blocks.Text{Heading: "Links", Level: "main", Body: richtext.Doc{{Paragraph: spans}}}}}}
		_, err = e.ReleaseContent(s.t.Context(), page.ID, publishing.State{Value: value}, publishing.Plan{})
		return err
	})
}

// TestOtherWebsitesAreAsked when the content is looked at, and the report tells
// what came.
func TestOtherWebsitesAreAsked(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.linkTo("http://www.gov.uk/there", "http://www.gov.uk/gone", "http://127.0.0.1:1/")
	var asked atomic.Int32
	s.anyWebsite(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path == "/gone" {
			w.WriteHeader(http.StatusGone)
		}
	})
	s.work()
	s.until("the content was looked at", func() bool {
		return s.count(`select count(*) from content_report where web = 'all'`) == 1
	})
	if n := s.count(`select count(*) from content_problem where rule = 'web-link' and field = 'body[0].body' and message like '"http://www.gov.uk/gone" leads to nothing: www.gov.uk answered 410 Gone on %'`); n != 1 {
		t.Errorf("%d problems are told", n)
	}
	if n := s.count(`select count(*) from web_link where verdict = 'fine'`); n != 1 {
		t.Errorf("%d are fine", n)
	}

	// Somebody wants it now: only what was not asked of late is asked.
	before := asked.Load()
	if _, err := s.store.Pool.Exec(t.Context(), `update web_link set asked_at = asked_at - interval '21 hours' where address like '%/there'`); err != nil {
		t.Fatal(err)
	}
	jobs, err := worker.NewInserter(s.store.Pool, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Insert(t.Context(), publishing.CheckContentArgs{Asked: true}, nil); err != nil {
		t.Fatal(err)
	}
	s.until("the content was looked at again", func() bool {
		return s.count(`select count(*) from content_report where web = 'all'`) == 2
	})
	if n := asked.Load() - before; n != 1 {
		t.Errorf("%d more are asked", n)
	}
}

// TestOneLooksAtTheContentAtATime: another server waits, and does not ask the whole
// web beside it.
func TestOneLooksAtTheContentAtATime(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	alone, err := s.store.CheckAlone(t.Context(), func() error {
		s.work()
		s.until("the look is put off", func() bool {
			return s.count(`select count(*) from river_job where kind = 'check_content' and state = 'scheduled' and errors is null`) == 1
		})
		if n := s.count(`select count(*) from content_report`); n != 0 {
			t.Errorf("there are %d reports", n)
		}
		return nil
	})
	if err != nil || !alone {
		t.Fatal(alone, err)
	}
	if alone, err := s.store.CheckAlone(t.Context(), func() error { return nil }); err != nil || !alone {
		t.Errorf("the lock is kept: %t, %v", alone, err)
	}
}

// TestAskingIsGoneOnWith stops the worker while it waits for another website. The
// next one goes on from there, and asks nobody a second time.
func TestAskingIsGoneOnWith(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.linkTo("http://a.gov.uk/", "http://b.gov.uk/", "http://c.gov.uk/")
	var mu sync.Mutex
	asked := map[string]int{}
	waits := make(chan struct{}, 8)
	silent := true
	s.anyWebsite(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.Host]++
		waiting := silent && r.Host == "c.gov.uk"
		mu.Unlock()
		if waiting {
			waits <- struct{}{}
			<-r.Context().Done()
		}
	})
	first, err := worker.New(s.store, s.publisher, s.blobs, s.keeps, worker.Post{Sender: s, Zone: london}, s.hub, s.web, quiet)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- first.Run(ctx) }()
	<-waits
	s.until("the others have answered", func() bool { return s.count(`select count(*) from web_link where asked_at is not null`) == 2 })
	mu.Lock()
	silent = false
	mu.Unlock()
	stop()
	if err := <-ended; err != nil {
		t.Fatalf("the worker does not end: %v", err)
	}
	if n := s.count(`select count(*) from river_job where kind = 'check_content' and state in ('available', 'scheduled') and errors is null`); n != 1 {
		t.Errorf("%d jobs wait to be gone on with", n)
	}
	if n := s.count(`select count(*) from content_report`); n != 0 {
		t.Errorf("half a look has made %d reports", n)
	}
	s.work()
	s.until("the content was looked at", func() bool { return s.count(`select count(*) from content_report where web = 'all'`) == 1 })
	mu.Lock()
	defer mu.Unlock()
	for host, want := range map[string]int{"a.gov.uk": 1, "b.gov.uk": 1, "c.gov.uk": 2} {
		if asked[host] != want {
			t.Errorf("%s was asked %d times, want %d", host, asked[host], want)
		}
	}
}
