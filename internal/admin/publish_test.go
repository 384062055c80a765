package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

var london, _ = time.LoadLocation("Europe/London")

// saveAs writes the draft of a page in somebody's name.
func (o *office) saveAs(u cms.User, page cms.ID, value schema.Kind) {
	o.t.Helper()
	err := o.publisher.Edit(context.Background(), u, func(e *publishing.Edit) error {
		_, err := e.Save(context.Background(), publishing.Save{Page: page, Value: value, Version: o.version(page), Automatic: true})
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// version is that of a page's draft; 0: there is none.
func (o *office) version(page cms.ID) (version int) {
	o.t.Helper()
	err := o.store.Pool.QueryRow(context.Background(), `select coalesce((select version from draft where page_id = $1), 0)`, page).Scan(&version)
	if err != nil {
		o.t.Fatal(err)
	}
	return version
}

// form is a form of the page for publishing, as it is sent.
func (o *office) form(page cms.ID, pairs ...string) url.Values {
	v := url.Values{"version": {strconv.Itoa(o.version(page))}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// newsroom is an office with a page and people of every role.
type newsroom struct {
	*office
	page                                  cms.ID
	base                                  string
	author, reviewer, publisher, director cms.User
}

func newNewsroom(t *testing.T) *newsroom {
	o := newOffice(t)
	n := &newsroom{office: o, author: o.user(cms.Author, ""), reviewer: o.user(cms.Reviewer, ""), publisher: o.user(cms.Publisher, ""), director: o.user(cms.Administrator, "")}
	n.page = o.publish("page", o.home, "about", &kinds.ContentPage{Title: "About", Summary: "What we do."})
	n.base = "/admin/pages/" + string(n.page) + "/publish"
	return n
}

func (n *newsroom) write(title string) {
	n.t.Helper()
	n.saveAs(n.author, n.page, &kinds.ContentPage{Title: title, Summary: "What we do."})
}

// does sends a form, which must be taken.
func (n *newsroom) does(u cms.User, what string, pairs ...string) answer {
	n.t.Helper()
	a := n.post(u, n.base+"/"+what, n.form(n.page, pairs...))
	if a.StatusCode != http.StatusSeeOther {
		n.t.Fatalf("%s: answered %s: %s", what, a.Status, a.page(n.t).Text())
	}
	return n.get(u, a.Header.Get("Location"))
}

// refused sends a form, which must be refused in that way, with these words.
func (n *newsroom) refused(u cms.User, what string, status int, words string, pairs ...string) answer {
	n.t.Helper()
	a := n.post(u, n.base+"/"+what, n.form(n.page, pairs...))
	if a.StatusCode != status || !a.page(n.t).Says(words) {
		n.t.Errorf("%s is answered %s, want %d and %q: %s", what, a.Status, status, words, a.page(n.t).Text())
	}
	return a
}

// live is the title that readers get at an address, or another outcome.
func (n *newsroom) live(path string) (title string) {
	n.t.Helper()
	err := n.store.Pool.QueryRow(context.Background(), `
		select coalesce((select case when outcome = 'page' then title else outcome end
			from release where path = $1 and live_from <= now() and live_until > now()), '')`, path).Scan(&title)
	if err != nil {
		n.t.Fatal(err)
	}
	return title
}

func TestADraftIsReviewedAndPublished(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	n.get(n.author, n.base).page(t).Wants("There is no draft", "Revision 1")
	n.write("About us")
	p := n.get(n.author, n.base).page(t)
	p.Wants("Last changed by you", "1 change since it was last public", "Title: changed")
	p.Button("Send for review")
	p.Wants("Only a publisher may withdraw a page")
	n.refused(n.publisher, "release", http.StatusConflict, "Nobody has approved this draft", "when", "now", "change", "minor")

	n.does(n.author, "submit", "note", "Please look").page(t).Wants("The draft was sent for review.", "Please look", "Only a reviewer may approve")
	n.refused(n.author, "approve", http.StatusForbidden, "may not review")
	n.refused(n.reviewer, "return", http.StatusUnprocessableEntity, "Say what is to be changed", "comment", " ")
	n.does(n.reviewer, "return", "comment", "Say more").page(t).Wants("Returned", "Say more")
	n.write("All about us")
	stale := n.form(n.page, "version", "1")
	n.does(n.author, "submit")
	if a := n.post(n.reviewer, n.base+"/approve", stale); a.StatusCode != http.StatusConflict {
		t.Errorf("an approval of what has changed is answered %s", a.Status)
	}
	n.get(n.reviewer, n.base).page(t).Button("Approve")
	n.does(n.reviewer, "approve").page(t).Wants("Approved", "Only a publisher may publish it")

	n.get(n.publisher, n.base).page(t).Button("Publish")
	again := n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "Say whether readers need to know", "when", "now", "changes", "yes", "change-note", "typed")
	again.page(t).Wants("typed")
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "Say what has changed", "when", "now", "changes", "yes", "change", "major")
	n.does(n.publisher, "release", "when", "now", "changes", "yes", "change", "major", "change-note", "Said more").page(t).Wants("The page is public.", "See it on the site", "Said more", "User 2")
	if got := n.live("/about"); got != "All about us" {
		t.Errorf("live is %q", got)
	}
	n.get(n.author, "/admin/pages/"+string(n.page)+"/history").page(t).Wants("published revision", "approved revision", "Say more", "What has changed: Said more", "Approved by User 2")
}

func TestAnAdministratorPublishesUnseenAndTheReasonStays(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	n.write("About us")
	n.get(n.publisher, n.base).page(t).Lacks("Publish without approval")
	n.get(n.director, n.base).page(t).Wants("Publish without approval")
	n.refused(n.director, "release", http.StatusUnprocessableEntity, "Say why it cannot wait", "when", "now", "override", "yes", "reason", " ", "change", "minor")
	n.refused(n.publisher, "release", http.StatusForbidden, "only an administrator", "when", "now", "override", "yes", "reason", "Now", "change", "minor")
	n.does(n.director, "release", "when", "now", "override", "yes", "reason", "It cannot wait", "change", "minor")
	n.get(n.author, n.base).page(t).Wants("Published without a second pair of eyes", "It cannot wait")
	n.get(n.author, "/admin/pages/"+string(n.page)+"/history").page(t).Wants("Published without a second pair of eyes", "It cannot wait", "A minor change")
}

func TestWhatBlocksIsSaidWithTheWayToIt(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	n.saveAs(n.author, n.page, &kinds.ContentPage{Summary: "Without a title"})
	n.does(n.author, "submit")
	p := n.get(n.reviewer, n.base).page(t)
	p.Wants("To be put right before it can be published", "Title is missing")
	blockers := p.Section("The draft").Landmark("region", "To be put right before it can be published")
	blockers.Link("Title").Leads("/admin/pages/" + string(n.page) + "?checks=1&open=title#title")
	n.does(n.reviewer, "approve")
	n.get(n.publisher, n.base).page(t).Wants("It cannot be published as it is")
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "Title is missing", "when", "now", "change", "minor")
}

// TestADraftIsCheckedAsOfItsRelease leads to a page that is public later, which
// blocks.
func TestADraftIsCheckedAsOfItsRelease(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	later := n.draft("page", n.home, "later", &kinds.ContentPage{Title: "Later", Summary: "What comes."})
	begins := time.Date(time.Now().Year()+1, 5, 4, 8, 30, 0, 0, time.UTC)
	err := n.office.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		if _, err := e.Release(t.Context(), later, publishing.Plan{From: begins, Reason: "a test"}); err != nil {
			return err
		}
		return e.SetCheckLevels(t.Context(), check.Levels{check.PageNotLive: check.Block})
	})
	if err != nil {
		t.Fatal(err)
	}
	text := &blocks.Text{Level: "main", Body: richtext.Doc{{Paragraph: []richtext.Span{{Text: "What comes", Link: &cms.Link{Page: cms.Ref(later)}}}}}}
	n.saveAs(n.author, n.page, &kinds.ContentPage{Title: "About us", Summary: "Who we are.", Body: cms.Blocks{{ID: "a/b", Type: "text", Value: text}}})
	n.does(n.author, "submit")
	n.does(n.reviewer, "approve")
	p := n.get(n.publisher, n.base).page(t)
	blockers := p.Landmark("region", "To be put right before it can be published")
	blockers.Wants("is not public now, but from 4 May", "look again as things will be then")
	blockers.Link("Content › 1 Text section › Text").Leads("/admin/pages/" + string(n.page) + "?checks=1&open=body.a%2Fb.body#body.a/b.body")
	blockers.Button("Check as of then")

	version := p.Find("input[name=version]").AttrOr("value", "")
	then := func(at time.Time) *testkit.Part {
		t.Helper()
		a := n.post(n.publisher, n.base+"/release", url.Values{"version": {version}, "when": {"at"}, "from": {at.Format("2006-01-02T15:04")}, "check": {"yes"}})
		a.wantsStatus(t, http.StatusOK)
		return a.page(t)
	}
	early := begins.AddDate(0, 0, -1)
	then(early).Wants("As things will be on "+early.Format("2 January 2006"), "To be put right")
	p = then(begins.Add(time.Hour)) // which is that time of the clock in London
	p.Lacks("To be put right before it can be published")
	p.Button("Publish")
	if from := p.Find("input[name=from]").AttrOr("value", ""); from != begins.Add(time.Hour).Format("2006-01-02T15:04") {
		t.Errorf("the time that was typed comes back as %q", from)
	}
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "is not public now", "when", "now", "change", "minor")
	n.does(n.publisher, "release", "when", "at", "from", begins.Add(time.Hour).Format("2006-01-02T15:04"), "change", "minor")
}

