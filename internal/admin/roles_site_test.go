package admin_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/admin"
	"lectern/internal/auth"
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// staff is an office with a site of two branches, with pages in every state and
// everything else that an address can name, and with everybody who may ask.
type staff struct {
	*office
	people  []asker
	secrets map[string]secret // by their canary words
	a, b    branch
	target  map[string]target // pages that belong to the whole site
	keeper  keeper
}

// branch is a part of the tree with a page in every state.
type branch struct {
	top    target
	pages  map[string]target
	form   target // with its submission
	binned target // a page that was deleted
	files  []target
}

// asker is somebody who makes requests.
type asker struct {
	name   string
	user   cms.User
	cookie *http.Cookie // of their session; nil: they are not signed in
}

// secret is something that not everybody may read.
type secret struct {
	what string
	may  func(cms.User) bool
}

// canary plants a word that only some may find in an answer.
func (s *staff) canary(what string, may func(cms.User) bool) string {
	word := canaryWord(len(s.secrets))
	s.secrets[word] = secret{what, may}
	return word
}

const canaryBegins = "zqx"

var canaries = regexp.MustCompile(canaryBegins + `[a-z]{2}`)

func canaryWord(n int) string { return canaryBegins + string(rune('a'+n/26)) + string(rune('a'+n%26)) }

// newStaff returns the office.
func newStaff(t testing.TB) *staff {
	s := &staff{secrets: map[string]secret{}, target: map[string]target{}}
	var blobs *media.Disk
	s.office = newOffice(t, func(c *admin.Config) { c.SignedIn, c.Preview, blobs = nil, s.preview, c.Blobs })
	s.target["home"] = target{what: "the home page", line: []cms.ID{s.home}, live: true, params: []string{"{page}", string(s.home)}}
	writer, colleague := s.user(cms.Author, ""), s.user(cms.Reviewer, "")
	s.a = s.grow("A", writer, colleague, blobs)
	s.b = s.grow("B", writer, colleague, blobs)
	s.fixtures()
	s.hire()
	s.keeper.begin(t, s.store)
	return s
}

// preview shows the titles at and above an address, and all that lists hold.
func (s *staff) preview(ctx context.Context, u cms.User, look publishing.Look, path string, _ url.Values) (p admin.Previewed, err error) {
	err = s.publisher.Preview(ctx, u, look, func(snap *postgres.Snapshot, seen publishing.Seen) error {
		p.Seen, p.Status = seen, http.StatusOK
		at, err := snap.Address(ctx, cmp.Or(path, seen.Path, "/"), []string{"menu", "banner"}, nil)
		if err != nil {
			return err
		}
		if at.Release != nil && at.Release.Outcome.Shows() {
			p.HTML = fmt.Appendf(p.HTML, "%s", at.Revision.Body)
		}
		var everything cms.ListQuery
		for _, kind := range kinds.All() {
			everything.Kinds = append(everything.Kinds, kind.Kind().Name)
		}
		everything.Size = 100
		found, err := snap.Load(ctx, postgres.Wanted{Lists: []cms.ListQuery{everything}})
		p.HTML = fmt.Appendf(p.HTML, "%+v", found.Lists)
		return err
	})
	return p, err
}

// reads may see what is not public of a line of pages.
func reads(line []cms.ID) func(cms.User) bool {
	return func(u cms.User) bool { return cms.Can(u, cms.ActionRead, line) }
}

