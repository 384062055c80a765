package suggest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/spelling"
	"lectern/internal/search/suggest"
	"lectern/internal/testkit"
)

// office is a small site, and what it suggests.
type office struct {
	t         *testing.T
	publisher *publishing.Publisher
	store     *postgres.Store
	index     *postgres.Index
	suggester *suggest.Suggester
	home      cms.ID
	topic     cms.Term
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, topic: cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "dentistry", Name: "Dentistry", Synonyms: []string{"Teeth"}}}
	o.publisher, o.store = testkit.Publisher(t)
	o.index, o.suggester = open(t, o.store)
	o.edit(func(e *publishing.Edit) error { return e.SetTerm(t.Context(), o.topic) })
	o.home = o.publish("", &kinds.Home{Title: "Home", Summary: "S"}, publishing.Plan{})
	return o
}

func (o *office) edit(f func(*publishing.Edit) error) {
	o.t.Helper()
	if err := o.publisher.Edit(o.t.Context(), cms.System, f); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) publish(slug string, value schema.Kind, plan publishing.Plan) (id cms.ID) {
	o.t.Helper()
	o.edit(func(e *publishing.Edit) error {
		page, err := e.Create(o.t.Context(), publishing.NewPage{Kind: value.Kind().Name, Parent: o.home, Slug: slug})
		if err != nil {
			return err
		}
		id = page.ID
		_, err = e.ReleaseContent(o.t.Context(), id, publishing.State{Value: value}, plan)
		return err
	})
	return id
}

func (o *office) renew() {
	o.t.Helper()
	if err := o.suggester.Renew(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// offers is what is offered for a text: searches, a stroke, and the paths of pages.
func (o *office) offers(typed string) string {
	o.t.Helper()
	found, err := o.suggester.For(o.t.Context(), typed)
	if err != nil {
		o.t.Fatal(err)
	}
	list := append(found.Searches, "|")
	for _, item := range found.Pages {
		list = append(list, item.Path)
	}
	return strings.Join(list, " ")
}

func (o *office) wants(typed, want string) {
	o.t.Helper()
	if got := o.offers(typed); got != want {
		o.t.Errorf("%q offers %q, want %q", typed, got, want)
	}
}

func page(title string, topics ...cms.TermRef) *kinds.ContentPage {
	return &kinds.ContentPage{Title: title, Topics: topics}
}

func TestSuggestionsFollowWhatIsLive(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.wants("wombat", "|") // nothing is known yet
	o.renew()
	o.wants("wombat", "|")
	first := o.publish("wombats", page("Wombats at night"), publishing.Plan{})
	o.publish("quokka", page("Quokka launch"), publishing.Plan{From: time.Now().Add(time.Hour)})
	o.edit(func(e *publishing.Edit) error {
		draft, err := e.Create(t.Context(), publishing.NewPage{Kind: "page", Parent: o.home, Slug: "draft"})
		if err == nil {
			_, err = e.Save(t.Context(), publishing.Save{Page: draft.ID, Value: page("Quokka draft")})
		}
		return err
	})
	o.wants("wombat", "|")
	o.renew()
	for _, typed := range []string{"wombat", "WO", " wombats  at ", "night", "wombat nig", "“wombats”"} {
		o.wants(typed, "| /wombats")
	}
	for _, typed := range []string{"", "w", "ombat", "quokka", "launch", "wombat quokka", "%", "\x00", "'; drop table page; --"} {
		o.wants(typed, "|")
	}
	o.wants(strings.Repeat("wombat ", 900), "| /wombats")
	second := o.publish("second", page("Wombats by day"), publishing.Plan{})
	o.renew()
	o.wants("wombats", "| /second /wombats")
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), second, "", publishing.Plan{})
		return err
	})
	o.wants("wombats", "| /wombats") // at once, before anything is read again
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), first, "It was wrong", publishing.Plan{})
		return err
	})
	o.renew()
	o.wants("wombats", "|")
	o.wants("day", "|")
}

func TestTheBestTitleIsOfferedFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for slug, value := range map[string]schema.Kind{
		"news":    &kinds.NewsArticle{Title: "Spine", Summary: "S", PublishedAt: time.Unix(1_700_000_000, 0)},
		"service": &kinds.Service{Title: "Spine mini services", Summary: "S"},
		"section": &kinds.Landing{Title: "All about Spine", Summary: "S"},
		"other":   page("Spinel"),
		"twin":    &kinds.NewsArticle{Title: "Spine", Summary: "S", PublishedAt: time.Unix(1_700_000_000, 0)},
		"apart":   page("A broken spi"),
	} {
		o.publish(slug, value, publishing.Plan{})
	}
	o.renew()
	got := strings.Fields(o.offers("spine"))
	if len(got) != 5 || got[2] != "/service" || got[3] != "/other" || got[4] != "/section" || got[1] != "/news" && got[1] != "/twin" {
		t.Errorf("%q are offered; of two that read alike, one should be", got)
	}
	for n := range 20 {
		o.publish(fmt.Sprintf("many-%d", n), page(fmt.Sprintf("Many %d", n)), publishing.Plan{})
	}
	o.renew()
	if got := strings.Fields(o.offers("many")); len(got) != 7 {
		t.Errorf("%d are offered", len(got)-1)
	}
}

