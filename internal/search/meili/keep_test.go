package meili_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/search"
	"lectern/internal/search/meili"
	"lectern/internal/search/meili/meilitest"
	"lectern/internal/testkit"
)

// kept is a site and an engine on a stand-in.
type kept struct {
	*testing.T
	publisher *publishing.Publisher
	store     *postgres.Store
	server    *meilitest.Server
	engine    *meili.Engine
	home      cms.ID
}

func keep(t *testing.T) *kept {
	t.Parallel()
	return newKept(t)
}

func newKept(t *testing.T) *kept {
	k := &kept{T: t, server: meilitest.New(t, master)}
	k.publisher, k.store = testkit.Publisher(t)
	k.engine = k.another(meili.Config{URL: k.server.URL, Key: master, Index: "kept"})
	k.home = k.publish("", "", publishing.State{Value: &kinds.Home{Title: "Home", Summary: "S"}}, publishing.Plan{})
	return k
}

func (k *kept) another(config meili.Config) *meili.Engine { return open(k.T, k.store, config) }

func (k *kept) edit(f func(*publishing.Edit) error) {
	k.Helper()
	if err := k.publisher.Edit(k.Context(), cms.System, f); err != nil {
		k.Fatal(err)
	}
}

func (k *kept) publish(parent cms.ID, slug string, state publishing.State, plan publishing.Plan) (id cms.ID) {
	k.Helper()
	k.edit(func(e *publishing.Edit) error {
		page, err := e.Create(k.Context(), publishing.NewPage{Kind: state.Value.Kind().Name, Parent: parent, Slug: slug})
		if err != nil {
			return err
		}
		id = page.ID
		_, err = e.ReleaseContent(k.Context(), id, state, plan)
		return err
	})
	return id
}

func (k *kept) titled(slug, title string) cms.ID {
	k.Helper()
	return k.publish(k.home, slug, publishing.State{Value: &kinds.ContentPage{Title: title}}, publishing.Plan{})
}

func (k *kept) withdraw(page cms.ID) {
	k.Helper()
	k.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(k.Context(), page, "", publishing.Plan{})
		return err
	})
}

func (k *kept) renew() {
	k.Helper()
	if err := k.engine.Renew(k.Context()); err != nil {
		k.Fatal(err)
	}
}

// finds is the last parts of the addresses that a text finds, sorted by title.
func (k *kept) finds(engine *meili.Engine, text string) (string, error) {
	results, err := engine.Search(k.Context(), search.Query{Text: text, Size: 100})
	var list []string
	for _, hit := range results.Hits {
		list = append(list, path.Base(hit.Path))
	}
	return strings.Join(list, " "), err
}

func (k *kept) wants(text, paths string) {
	k.Helper()
	if got, err := k.finds(k.engine, text); err != nil || got != paths {
		k.Errorf("%q finds %q, %v; want %q", text, got, err, paths)
	}
}

func (k *kept) isBehind() {
	k.Helper()
	if got, err := k.finds(k.engine, "wombat"); !errors.Is(err, meili.ErrBehind) {
		k.Errorf("an index that is behind finds %q, %v", got, err)
	}
}

// keeping runs Keep until stop is called.
func (k *kept) keeping(engine *meili.Engine) (stop func()) {
	ctx, cancel := context.WithCancel(k.Context())
	done := make(chan error)
	go func() { done <- engine.Keep(ctx) }()
	return sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			k.Errorf("asked to stop, it fails: %v", err)
		}
	})
}

// until waits until something is so.
func (k *kept) until(so func() bool) {
	k.Helper()
	for !so() {
		if _, err := k.store.Now(k.Context()); err != nil { // passes the time
			k.Fatal(err)
		}
	}
}

// untilFound waits until an engine answers, with just that.
func (k *kept) untilFound(engine *meili.Engine, text, paths string) {
	k.Helper()
	k.until(func() bool {
		got, err := k.finds(engine, text)
		if err == nil && got != paths {
			k.Fatalf("%q finds %q, want %q or nothing until it is in step", text, got, paths)
		}
		return err == nil
	})
}

