package app_test

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

// followedFeeds are the nine of the website that the demonstration site is
// modelled on, as some people follow them: an item that is in several feeds is
// one to the reader of them all.
var followedFeeds = map[string][]string{
	"all":            {"blogs", "design-matters", "transformation", "tech-talk", "data-points", "inside-story", "cyber-alerts", "news", "publications"},
	"blogs":          {"blogs"},
	"design-matters": {"design-matters"},
	"tech-talk":      {"tech-talk"},
	"others":         {"transformation", "data-points", "inside-story", "cyber-alerts", "news", "publications"},
}

// TestAFeedReaderShowsEachPostOnce follows the feeds of the demonstration site
// in a feed reader that people use. A post comes with the first poll after it is
// published, and nothing comes twice, whatever happens to the post and to the
// site.
func TestAFeedReaderShowsEachPostOnce(t *testing.T) {
	t.Parallel()
	s := newFollowed(t)
	s.open(newFollowedHome(t))
	s.load(filepath.Join(testkit.Root(t), "content"))
	s.follow()
	s.comes("asking for the second time", "") // from then on, it knows which version it has
	s.isCurrent("asking for the third time")

	now, soon := s.post("followed"), s.post("planned")
	s.release(now, "What feed readers see", publishing.Plan{})
	s.comes("publishing", "What feed readers see", "all", "blogs", "design-matters")
	s.isPlanned(soon, "What they see in time", "design-matters", "all", "blogs")

	s.release(now, "What feed readers see, corrected", publishing.Plan{Minor: true})
	s.comes("a correction", "")
	s.release(now, "What feed readers see, told anew", publishing.Plan{Note: "More is told."})
	s.comes("an edit", "")
	s.shows("What feed readers see, told anew", "all", "blogs", "design-matters")

	s.isCurrent("asking again")
	s.open(s.home)
	s.isCurrent("a new server on the same database")

	s.do(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), now, "Wrong.", publishing.Plan{})
		return err
	})
	s.comes("withdrawing", "")
	s.do(func(e *publishing.Edit) error {
		_, err := e.ReleaseAgain(t.Context(), now, publishing.Plan{})
		return err
	})
	s.comes("publishing again", "")

	dir := filepath.Join(t.TempDir(), "export")
	if _, err := s.app.Files(nil).Export(t.Context(), dir, false); err != nil {
		t.Fatal(err)
	}
	s.open(newFollowedHome(t))
	s.load(dir)
	s.comes("moving to another database by export and import", "")

	s.do(func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), s.at("/blogs/design-matters/followed"), s.at("/blogs/tech-talk"), "followed")
		return err
	})
	s.comes("moving to another blog", "What feed readers see, told anew", "tech-talk")
}

// followed is a site whose feeds are followed. It keeps its address, whichever
// server answers there.
type followed struct {
	t       *testing.T
	origin  string
	handler atomic.Pointer[http.Handler]
	sent    atomic.Int64 // feeds that had changed for whoever asked
	app     *app.App
	home    followedHome
	readers map[string]*followedIn
}

// followedHome is where the site is kept.
type followedHome struct{ database, dir string }

func newFollowedHome(t *testing.T) followedHome {
	return followedHome{testkit.DatabaseURL(t), t.TempDir()}
}

// followedIn is a feed reader, and what it has shown.
type followedIn struct {
	*testkit.Newsboat
	items []testkit.NewsboatItem
}

func newFollowed(t *testing.T) *followed {
	s := &followed{t: t, readers: map[string]*followedIn{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		(*s.handler.Load()).ServeHTTP(answer, r)
		if answer.Status() == http.StatusOK {
			s.sent.Add(1)
		}
	}))
	t.Cleanup(server.Close)
	s.origin = server.URL
	return s
}

// open puts a new server in the place of the one before.
func (s *followed) open(home followedHome) {
	s.t.Helper()
	a, err := app.Open(s.t.Context(), config.Settings{
		DatabaseURL: config.Secret(home.database), DataDir: home.dir, TimeZone: "Europe/London", LogFormat: "text",
	})
	if err != nil {
		s.t.Fatal(err)
	}
	a.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server, err := a.Listen(s.t.Context(), config.Serve{Addr: "127.0.0.1:0", BaseURL: s.origin})
	if err != nil {
		s.t.Fatal(errors.Join(err, a.Close()))
	}
	s.t.Cleanup(func() {
		if err := errors.Join(server.Close(), a.Close()); err != nil {
			s.t.Error(err)
		}
	})
	handler := server.Handler()
	s.handler.Store(&handler)
	s.app, s.home = a, home
}

func (s *followed) load(dir string) {
	s.t.Helper()
	if _, err := s.app.Files(nil).Import(s.t.Context(), dir); err != nil {
		s.t.Fatal(err)
	}
}