func TestPopularSearchesAreOfferedIfTheSiteSpeaksOfThem(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.publish("wombats", page("Wombats at night", cms.TermRef(o.topic.ID)), publishing.Plan{})
	o.publish("quokka", page("Quokka launch"), publishing.Plan{From: time.Now().Add(time.Hour)})
	for _, query := range []string{"night wombats", "Wombat anderson", "quokka launch", "the teeth", "dentistry", "wombats"} {
		_, err := o.store.Pool.Exec(t.Context(), `
			insert into search_query (at, query, results) select now() - n % 5 * interval '1 day', $1, 2 from generate_series(1, 12) as n`, query)
		if err != nil {
			t.Fatal(err)
		}
	}
	o.renew()
	o.wants("wom", "wombats night wombats | /wombats")
	o.wants("wombats", "night wombats | /wombats")
	o.wants("quokka", "|")
	o.wants("anders", "|")
	o.wants("teeth", "the teeth |")
	o.wants("den", "dentistry |")
}

// What editors suggest is known to whoever types next, and is offered only while it
// finds something.
func TestEditorsSayWhatIsOffered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.publish("wombats", page("Wombats at night"), publishing.Plan{})
	o.publish("quokka", page("Quokka launch"), publishing.Plan{From: time.Now().Add(time.Hour)})
	for _, query := range []string{"wombats", "night wombats", "wombats night", "wombats at night"} {
		_, err := o.store.Pool.Exec(t.Context(), `
			insert into search_query (at, query, results) select now() - n % 5 * interval '1 day', $1, 2 from generate_series(1, 12) as n`, query)
		if err != nil {
			t.Fatal(err)
		}
	}
	o.renew()
	o.wants("wom", "wombats wombats at night wombats night | /wombats")
	night := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Night wombat", Typing: true, Instead: []string{"womabt nihgt", "wombats night"}}
	planned := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Quokka launch", Typing: true, Instead: []string{"wombats tomorrow"}}
	near := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Wombats abroad", Typing: true}
	o.edit(func(e *publishing.Edit) error { return e.SetSuggested(t.Context(), night, planned, near) })
	o.wants("wom", "Night wombat wombats wombats at night | /wombats") // and not the popular search that it is offered instead of
	o.wants("womabt ni", "Night wombat |")
	o.wants("quokka", "|")
	o.wants("nihgt", "|")                                        // of what it is offered instead of, the beginning alone
	o.wants("night", "Night wombat wombats at night | /wombats") // and the popular one is the same
	o.wants("night wombats", "| /wombats")                       // it is typed already

	o.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "night wombat") })
	o.wants("womabt", "|")
	o.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), "night wombat") })
	night.Typing = false
	o.edit(func(e *publishing.Edit) error { return e.SetSuggested(t.Context(), night) })
	o.wants("womabt", "|")
	o.publish("abroad", page("Wombats abroad"), publishing.Plan{})
	o.wants("wombats ab", "Wombats abroad |") // its title is read later
	o.edit(func(e *publishing.Edit) error { return e.DeleteSuggested(t.Context(), near.ID) })
	o.wants("wombats ab", "|")
}

func TestPagesOfBestBetsComeFirstAmongThoseOffered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	wombats := o.publish("wombats", page("Wombats"), publishing.Plan{})
	marsupials := o.publish("marsupials", page("Marsupials"), publishing.Plan{})
	o.publish("night", page("Wombats at night"), publishing.Plan{})
	ahead := o.publish("quokka", page("Quokka launch"), publishing.Plan{From: time.Now().Add(time.Hour)})
	o.renew()
	o.wants("womb", "| /night /wombats")
	bet := cms.BestBet{ID: publishing.NewID(), Texts: []string{"wombat facts", "quokka"}, Pages: []cms.ID{ahead, marsupials, wombats}}
	o.edit(func(e *publishing.Edit) error { return e.SetBestBets(t.Context(), bet) })
	o.wants("womb", "| /marsupials /wombats /night")
	o.wants("wombat fact", "| /marsupials /wombats")
	o.wants("facts", "|") // it begins no text
	o.wants("quok", "| /marsupials /wombats")
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), marsupials, "", publishing.Plan{})
		return err
	})
	o.wants("womb", "| /wombats /night")
	o.edit(func(e *publishing.Edit) error { return e.DeleteBestBet(t.Context(), bet.ID) })
	o.wants("womb", "| /night /wombats")
}