func (n *newsroom) approve(title string) {
	n.t.Helper()
	n.write(title)
	n.does(n.author, "submit")
	n.does(n.reviewer, "approve")
}

func TestAReleaseIsPlannedChangedAndCancelled(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	n.approve("About us")
	year := strconv.Itoa(time.Now().Year() + 1)
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "Enter the date and the time", "when", "at", "change", "minor")
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "That time is past", "when", "at", "from", "2020-01-01T09:30", "change", "minor")
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "does not exist", "when", "at", "from", "2027-03-28T01:30", "change", "minor")
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "comes twice", "when", "at", "from", "2027-10-31T01:30", "change", "minor")
	n.refused(n.publisher, "release", http.StatusUnprocessableEntity, "must end after it begins", "when", "at", "from", year+"-05-04T09:30", "until", year+"-05-04T09:00", "change", "minor")
	p := n.does(n.publisher, "release", "when", "at", "from", year+"-05-04T09:30", "change", "minor").page(t)
	p.Wants("The release is planned.", "4 May "+year+" at 9:30 am")
	change := p.Link("Change or cancel what is planned for 4 May " + year + " at 9:30 am")
	href, _ := change.Selection.Attr("href")
	n.get(n.publisher, href).page(t).Wants("London time", "Its text becomes the draft again")
	if a := n.get(n.author, href); a.StatusCode != http.StatusForbidden {
		t.Errorf("an author is answered %s", a.Status)
	}
	if a := n.post(n.publisher, href, url.Values{"from": {""}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no time is answered %s", a.Status)
	}
	a := n.post(n.publisher, href, url.Values{"from": {year + "-06-05T10:00"}, "until": {year + "-07-05T10:00"}})
	p = n.get(n.publisher, a.Header.Get("Location")).page(t)
	p.Wants("What was planned has another time now.", "5 June "+year+" at 10:00 am", "5 July "+year+" at 10:00 am", "User 2")
	href, _ = p.Link("Change or cancel what is planned for 5 June " + year + " at 10:00 am").Selection.Attr("href")
	a = n.post(n.publisher, href+"/cancel", url.Values{})
	n.get(n.publisher, a.Header.Get("Location")).page(t).Wants("What was planned is cancelled.", "Last changed by User 1")
	if a = n.post(n.publisher, href+"/cancel", url.Values{}); a.StatusCode != http.StatusNotFound {
		t.Errorf("what is no longer planned is answered %s", a.Status)
	}
}