// grow makes a branch.
func (s *staff) grow(name string, writer, colleague cms.User, blobs *media.Disk) branch {
	lower := strings.ToLower(name)
	top := s.publish("landing", s.home, lower, &kinds.Landing{Title: "Branch " + name, Summary: "S."})
	line := []cms.ID{s.home, top}
	b := branch{pages: map[string]target{}}
	b.top = target{what: "the top of " + name, line: line, live: true, params: []string{"{page}", string(top)}}
	hidden := func(what string) string { return s.canary(what+" in "+name, reads(line)) }
	page := func(state, title string, live bool, f func(page cms.ID, v *kinds.ContentPage)) {
		id := s.make("page", top, state)
		v := &kinds.ContentPage{Title: title, Summary: "S."}
		f(id, v)
		b.pages[state] = s.pageTarget(state+" in "+name, id, append(slices.Clone(line), id), live)
	}
	drafted := s.file(s.canary("the file of a draft in "+name, worksHere)+".png", blobs)
	shown := s.file("shown-"+lower+".png", blobs)
	review := func(page cms.ID, v *kinds.ContentPage, approve bool) {
		s.must(s.as(writer, func(e *publishing.Edit) error {
			d, err := e.Save(s.t.Context(), publishing.Save{Page: page, Value: v, Automatic: true})
			if err != nil {
				return err
			}
			_, err = e.Submit(s.t.Context(), page, d.Version, hidden("a note for the reviewer"))
			return err
		}))
		if !approve {
			return
		}
		s.must(s.as(colleague, func(e *publishing.Edit) error {
			_, err := e.Approve(s.t.Context(), page, 1, hidden("a note with an approval"))
			return err
		}))
	}
	page("draft", hidden("the title of a draft"), false, func(page cms.ID, v *kinds.ContentPage) {
		v.Body = picture(drafted)
		s.save(writer, page, v)
	})
	page("review", hidden("the title of a draft in review"), false, func(page cms.ID, v *kinds.ContentPage) { review(page, v, false) })
	page("approved", hidden("the title of an approved draft"), false, func(page cms.ID, v *kinds.ContentPage) { review(page, v, true) })
	page("scheduled", hidden("the title of a scheduled page"), false, func(page cms.ID, v *kinds.ContentPage) {
		s.release(page, publishing.State{Value: v}, publishing.Plan{From: time.Now().Add(48 * time.Hour)})
	})
	page("live", "Live in "+name, true, func(page cms.ID, v *kinds.ContentPage) {
		v.Body = picture(shown)
		s.release(page, publishing.State{Value: v}, publishing.Plan{})
	})
	page("changed", "Changing in "+name, true, func(page cms.ID, v *kinds.ContentPage) {
		s.release(page, publishing.State{Value: v}, publishing.Plan{})
		s.release(page, publishing.State{Value: &kinds.ContentPage{Title: hidden("the planned title of a live page"), Summary: "S."}}, publishing.Plan{From: time.Now().Add(48 * time.Hour)})
		s.save(writer, page, &kinds.ContentPage{Title: hidden("the title in the draft of a live page"), Summary: "S."})
	})
	page("withdrawn", "Withdrawn in "+name, true, func(page cms.ID, v *kinds.ContentPage) {
		s.release(page, publishing.State{Value: v}, publishing.Plan{})
		s.must(s.as(cms.System, func(e *publishing.Edit) error {
			_, err := e.Withdraw(s.t.Context(), page, "Out of date.", publishing.Plan{})
			return err
		}))
	})
	page("gone", hidden("the title of a page that is gone"), false, func(page cms.ID, v *kinds.ContentPage) {
		s.release(page, publishing.State{Value: v}, publishing.Plan{})
		s.must(s.as(cms.System, func(e *publishing.Edit) error {
			_, err := e.Gone(s.t.Context(), page, "Gone.", publishing.Plan{})
			return err
		}))
	})
	page("expired", hidden("the title of a page that has ended"), false, func(page cms.ID, v *kinds.ContentPage) {
		s.release(page, publishing.State{Value: v}, publishing.Plan{})
		s.must(s.as(cms.System, func(e *publishing.Edit) error { _, err := e.Expire(s.t.Context(), page, time.Time{}); return err }))
	})
	b.files = []target{s.fileTarget("the file of a draft in "+name, drafted), s.fileTarget("a public file of "+name, shown)}
	b.form = s.question(name, line)
	page("binned", hidden("the title of a page in the bin"), false, func(page cms.ID, v *kinds.ContentPage) { s.save(writer, page, v) })
	b.binned = b.pages["binned"]
	delete(b.pages, "binned")
	s.must(s.as(cms.System, func(e *publishing.Edit) error {
		return e.Delete(s.t.Context(), b.binned.line[len(b.binned.line)-1], publishing.Sure{})
	}))
	return b
}

// question makes a form that a visitor has sent.
func (s *staff) question(name string, line []cms.ID) target {
	form := s.publish("form", line[1], "form", &kinds.Form{
		Title: "Ask " + name, Fields: []kinds.FormField{{Name: "words", Label: "Words", Type: "text"}}, Button: "Send",
		DoneTitle: "Thank you", Done: prose("Done."),
	})
	sent := cms.Submission{Token: publishing.NewID(), Page: form, Answers: cms.Answers{"words": {s.canary("what a visitor sent", configures)}}}
	_, err := publishing.NewIntake(testkit.Site(s.t, s.store)).SubmitForm(s.t.Context(), sent)
	s.must(err)
	t := s.pageTarget("the form in "+name, form, append(slices.Clone(line), form), true)
	t.params = append(t.params, "{submission}", string(sent.Token))
	return t
}