func TestAnIndexThatIsBehindIsNotUsed(t *testing.T) {
	k := keep(t)
	k.isBehind() // there is none
	k.renew()
	k.wants("wombat", "")
	page := k.titled("a", "Wombat")
	k.isBehind()
	k.renew()
	k.wants("wombat", "a")
	k.withdraw(page)
	k.isBehind()
	k.renew()
	k.wants("wombat", "")
	if s := k.engine.Status(); !s.InStep || !s.Reachable || s.Documents != 1 || s.Err != nil || !s.Behind.IsZero() {
		t.Errorf("its status is %+v", s)
	}
}

func TestKeepFollowsWhatIsLive(t *testing.T) {
	k := keep(t)
	stop := k.keeping(k.engine)
	defer stop()
	page := k.titled("a", "Wombat")
	k.untilFound(k.engine, "wombat", "a")
	k.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), page, publishing.State{Value: &kinds.ContentPage{Title: "Dingo"}}, publishing.Plan{})
		return err
	})
	k.untilFound(k.engine, "wombat", "")
	k.wants("dingo", "a")
	k.withdraw(page)
	k.untilFound(k.engine, "dingo", "")
}

// TestNothingReachesTheServerBeforeItsInstant schedules a page and looks into the
// server while it begins and ends.
func TestNothingReachesTheServerBeforeItsInstant(t *testing.T) {
	k := keep(t)
	stop := k.keeping(k.engine)
	defer stop()
	now, err := k.store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begins := now.Add(1500 * time.Millisecond)
	ends := begins.Add(2 * time.Second)
	secret := publishing.State{Value: &kinds.ContentPage{Title: "Quokka", Summary: "Of the quokka"}}
	k.publish(k.home, "a", secret, publishing.Plan{From: begins, Until: ends})
	k.publish(k.home, "b", secret, publishing.Plan{From: now.Add(time.Hour)})
	k.titled("c", "Wombat")
	seen := false
	k.until(func() bool {
		held := strings.Contains(strings.ToLower(k.server.Text()), "quokka")
		at, err := k.store.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if held && at.Before(begins) {
			t.Fatalf("the server holds it %s before it is public", begins.Sub(at))
		}
		seen = seen || held
		return at.After(ends)
	})
	if !seen {
		t.Error("it was never found")
	}
	k.untilFound(k.engine, "quokka", "")
	if strings.Contains(strings.ToLower(k.server.Text()), "quokka") {
		t.Error("the server still holds what has ended")
	}
}

// TestAnIndexIsMadeAnewUnasked takes it away in all ways that there are.
func TestAnIndexIsMadeAnewUnasked(t *testing.T) {
	k := keep(t)
	k.titled("a", "Wombat")
	for name, harm := range map[string]func(){
		"vanished":          k.server.Vanish,
		"empty":             k.server.Empty,
		"other settings":    func() { k.server.SetSetting("rankingRules", []any{"words"}) },
		"one document less": func() { k.server.Forget("title", "wombat") },
		"an old document":   func() { k.server.Change("title", "wombat", "changed", -1.0) },
	} {
		k.renew()
		harm()
		stop := k.keeping(k.engine)
		k.until(func() bool {
			s := k.server
			return k.engine.Status().InStep && s.Count("title", "wombat", "page", true) == 1 && s.Count("title", "wombat", "changed", -1.0) == 0 &&
				len(s.Settings("rankingRules")) == 1 && len(s.Settings("rankingRules")[0].([]any)) > 1
		})
		k.untilFound(k.engine, "wombat", "a")
		if got := k.server.Indexes(); len(got) != 1 {
			t.Errorf("%s: then there are the indexes %v", name, got)
		}
		stop()
	}
}