// TestWhatIsPublicIsTakenAwayAfterItWasSaidWhatThatMeans does each of the things
// that take a page away, with the confirmation before it.
func TestWhatIsPublicIsTakenAwayAfterItWasSaidWhatThatMeans(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fields []string
		wrong  []string // without them it is refused
		says   []string
		live   string
	}{
		"withdraw": {[]string{"notice", "Out of date"}, []string{"notice", " "}, []string{"below the notice", "Out of date", "stays readable"}, "withdrawn"},
		"redirect": {[]string{"to", "/nowhere"}, []string{"to", "nowhere"}, []string{"are sent to /nowhere", "nothing is public at /nowhere"}, "redirect"},
		"gone":     {[]string{"notice", "Sold"}, nil, []string{"are told that the page is gone", "Sold"}, "gone"},
		"expire":   {nil, nil, []string{"are told that there is no such page"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t)
			if a := n.get(n.author, n.base+"/"+name); a.StatusCode != http.StatusForbidden {
				t.Errorf("an author is answered %s", a.Status)
			}
			n.get(n.publisher, n.base).page(t).Wants("What readers get now")
			n.get(n.publisher, n.base+"/"+name).page(t).Button("Continue")
			if test.wrong != nil {
				if a := n.post(n.publisher, n.base+"/"+name, n.form(n.page, append(test.wrong, "when", "now")...)); a.StatusCode != http.StatusUnprocessableEntity {
					t.Errorf("what is wrong is answered %s", a.Status)
				}
			}
			fields := append([]string{"when", "now"}, test.fields...)
			asked := n.post(n.publisher, n.base+"/"+name, n.form(n.page, fields...))
			asked.page(t).Wants(test.says...)
			if got := n.live("/about"); asked.StatusCode != http.StatusOK || got != "About" {
				t.Errorf("before it is confirmed: %s, live is %q", asked.Status, got)
			}
			if back := n.post(n.publisher, n.base+"/"+name, n.form(n.page, append(fields, "back", "yes")...)); !strings.Contains(string(back.body), "Continue") {
				t.Error("there is no way back to the form")
			}
			after := n.does(n.publisher, name, append(fields, "confirm", "yes")...)
			if got := n.live("/about"); got != test.live {
				t.Errorf("live is %q, want %q", got, test.live)
			}
			after.page(t).Link("Publish it again")
			n.does(n.publisher, "again", "when", "now", "confirm", "yes")
			if got := n.live("/about"); got != "About" {
				t.Errorf("published again, live is %q", got)
			}
		})
	}
}