// worksHere may see every file: files belong to the whole site.
func worksHere(u cms.User) bool { return cms.CanSomewhere(u, cms.ActionRead) }

func configures(u cms.User) bool { return cms.Can(u, cms.ActionConfigure, nil) }

// fixtures makes what belongs to the whole site.
func (s *staff) fixtures() {
	add := func(kind, slug string, public, draft schema.Kind) {
		id := s.publish(kind, "", slug, public)
		s.save(cms.System, id, draft)
		t := s.pageTarget("a "+kind, id, nil, true)
		t.params = append(t.params, "{kind}", kind)
		s.target[kind] = t
	}
	add("menu", "main", &kinds.Menu{Title: "Main", Place: "main"}, &kinds.Menu{Title: s.canary("the draft of a menu", configures), Place: "main"})
	add("banner", "note", &kinds.Banner{Title: "Note", Text: prose("Note.")}, &kinds.Banner{Title: s.canary("the draft of a banner", configures), Text: prose("Note.")})
	s.must(s.as(cms.System, func(e *publishing.Edit) error {
		term, err := e.AddTerm(s.t.Context(), cms.Term{Vocabulary: "topic", Slug: "water", Name: "Water"})
		if err != nil {
			return err
		}
		s.target["term"] = target{what: "a term", params: []string{"{vocabulary}", "topic", "{term}", string(term.ID)}}
		return e.AddRedirects(s.t.Context(), []cms.Redirect{{From: "/old", To: "/a"}})
	}))
	s.words()
}

// words makes what the search knows, and what has been searched for.
func (s *staff) words() {
	group := cms.Synonyms{ID: publishing.NewID(), Words: []string{"Sea", s.canary("a synonym", configures)}}
	bet := cms.BestBet{ID: publishing.NewID(), Texts: []string{s.canary("the text of a best bet", configures)}, Pages: []cms.ID{s.home}}
	search := cms.SuggestedSearch{ID: publishing.NewID(), Text: s.canary("a suggested search", configures), Typing: true}
	s.must(s.as(cms.System, func(e *publishing.Edit) error {
		if err := e.SetSuggested(s.t.Context(), search); err != nil {
			return err
		}
		if err := e.SetSynonyms(s.t.Context(), group); err != nil {
			return err
		}
		return e.SetBestBets(s.t.Context(), bet)
	}))
	_, err := s.store.Pool.Exec(s.t.Context(), `insert into search_query (query, results) values ($1, 0)`, s.canary("a search", configures))
	s.must(err)
	s.target["synonyms"] = target{what: "synonyms", params: []string{"{synonyms}", string(group.ID)}}
	s.target["suggested"] = target{what: "a suggested search", params: []string{"{suggested}", string(search.ID)}}
	s.target["bet"] = target{what: "a best bet", params: []string{"{bet}", string(bet.ID), "{home}", string(s.home)}}
}

// pageTarget is a page with what requests name of it.
func (s *staff) pageTarget(what string, page cms.ID, line []cms.ID, live bool) target {
	t := target{what: what, line: line, live: live, params: []string{"{page}", string(page)}}
	s.must(s.as(cms.System, func(e *publishing.Edit) error {
		o, err := e.Overview(s.t.Context(), page, time.Time{})
		if err != nil {
			return err
		}
		if o.Draft != nil {
			t.params = append(t.params, "{version}", fmt.Sprint(o.Draft.Version))
		}
		for _, p := range o.Planned {
			t.params = append(t.params, "{release}", string(p.ID))
		}
		return nil
	}))
	revision, err := s.latest(page)
	s.must(err)
	t.params = append(t.params, "{revision}", string(revision))
	return t
}

func (s *staff) latest(page cms.ID) (id cms.ID, err error) {
	err = s.as(cms.System, func(e *publishing.Edit) error {
		id, err = e.LatestRevision(s.t.Context(), page)
		if err != nil && id == "" {
			err = nil // it has none
		}
		return err
	})
	return id, err
}

func (s *staff) fileTarget(what string, a cms.Asset) target {
	return target{what: what, params: []string{"{file}", string(a.ID), "{filename}", a.Filename, "{width}", "4"}}
}