// follow finds the feeds as a person does, and asks for the first time.
func (s *followed) follow() {
	s.t.Helper()
	w := &website{App: s.app, url: s.origin, answers: map[string]*answer{}}
	page := testkit.Page(s.t, w.get(s.t, "/feeds").body)
	for who, names := range followedFeeds {
		var addresses []string
		for _, name := range names {
			path := "/feeds/" + name + ".rss"
			if page.Find(`main a[href="`+path+`"]`).Length() != 1 {
				s.t.Fatalf("the page of feeds has no link to %s", path)
			}
			addresses = append(addresses, s.origin+path)
		}
		reader := &followedIn{Newsboat: testkit.Follow(s.t, addresses...)}
		if reader.poll(s.t); len(reader.items) == 0 {
			s.t.Errorf("%s: nothing is in the feeds", who)
		}
		s.readers[who] = reader
	}
}

// comes has everybody ask once, and checks that a post is new to some of them,
// and nothing to the others.
func (s *followed) comes(after, title string, to ...string) {
	s.t.Helper()
	got, wants := map[string]string{}, map[string]string{}
	for _, who := range to {
		wants[who] = title
	}
	for who, reader := range s.readers {
		if found := reader.poll(s.t); len(found) > 0 {
			got[who] = strings.Join(found, ", ")
		}
	}
	if !maps.Equal(got, wants) {
		s.t.Errorf("after %s there is new %q, want %q", after, got, wants)
	}
}

// isCurrent checks that no feed is sent to whoever has it, and nothing is new.
func (s *followed) isCurrent(after string) {
	s.t.Helper()
	before := s.sent.Load()
	s.comes(after, "")
	if again := s.sent.Load() - before; again > 0 {
		s.t.Errorf("after %s feeds are sent again, %d times", after, again)
	}
}

// isPlanned plans a post, and checks that it is not there before its instant,
// and is with the first poll after that.
func (s *followed) isPlanned(page cms.ID, title string, to ...string) {
	s.t.Helper()
	at := time.Now().Add(2 * time.Second)
	s.release(page, title, publishing.Plan{From: at})
	reader := s.readers[to[0]]
	known := len(reader.items)
	for late := false; len(reader.items) == known; {
		if late {
			s.t.Fatalf("%q is not there at its instant", title)
		}
		late = time.Now().After(at)
		reader.poll(s.t)
	}
	if time.Now().Before(at) {
		s.t.Errorf("%q is there before its instant", title)
	}
	s.comes("the instant", title, to[1:]...) // the first has it
}

// shows checks what readers have of the post: one item, with its whole text.
func (s *followed) shows(title string, to ...string) {
	s.t.Helper()
	for _, who := range to {
		reader := s.readers[who]
		at := slices.IndexFunc(reader.items, func(i testkit.NewsboatItem) bool { return i.Title == title })
		if at < 0 {
			s.t.Errorf("%s: there is no %q", who, title)
			continue
		}
		item := reader.items[at]
		if item.URL != s.origin+"/blogs/design-matters/followed" || !strings.Contains(item.Content, textOf(title)) {
			s.t.Errorf("%s: %q is at %s, and says %s", who, title, item.URL, item.Content)
		}
	}
}

// poll asks once, and returns the titles of what is new.
func (r *followedIn) poll(t *testing.T) (titles []string) {
	t.Helper()
	last := 0
	for _, item := range r.items {
		last = max(last, item.Number)
	}
	r.items = r.Poll()
	ids, seen := map[string]bool{}, map[string]bool{}
	for _, item := range r.items {
		if item.Number > last {
			titles = append(titles, item.Title)
		}
		if ids[item.ID] || seen[item.Title] {
			t.Errorf("%q is there twice", item.Title)
		}
		ids[item.ID], seen[item.Title] = true, true
	}
	return titles
}

// post makes a page that is not public yet.
func (s *followed) post(slug string) (page cms.ID) {
	s.t.Helper()
	s.do(func(e *publishing.Edit) error {
		made, err := e.Create(s.t.Context(), publishing.NewPage{Kind: "blog-post", Parent: s.at("/blogs/design-matters"), Slug: slug})
		page = made.ID
		return err
	})
	return page
}

func (s *followed) release(page cms.ID, title string, plan publishing.Plan) {
	s.t.Helper()
	text, _ := richtext.ParseMarkdown(textOf(title), nil)
	post := &kinds.BlogPost{Title: title, Summary: "In short.", Published: cms.DateOf(time.Now()), Lead: text}
	s.do(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(s.t.Context(), page, publishing.State{Value: post}, plan)
		return err
	})
}

func textOf(title string) string { return fmt.Sprintf("All of “%s” is told here.", title) }

func (s *followed) do(f func(*publishing.Edit) error) {
	s.t.Helper()
	if err := s.app.Publisher.Edit(s.t.Context(), cms.System, f); err != nil {
		s.t.Fatal(err)
	}
}

// at is the page that is live at a path.
func (s *followed) at(path string) (page cms.ID) {
	s.t.Helper()
	err := s.app.Store.Pool.QueryRow(s.t.Context(), `select page_id from release where path = $1 and live_from <= now() and live_until > now()`, path).Scan(&page)
	if err != nil {
		s.t.Fatal(err)
	}
	return page
}
