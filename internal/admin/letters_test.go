package admin_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// TestPeopleChooseTheirLetters has somebody do without some, and with all again.
func TestPeopleChooseTheirLetters(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(c *admin.Config) { c.Mails = true })
	ann, ben := o.user(cms.Author, ""), o.user(cms.Author, "")
	wants := func(u cms.User, want string) {
		t.Helper()
		page := o.get(u, "/admin/account").status(t, http.StatusOK).page(t)
		page.Heading(2, "Letters")
		got := ""
		for _, sort := range cms.LetterSorts {
			if page.Find(`input[type=checkbox][name=letter][value="`+string(sort)+`"][checked]`).Length() == 1 {
				got += string(sort) + " "
			}
		}
		if got != want {
			t.Errorf("they get %q, want %q", got, want)
		}
	}
	const all = "review answer released planned overdue "
	wants(ann, all)
	o.post(ann, "/admin/account/letters", url.Values{"letter": {"answer", "overdue", "nothing of ours"}}).wantsAway(t, "/admin/account?done=letters-saved")
	wants(ann, "answer overdue ")
	wants(ben, all)
	o.post(ann, "/admin/account/letters", url.Values{}).wantsAway(t, "/admin/account?done=letters-saved")
	wants(ann, "")
	o.post(ann, "/admin/account/letters", url.Values{"letter": {"review", "answer", "released", "planned", "overdue"}})
	wants(ann, all)
}

// TestAPageSaysWhenItIsLookedAtAgain sets the day, leaves it empty, and types
// what is none.
func TestAPageSaysWhenItIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A", Summary: "A."})
	author := o.user(cms.Author, "")
	path := "/admin/pages/" + string(id) + "/publish"
	set := func(day string) answer { return o.post(author, path+"/review-by", url.Values{"review-by": {day}}) }
	year := time.Now().Year() + 1
	day := cms.Date{Year: year, Month: 3, Day: 5}
	set("5 March "+day.String()[:4]).wantsAway(t, path+"?done=review-by")
	page := o.get(author, path).page(t)
	page.Heading(2, "Next review")
	if got := page.Field("Look at it again by (optional)").AttrOr("value", ""); got != day.String() {
		t.Errorf("the day is %q", got)
	}
	for typed, says := range map[string]string{"31 February 2030": "not a day", "2020-01-01": "past", "2999-01-01": "years away"} {
		page := set(typed).status(t, http.StatusUnprocessableEntity).page(t)
		page.Wants(says)
		if got := page.Field("Look at it again by (optional)").AttrOr("value", ""); got != typed {
			t.Errorf("after %q the field holds %q", typed, got)
		}
	}
	if _, err := o.store.Pool.Exec(t.Context(), `update page set review_by = '2026-01-02' where id = $1`, id); err != nil {
		t.Fatal(err)
	}
	o.get(author, path).page(t).Wants("Overdue since 2 January 2026", "Review overdue")
	o.get(author, "/admin/pages?state=overdue").page(t).Wants("1 page", "Review overdue")
	set("").wantsAway(t, path+"?done=review-by")
	o.get(author, "/admin/pages/"+string(id)+"/history").page(t).Wants("set the next review to 5 March", "took the next review away")
}

// TestAPublisherSaysWhoLooksAfterAPage gives a page to somebody who may write on it,
// with what is below it, and to nobody.
func TestAPublisherSaysWhoLooksAfterAPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A", Summary: "A."}) // imported: nobody looks after it
	below := o.publish("page", id, "b", &kinds.ContentPage{Title: "B", Summary: "B."})
	publisher, ann, elsewhere := o.user(cms.Publisher, id), o.user(cms.Author, id), o.user(cms.Author, o.publish("page", o.home, "c", &kinds.ContentPage{Title: "C", Summary: "C."}))
	path := "/admin/pages/" + string(id) + "/publish"
	give := func(u cms.User, to cms.ID, more ...string) answer {
		form := url.Values{"owner": {string(to)}}
		for _, name := range more {
			form.Set(name, "yes")
		}
		return o.post(u, path+"/owner", form)
	}
	owners := func() string { return o.row(id).Owner.Name + ", " + o.row(below).Owner.Name }
	page := o.get(publisher, path).page(t)
	page.Heading(2, "Looked after by")
	if got := page.Find("#owner option[selected]").Text(); got != "Nobody" {
		t.Errorf("%q looks after a page of the system", got)
	}
	page.Wants("Also 1 page below that nobody looks after", ann.Name)
	page.Lacks(elsewhere.Name)
	give(publisher, ann.ID).wantsAway(t, path+"?done=owner")
	if got := owners(); got != ann.Name+", " {
		t.Errorf("given alone, the pages are looked after by %q", got)
	}
	give(publisher, ann.ID, "below").wantsAway(t, path+"?done=owner")
	if got := owners(); got != ann.Name+", "+ann.Name {
		t.Errorf("given with those below, the pages are looked after by %q", got)
	}
	give(publisher, elsewhere.ID).status(t, http.StatusUnprocessableEntity).page(t).Wants("Only somebody who may write on this page can look after it")
	give(publisher, "x").status(t, http.StatusUnprocessableEntity)
	o.post(publisher, path+"/owner", url.Values{}).status(t, http.StatusUnprocessableEntity)
	give(ann, publisher.ID).status(t, http.StatusForbidden)
	o.get(ann, path).page(t).Wants(ann.Name, "Only a publisher may change that")
	if _, err := o.store.Pool.Exec(t.Context(), `update account set disabled_at = now() where id = $1`, ann.ID); err != nil {
		t.Fatal(err)
	}
	o.get(publisher, path).page(t).Wants(ann.Name+" (may not write here)", "Also 1 page below that nobody looks after")
	give(publisher, ann.ID).wantsAway(t, path+"?done=owner") // it is left as it is
	give(publisher, ann.ID, "below").status(t, http.StatusUnprocessableEntity)
	give(publisher, "").wantsAway(t, path+"?done=owner")
	if got := owners(); got != ", "+ann.Name {
		t.Errorf("given to nobody, the pages are looked after by %q", got)
	}
	o.get(publisher, "/admin/pages/"+string(id)+"/history").page(t).Wants("gave the page to "+ann.Name+" to look after", "said that nobody looks after the page")
	o.get(publisher, "/admin/pages/"+string(below)+"/history").page(t).Wants("gave the page to " + ann.Name + " to look after")
}