// hire makes an account for every role on A, on B and on the whole site, with
// and without the right to delete, for somebody without any, and lets them in.
func (s *staff) hire() {
	s.people = []asker{{name: "a stranger"}, s.employ("nobody", nil)}
	for _, role := range cms.Roles {
		for _, where := range []struct {
			name   string
			branch cms.ID
		}{{"A", s.a.page("top")}, {"B", s.b.page("top")}, {"the site", ""}} {
			for _, may := range []bool{false, true} {
				name := fmt.Sprintf("%s of %s", role, where.name)
				if may {
					name += " who may delete"
				}
				s.people = append(s.people, s.employ(name, []cms.Grant{{Role: role, Branch: where.branch, Delete: may}}))
			}
		}
	}
}

// employ makes an account and begins a session for it.
func (s *staff) employ(name string, grants []cms.Grant) asker {
	user := s.user(0, "")
	user.Name, user.Grants = name, grants
	must := s.must
	must(s.store.Tx(s.t.Context(), func(tx *postgres.Tx) error {
		if err := tx.SetAccount(s.t.Context(), cms.Account{User: user, Email: s.canary("the email address of "+name, func(u cms.User) bool {
			return u.ID == user.ID || s.manages(u, grants)
		}) + "@example.org"}); err != nil {
			return err
		}
		if err := tx.SetGrants(s.t.Context(), user.ID, grants); err != nil {
			return err
		}
		return tx.SetFactor(s.t.Context(), user.ID, "JBSWY3DPEHPK3PXP", 0)
	}))
	sessions := auth.New(auth.Config{Store: s.store, Logger: quiet})
	w := httptest.NewRecorder()
	sessions.Sessions(func(http.ResponseWriter, *http.Request, error) { s.t.Fatal("no session") }, func(*http.Request) bool { return false })(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		must(sessions.Begin(r.Context(), user.ID, auth.Client{}))
	})).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/admin", nil))
	return asker{name, user, w.Result().Cookies()[0]}
}

// manages reports whether somebody manages an account with those rights: they
// hold all of them, where they manage accounts.
func (s *staff) manages(u cms.User, grants []cms.Grant) bool {
	if len(grants) == 0 {
		return cms.AdministersSite(u)
	}
	return !slices.ContainsFunc(grants, func(g cms.Grant) bool {
		var line []cms.ID
		if g.Branch != "" {
			line = []cms.ID{s.home, g.Branch}
		}
		return !cms.MayGrant(u, g, line)
	})
}

func (b branch) page(state string) cms.ID {
	t := b.pages[state]
	if state == "top" {
		t = b.top
	}
	return t.line[len(t.line)-1]
}

func (s *staff) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *staff) as(u cms.User, f func(*publishing.Edit) error) error {
	return s.publisher.Edit(context.Background(), u, f)
}

func (s *staff) make(kind string, parent cms.ID, slug string) (page cms.ID) {
	s.must(s.as(cms.System, func(e *publishing.Edit) error {
		p, err := e.Create(s.t.Context(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		page = p.ID
		return err
	}))
	return page
}

func (s *staff) save(u cms.User, page cms.ID, v schema.Kind) {
	s.must(s.as(u, func(e *publishing.Edit) error {
		_, err := e.Save(s.t.Context(), publishing.Save{Page: page, Value: v})
		return err
	}))
}

func (s *staff) release(page cms.ID, state publishing.State, plan publishing.Plan) {
	s.must(s.as(cms.System, func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(s.t.Context(), page, state, plan)
		return err
	}))
}

// file adds a picture.
func (s *staff) file(name string, blobs *media.Disk) cms.Asset {
	var content bytes.Buffer
	s.must(png.Encode(&content, image.NewGray(image.Rect(0, 0, 4, 3))))
	size := int64(content.Len())
	hash, err := blobs.Put(content.Bytes())
	s.must(err)
	a := cms.Asset{ID: publishing.NewID(), Hash: hash, Filename: name, MediaType: "image/png", Size: size, Width: 4, Height: 3}
	s.must(s.as(cms.System, func(e *publishing.Edit) error { return e.AddAsset(s.t.Context(), a) }))
	return a
}

func picture(a cms.Asset) cms.Blocks {
	return cms.Blocks{{Type: "image", Value: &blocks.Image{Image: cms.Image{Asset: a.ID, Alt: "A"}}}}
}