// TestEditorsSayWhatIsAsked looks at the question whether something else was meant.
func TestEditorsSayWhatIsAsked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	wombats := o.publish("wombats", page("Wombats at night"), publishing.Plan{})
	o.publish("quokka", page("Quokka launch"), publishing.Plan{From: time.Now().Add(time.Hour)})
	o.renew()
	a := asker{t, spelling.Over(pgsearch.New(o.index, time.UTC, quiet), o.suggester.Vocabulary, o.index.Offered)}
	asks := func(typed, want string) {
		t.Helper()
		if _, got := a.find(typed); got != want {
			t.Errorf("whoever types %q is asked %q, want %q", typed, got, want)
		}
	}
	asks("womabts", "wombats")
	asks("wombats", "")
	night := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Night", Instead: []string{"womabt", "wombat", "évening"}}
	planned := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Quokka launch", Instead: []string{"wombats ahead", "nihgt"}}
	near := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Night elsewhere", Instead: []string{"dark"}}
	o.edit(func(e *publishing.Edit) error { return e.SetSuggested(t.Context(), night, planned, near) })
	asks("Womabts", "Night") // before its spelling
	asks("wombats", "Night") // whatever it finds
	asks("evening", "Night")
	asks("wombats ahead", "")
	asks("nihgt", "night") // what editors offer finds nothing, and another spelling does
	asks("dark", "")

	for _, forbidden := range []string{"night", "NIHGT"} { // what is offered, and what was typed
		o.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), forbidden) })
		asks("nihgt", "")
		o.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), forbidden) })
		asks("nihgt", "night")
	}
	o.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "night") })
	asks("wombats", "")
	asks("womabts", "wombats")
	o.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), "night") })
	o.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "womabts") })
	asks("womabts", "Night") // editors have said so themselves
	o.edit(func(e *publishing.Edit) error { return e.DeleteSuggested(t.Context(), night.ID) })
	asks("womabts", "")
	asks("wombats", "")
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), wombats, "", publishing.Plan{})
		return err
	})
	asks("dark", "")
}

// What is not live is in no vocabulary, and no suggestion is made of what has
// just gone.
func TestSpellingFollowsWhatIsLive(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	hidden := cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "marsupials", Name: "Marsupials"}
	o.edit(func(e *publishing.Edit) error { return e.SetTerm(t.Context(), hidden) })
	wombats := o.publish("wombats", page("Wombats at night", cms.TermRef(o.topic.ID)), publishing.Plan{})
	o.publish("quokka", page("Quokka launch", cms.TermRef(hidden.ID)), publishing.Plan{From: time.Now().Add(time.Hour)})
	o.renew()
	for typed, want := range map[string]string{"womabts": "wombats", "dentistri": "dentistry", "quoka": "", "marsupails": "", "lanch": ""} {
		if got := strings.Join(o.suggester.Vocabulary().Texts(typed), " "); got != want {
			t.Errorf("%q is spelt %q, want %q", typed, got, want)
		}
	}
	a := asker{t, spelling.Over(pgsearch.New(o.index, time.UTC, quiet), o.suggester.Vocabulary, o.index.Offered)}
	if _, suggestion := a.find("womabts"); suggestion != "wombats" {
		t.Errorf("the suggestion is %q", suggestion)
	}
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), wombats, "", publishing.Plan{})
		return err
	})
	if _, suggestion := a.find("womabts"); suggestion != "" {
		t.Errorf("what has gone is suggested: %q", suggestion)
	}
	o.renew()
	if got := o.suggester.Vocabulary().Texts("womabts"); len(got) > 0 {
		t.Errorf("a word that has gone is known: %q", got)
	}
	found, err := a.engine.Search(t.Context(), search.Query{Text: "nights"})
	if err != nil || found.Suggestion != "" || found.Total != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestKeepReadsTheSiteUntilItIsStopped(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, stop := context.WithCancel(t.Context())
	kept := make(chan error)
	go func() { kept <- o.suggester.Keep(ctx) }()
	o.publish("wombats", page("Wombats"), publishing.Plan{})
	for o.offers("wombats") == "|" {
		select {
		case err := <-kept:
			t.Fatalf("it keeps no longer: %v", err)
		default:
			if _, err := o.store.Now(ctx); err != nil { // passes the time
				t.Fatal(err)
			}
		}
	}
	stop()
	if err := <-kept; err != nil {
		t.Errorf("asked to stop, it fails: %v", err)
	}
}