func TestAnEndIsSetAndTakenAway(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	year := strconv.Itoa(time.Now().Year() + 1)
	n.get(n.publisher, n.base+"/expire").page(t).Lacks("take the end that is planned away")
	n.does(n.publisher, "expire", "when", "at", "from", year+"-05-04T09:30", "confirm", "yes").page(t).Wants("The end of the page is set.", "4 May "+year)
	n.get(n.publisher, n.base+"/expire").page(t).Wants("take the end that is planned away")
	n.does(n.publisher, "expire", "when", "at", "from", year+"-06-04T09:30", "confirm", "yes").page(t).Wants("4 June " + year)
	n.does(n.publisher, "expire", "when", "never", "confirm", "yes").page(t).Wants("The page no longer has an end.")
	n.get(n.publisher, n.base).page(t).Lacks("4 June " + year)
}

func TestAMenuIsPublishedWithoutReview(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	menu := o.publish("menu", "", "main", &kinds.Menu{Title: "Main", Place: "main", Entries: []kinds.MenuEntry{{Link: cms.Link{Text: "Home", Page: cms.Ref(o.home)}}}})
	boss := o.user(cms.Administrator, "")
	o.saveAs(boss, menu, &kinds.Menu{Title: "Main menu", Place: "main", Entries: []kinds.MenuEntry{{Link: cms.Link{Text: "Home", Page: cms.Ref(o.home)}}}})
	base := "/admin/pages/" + string(menu) + "/publish"
	p := o.get(boss, base).page(t)
	p.Button("Publish")
	p.Lacks("Send for review", "Withdraw with a notice")
	if a := o.post(boss, base+"/release", o.form(menu, "when", "now", "changes", "yes", "change", "minor")); a.StatusCode != http.StatusSeeOther {
		t.Errorf("answered %s: %s", a.Status, a.page(t).Text())
	}
	if a := o.get(o.user(cms.Publisher, ""), base); a.StatusCode != http.StatusForbidden {
		t.Errorf("a publisher is answered %s", a.Status)
	}
}

func TestAFeedIsMadeAndPublished(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	boss := o.user(cms.Administrator, "")
	feed := func(address string) *kinds.Feed {
		return &kinds.Feed{Title: "News", Address: address, Summary: "What is new.", Page: cms.Ref(o.home), Kinds: []string{"news-article"}, State: "released", Count: 20}
	}
	o.publish("feed", "", "news", feed("news"))
	made := o.post(boss, "/admin/lists/kind/feed", url.Values{"name": {"Our news"}})
	made.wantsStatus(t, http.StatusSeeOther)
	address := made.Header.Get("Location")
	if got := o.get(boss, address).page(t).Field("Name in its address required").AttrOr("value", ""); got != "our-news" {
		t.Errorf("a new feed has the name %q in its address", got)
	}
	page := cms.ID(strings.TrimPrefix(address, "/admin/pages/"))
	o.saveAs(boss, page, feed("news"))
	o.get(boss, address+"?checks=1").page(t).Wants("Another feed is called \"news\" already; choose another name")
	o.get(boss, address+"/publish").page(t).Wants("It cannot be published as it is")
	refused := o.post(boss, address+"/publish/release", o.form(page, "when", "now"))
	refused.wantsStatus(t, http.StatusUnprocessableEntity)
	o.saveAs(boss, page, feed("our-news"))
	o.post(boss, address+"/publish/release", o.form(page, "when", "now")).wantsStatus(t, http.StatusSeeOther)
}

// TestTheHistoryIsToldInParts makes more of it than fits one.
func TestTheHistoryIsToldInParts(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	for i := range 60 {
		n.edit(func(e *publishing.Edit) error {
			_, err := e.Save(t.Context(), publishing.Save{Page: n.page, Value: &kinds.ContentPage{Title: "T" + strconv.Itoa(i), Summary: "S"}, Version: i})
			return err
		})
	}
	base := "/admin/pages/" + string(n.page) + "/history"
	first := n.get(n.author, base).page(t)
	first.Wants("kept revision 61")
	first.Lacks("made the page")
	href, _ := first.Link("Older").Selection.Attr("href")
	second := n.get(n.author, href).page(t)
	second.Wants("made the page", "The system")
	second.Lacks("kept revision 61")
	second.Link("Newest").Leads(base)
}