// TestAnIndexOfAnotherDatabaseIsMadeAnew has two databases that believe an index to
// be theirs, as one does that was put back from a backup: one may be ahead of the
// other or behind it.
func TestAnIndexOfAnotherDatabaseIsMadeAnew(t *testing.T) {
	for name, more := range map[string]int{"ahead": 5, "behind": 0} {
		t.Run(name, func(t *testing.T) {
			theirs, ours := keep(t), newKept(t)
			theirs.titled("theirs", "Wombat")
			ours.titled("ours", "Wombat")
			for n := range more {
				theirs.titled(fmt.Sprintf("more-%d", n), "Badger")
			}
			for n := range 5 - more {
				ours.titled(fmt.Sprintf("more-%d", n), "Badger")
			}
			theirs.renew()
			ours.engine = ours.another(meili.Config{URL: theirs.server.URL, Key: master, Index: "kept"})
			defer ours.keeping(ours.engine)()
			ours.untilFound(ours.engine, "wombat", "ours")
		})
	}
}

func TestWhatOtherVersionsLeftIsTakenAway(t *testing.T) {
	k := keep(t)
	k.renew()
	k.server.Leave("kept-0123456789", time.Now().Add(-2*time.Hour))
	k.server.Leave("kept-abcdef0123", time.Now().Add(-time.Minute))
	k.server.Leave("other-0123456789", time.Now().Add(-2*time.Hour))
	defer k.keeping(k.engine)()
	k.until(func() bool { return !slices.Contains(k.server.Indexes(), "kept-0123456789") })
	if got := k.server.Indexes(); len(got) != 3 {
		t.Errorf("what is left are %v", got)
	}
}

// TestAServerThatHangsFromTheStart answers nothing yet, so that there are no keys.
func TestAServerThatHangsFromTheStart(t *testing.T) {
	k := keep(t)
	k.server.Delay(time.Hour)
	stop := k.keeping(k.engine)
	k.until(func() bool { return k.server.Calls("GET /keys/{uid}") > 0 })
	k.isBehind() // at once: Postgres answers
	stop()
	k.server.Delay(0)
	k.renew()
	k.wants("wombat", "")
}

// TestPagesOfSynonymsHoldEachHitOnce turns the pages of a search that are put in order
// here, of which something comes first.
func TestPagesOfSynonymsHoldEachHitOnce(t *testing.T) {
	k := keep(t)
	k.edit(func(e *publishing.Edit) error {
		return e.SetSynonyms(t.Context(), cms.Synonyms{ID: publishing.NewID(), Words: []string{"wombat", "marsupial"}})
	})
	k.titled("first", "Wombat")
	for n := range 30 {
		k.titled(fmt.Sprintf("p%d", n), "Marsupial"+strings.Repeat(" of many", n%7))
	}
	k.renew()
	seen := map[string]bool{}
	for page := range 4 {
		results, err := k.engine.Search(t.Context(), search.Query{Text: "wombat", Page: page + 1})
		if err != nil || results.Total != 31 {
			t.Fatalf("page %d is of %d: %v", page+1, results.Total, err)
		}
		for i, hit := range results.Hits {
			if seen[hit.Path] || page+i == 0 && hit.Path != "/first" {
				t.Errorf("page %d has %s at %d", page+1, hit.Path, i+1)
			}
			seen[hit.Path] = true
		}
	}
	if len(seen) != 31 {
		t.Errorf("there are %d on all pages", len(seen))
	}
}

// TestAnIndexIsMadeBesideTheOneInUse searches all the while.
func TestAnIndexIsMadeBesideTheOneInUse(t *testing.T) {
	k := keep(t)
	k.titled("a", "Wombat")
	k.renew()
	k.server.SetSetting("searchCutoffMs", 77.0)
	k.server.DelayTasks(100 * time.Millisecond)
	stop := k.keeping(k.engine)
	defer stop()
	building := false
	k.until(func() bool {
		k.wants("wombat", "a")
		building = building || len(k.server.Indexes()) == 2
		return building && len(k.server.Indexes()) == 1
	})
}

func TestTasksThatFailAreNoticed(t *testing.T) {
	k := keep(t)
	for _, kind := range []string{"indexCreation", "settingsUpdate", "documentAdditionOrUpdate"} {
		k.server.FailTasks(kind)
		var told *meili.Problem
		if err := k.engine.Renew(t.Context()); !errors.As(err, &told) || told.Code != "internal" {
			t.Errorf("when %s fails it says %v", kind, err)
		}
		k.isBehind()
	}
	k.server.FailTasks("")
	page := k.titled("a", "Wombat")
	k.renew()
	k.wants("wombat", "a")
	if got := k.server.Indexes(); len(got) != 1 {
		t.Errorf("what was not finished is left: %v", got)
	}
	for _, kind := range []string{"documentAdditionOrUpdate", "documentDeletion"} {
		k.withdraw(page)
		slug := strings.ToLower(kind)
		page = k.titled(slug, "Wombat")
		k.server.FailTasks(kind)
		if err := k.engine.Renew(t.Context()); err == nil {
			t.Errorf("when %s fails it says nothing", kind)
		}
		k.isBehind()
		k.server.FailTasks("")
		k.renew()
		k.wants("wombat", slug)
	}
}

func TestAServerThatFails(t *testing.T) {
	k := keep(t)
	k.titled("a", "Wombat")
	k.renew()
	k.server.Fail(http.StatusServiceUnavailable)
	calls := k.server.Calls("POST /multi-search")
	_, err := k.finds(k.engine, "secret words")
	if err == nil || errors.Is(err, meili.ErrBehind) || strings.Contains(err.Error(), "secret") {
		t.Errorf("a server that fails: %v", err)
	}
	if n := k.server.Calls("POST /multi-search") - calls; n != 1 {
		t.Errorf("it was asked %d times", n)
	}
	if err := k.engine.Renew(t.Context()); err == nil || k.engine.Status().InStep || k.engine.Status().Err == nil {
		t.Errorf("%v, and its status is %+v", err, k.engine.Status())
	}
	k.server.Fail(0)
	k.server.Delay(time.Hour)
	if _, err := k.finds(k.engine, "wombat"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a server that hangs: %v", err)
	}
	k.server.Delay(0)
	k.renew()
	k.wants("wombat", "a")
}

// TestKeys of a server with a master key: one that may search and read,
// and one that may not make keys.
func TestKeys(t *testing.T) {
	k := keep(t)
	k.titled("a", "Wombat")
	k.renew()
	k.wants("wombat", "a")
	actions := k.server.Keys()
	if diff := cmp.Diff([]string{
		"kept-*: documents.add documents.get documents.delete indexes.create indexes.get indexes.delete indexes.swap settings.get settings.update tasks.get stats.get",
		"kept-*: search documents.get",
	}, actions); diff != "" {
		t.Error(diff)
	}
	k.another(meili.Config{URL: k.server.URL, Key: master, Index: "kept"}) // after a restart
	k.renew()
	if got := k.server.Keys(); len(got) != 2 {
		t.Errorf("then there are %d keys", len(got))
	}
	one := k.server.AddKey("*", "*")
	engine := k.another(meili.Config{URL: k.server.URL, Key: one, Index: "kept"})
	if err := engine.Renew(t.Context()); err != nil {
		t.Errorf("with a key that is not the master's: %v", err)
	}
	if got, err := k.finds(engine, "wombat"); got != "a" || err != nil {
		t.Errorf("with a key that is not the master's it finds %q, %v", got, err)
	}
	wrong := k.another(meili.Config{URL: k.server.URL, Key: "wrong", Index: "kept"})
	var told *meili.Problem
	if err := wrong.Renew(t.Context()); !errors.As(err, &told) || told.Code != "invalid_api_key" {
		t.Errorf("with a wrong key: %v", err)
	}
}

// TestNodesTakeTurns keeps one index from two nodes while much is published.
func TestNodesTakeTurns(t *testing.T) {
	k := keep(t)
	other := k.another(meili.Config{URL: k.server.URL, Key: master, Index: "kept"})
	defer k.keeping(k.engine)()
	defer k.keeping(other)()
	want := ""
	for n := range 20 {
		slug := string(rune('a' + n))
		k.titled(slug, "Wombat")
		want = strings.TrimSpace(slug + " " + want)
	}
	k.untilFound(k.engine, "wombat", want)
	k.untilFound(other, "wombat", want)
}

// TestReplaysAndOtherOrders sends again, at random, what was sent to the server
// before: whoever was held up does so. The index then is either in step, and finds
// what it should, or it knows that it is not.
func TestReplaysAndOtherOrders(t *testing.T) {
	k := keep(t)
	proxy := newRecorder(t, k.server.URL)
	k.engine = k.another(meili.Config{URL: proxy.url, Key: master, Index: "kept"})
	random := rand.New(rand.NewPCG(3, 4))
	k.renew()
	var live []string
	pages := map[string]cms.ID{}
	for n := range 12 {
		slug := string(rune('a' + n))
		pages[slug] = k.titled(slug, "Wombat")
		live = append([]string{slug}, live...)
		if n%3 == 2 {
			k.withdraw(pages[live[1]])
			live = append(live[:1], live[2:]...)
		}
		if n%2 == 0 {
			k.renew()
		}
		for range 3 {
			proxy.replay(random)
			got, err := k.finds(k.engine, "wombat")
			if want := strings.Join(live, " "); err == nil && got != want || err != nil && !errors.Is(err, meili.ErrBehind) {
				t.Fatalf("after replays it finds %q, %v; want %q", got, err, want)
			}
		}
		k.until(func() bool { // what was replayed last may not be in yet
			k.renew()
			got, err := k.finds(k.engine, "wombat")
			if want := strings.Join(live, " "); err == nil && got != want || err != nil && !errors.Is(err, meili.ErrBehind) {
				t.Fatalf("in step it finds %q, %v; want %q", got, err, want)
			}
			return err == nil
		})
	}
}

// TestAnAnswerOfAnEarlierStateIsNotTaken brings the index to the state of the site when
// a search has been answered, and before it is told which state that is.
func TestAnAnswerOfAnEarlierStateIsNotTaken(t *testing.T) {
	k := keep(t)
	k.titled("a", "Wombat")
	k.renew()
	k.wants("wombat", "a")
	target, err := url.Parse(k.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	inStep := make(chan struct{})
	var catchUp sync.Once
	var armed atomic.Bool
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if armed.Load() && strings.HasSuffix(q.URL.Path, "/documents/mark") {
			<-inStep
		}
		proxy.ServeHTTP(w, q)
		if armed.Load() && q.URL.Path == "/multi-search" {
			catchUp.Do(func() {
				k.server.FailTasks("")
				k.renew()
				close(inStep)
			})
		}
	}))
	t.Cleanup(web.Close)
	held := k.another(meili.Config{URL: web.URL, Key: master, Index: "kept"})
	if err := held.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	held.Wait()
	if got, err := k.finds(held, "wombat"); got != "a" {
		t.Fatalf("at first it finds %q, %v", got, err)
	}
	k.titled("b", "Wombat")
	k.server.FailTasks("documentAdditionOrUpdate")
	if err := held.Renew(t.Context()); err == nil { // it knows what the site is at
		t.Fatal("what failed was taken in")
	}
	armed.Store(true)
	if got, err := k.finds(held, "wombat"); got != "b a" {
		t.Errorf("after the change it finds %q, %v", got, err)
	}
}

// recorder passes calls on, and remembers those that change documents.
type recorder struct {
	t        *testing.T
	url, to  string
	mutex    sync.Mutex
	recorded []*http.Request
	bodies   [][]byte
}

func newRecorder(t *testing.T, to string) *recorder {
	r := &recorder{t: t, to: to}
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		q.Body = io.NopCloser(bytes.NewReader(body))
		if strings.HasSuffix(q.URL.Path, "/documents") || strings.HasSuffix(q.URL.Path, "/delete-batch") {
			r.mutex.Lock()
			r.recorded, r.bodies = append(r.recorded, q.Clone(context.Background())), append(r.bodies, body)
			r.mutex.Unlock()
		}
		proxy.ServeHTTP(w, q)
	}))
	r.url = web.URL
	t.Cleanup(web.Close)
	return r
}

func (r *recorder) replay(random *rand.Rand) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.recorded) == 0 {
		return
	}
	n := random.IntN(len(r.recorded))
	again, err := http.NewRequest(r.recorded[n].Method, r.to+r.recorded[n].URL.Path, bytes.NewReader(r.bodies[n]))
	if err != nil {
		r.t.Fatal(err)
	}
	again.Header = r.recorded[n].Header
	response, err := http.DefaultClient.Do(again)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = response.Body.Close()
}

// TestEditorsTellWhatMeansTheSame sets synonyms and a best bet, and changes them.
func TestEditorsTellWhatMeansTheSame(t *testing.T) {
	k := keep(t)
	k.titled("short", "About IAPT")
	k.titled("long", "Improving access to psychological therapies")
	k.titled("apart", "Therapies and access: improving what is psychological to some")
	k.titled("other", "Other things")
	bet := k.titled("bet", "Where to begin")
	group := cms.Synonyms{ID: publishing.NewID(), Words: []string{"IAPT", "improving access to psychological therapies"}, Also: []string{"other things"}}
	k.edit(func(e *publishing.Edit) error {
		if err := e.SetSynonyms(t.Context(), group); err != nil {
			return err
		}
		return e.SetBestBets(t.Context(), cms.BestBet{ID: publishing.NewID(), Texts: []string{"iapt"}, Pages: []cms.ID{bet}})
	})
	k.isBehind()
	k.renew()
	k.wants("iapt", "bet other long short")
	k.wants("improving access to psychological therapies", "long other short apart")
	k.wants("other things", "other")
	k.wants(`"iapt"`, "bet short")
	q := search.Query{Text: "iapt", Size: 1}
	var pages []string
	for page := range 5 {
		results, err := k.engine.Search(t.Context(), q.On(page+1))
		if err != nil || results.Total != 4 || results.Counts[search.Type]["page"] != 4 {
			t.Errorf("page %d: %d results, %v, %v", page+1, results.Total, results.Counts, err)
		}
		for _, hit := range results.Hits {
			pages = append(pages, path.Base(hit.Path))
			if hit.Best != (hit.Title.Text == "Where to begin") {
				t.Errorf("%q is a best bet: %v", hit.Title.Text, hit.Best)
			}
		}
	}
	if got := strings.Join(pages, " "); got != "bet other long short" {
		t.Errorf("page by page: %s", got)
	}
	group.Words = group.Words[:1]
	k.edit(func(e *publishing.Edit) error { return e.SetSynonyms(t.Context(), group) })
	k.renew()
	k.wants("iapt", "bet other short")
	k.wants("improving access to psychological therapies", "long apart")
}

// TestNothingIsShownThatOnlyTheServerHas puts a page into the server that is not
// live, and changes what it has of one that is.
func TestNothingIsShownThatOnlyTheServerHas(t *testing.T) {
	k := keep(t)
	ended := k.titled("ended", "Wombat")
	k.titled("a", "Wombat")
	k.renew()
	was := k.server.Copy("title", "wombat")
	k.withdraw(ended)
	k.renew()
	k.wants("wombat", "a")
	k.server.Put(was)
	k.isBehind()
	k.server.Change("title", "wombat", "release", "'; drop table release; --")
	if got, err := k.finds(k.engine, "wombat"); err == nil || got != "" {
		t.Errorf("of what it was told it shows %q, %v", got, err)
	}
}
