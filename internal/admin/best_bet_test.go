package admin_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

const bets = "/admin/lists/search/bets"

func TestABestBetIsMadeFromAResult(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	page := o.publish("page", o.home, "privacy", &kinds.ContentPage{Title: hostile, Summary: "Privacy and cookies"})
	try := o.get(admin, "/admin/lists/search/try?q=privacy").page(t)
	address := try.Link("Make it a best bet: "+hostile).AttrOr("href", "")
	form := o.get(admin, address)
	form.wantsText(t)
	if got := form.page(t).Field("What visitors type").Text(); got != "privacy" {
		t.Errorf("the text is %q", got)
	}
	if got := chosenPages(form.page(t)); !slices.Equal(got, []string{string(page)}) {
		t.Errorf("chosen is %v", got)
	}
	form.page(t).Section("What visitors get now for “privacy”").Wants("/privacy", "Chosen")
	o.post(admin, bets+"/new", url.Values{"texts": {"privacy\ncookies"}, "pages": {string(page)}, "note": {"The notice"}}).wantsAway(t, bets+"?done=bet-added")
	row := o.get(admin, bets).page(t).Table("Best bets").Row("privacy, cookies The notice")
	row.Wants("/privacy")
	row.Link(hostile).Leads("/admin/pages/" + string(page))
	row.Link("Try privacy").Leads("/admin/lists/search/try?q=privacy")
	again := o.get(admin, "/admin/lists/search/try?q=Cookies").page(t)
	again.Wants("Best bet, number 1: it comes before all else")
	again.Link("Change the best bet: " + hostile).Leads(row.Link("privacy, cookies").AttrOr("href", ""))
}

func TestPagesOfABestBetAreArrangedWithoutScripts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	var ids []string
	for _, slug := range []string{"a", "b", "c"} {
		ids = append(ids, string(o.publish("page", o.home, slug, &kinds.ContentPage{Title: "Page " + slug, Summary: "S."})))
	}
	a, b, c := ids[0], ids[1], ids[2]
	for _, one := range []struct {
		action string
		send   url.Values
		want   []string
	}{
		{"up:pages:" + b, nil, []string{b, a}},
		{"down:pages:" + a, nil, []string{b, a}},
		{"up:pages:" + a, nil, []string{a, b}},
		{"clear:pages:" + a, nil, []string{b}},
		{"add:" + c, nil, []string{a, b, c}},
		{"add:" + b, nil, []string{a, b}},
		{"address", url.Values{"address": {"http://site.example/c?x=y"}}, []string{a, b, c}},
		{"address", url.Values{"address": {"/"}}, []string{a, b, string(o.home)}},
		{"choose:pages", nil, []string{a, b}},
		{"up:pages:nonsense", nil, []string{a, b}},
	} {
		send := url.Values{"texts": {"typed"}, "note": {"noted"}, "pages": {a, b}, "action": {one.action}}
		for name, value := range one.send {
			send[name] = value
		}
		answer := o.post(admin, bets+"/new", send)
		answer.wantsStatus(t, http.StatusOK)
		form := answer.page(t)
		if got := chosenPages(form); !slices.Equal(got, one.want) {
			t.Errorf("%s: the pages are %v, want %v", one.action, got, one.want)
		}
		if text, note := form.Field("What visitors type").Text(), form.Field("Note").Text(); text != "typed" || note != "noted" {
			t.Errorf("%s: what was typed came back as %q and %q", one.action, text, note)
		}
	}
	for _, action := range []string{"find", "enter"} { // as a browser sends the Enter key
		found := o.post(admin, bets+"/new", url.Values{"texts": {"typed"}, "pages": {a}, "find": {"page b"}, "action": {action}}).page(t)
		found.Button("Add Page b")
	}
	o.post(admin, bets+"/new", url.Values{"find": {"nothing of the kind"}, "action": {"find"}}).page(t).Wants("No page is called so")
	o.post(admin, bets+"/new", url.Values{"texts": {"x"}, "address": {"/b"}, "action": {"enter"}}).wantsAway(t, bets+"?done=bet-added")
}

// chosenPages are the pages that a form holds, in their order.
func chosenPages(form *testkit.Part) []string {
	return form.Find(`input[name="pages"]`).Map(func(_ int, input *goquery.Selection) string { return input.AttrOr("value", "") })
}

func TestWhatIsWrongWithABestBetIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.bet(o.home, "start")
	home := string(o.home)
	for _, one := range []struct {
		send  url.Values
		says  string
		place string // of the message
	}{
		{url.Values{"pages": {home}}, "Write at least one text", "#texts-problem"},
		{url.Values{"texts": {"x"}}, "A best bet leads to at least one page", "#bet-pages .problem"},
		{url.Values{"texts": {"Starts"}, "pages": {home}}, `"Starts" has a best bet already, with start`, "#texts-problem"},
		{url.Values{"texts": {"x"}, "pages": {string(publishing.NewID())}}, "There is no such page", "#bet-pages .problem"},
		{url.Values{"texts": {"x"}, "address": {"/nowhere"}}, "There is no page at this address", "#address-problem"},
		{url.Values{"texts": {"x"}, "address": {"https://example.org/"}, "action": {"address"}}, "There is no page at this address", "#address-problem"},
	} {
		one.send.Set("note", "kept")
		wrong := o.post(admin, bets+"/new", one.send)
		wrong.wantsStatus(t, http.StatusUnprocessableEntity)
		page := wrong.page(t)
		if got := page.Find(one.place).Text(); !strings.Contains(got, one.says) {
			t.Errorf("%v: beside the field stands %q, want %q", one.send, got, one.says)
		}
		page.Field("What visitors type").Wants(one.send.Get("texts"))
		page.Field("Note").Wants("kept")
		if got := page.Field("Or by its address").AttrOr("value", ""); got != one.send.Get("address") {
			t.Errorf("the address came back as %q", got)
		}
	}
	o.get(admin, bets).page(t).Wants("1 best bet")
}

func TestABestBetSaysWhatVisitorsDoNotGet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	page := o.publish("page", o.home, "old", &kinds.ContentPage{Title: "Old page", Summary: "S."})
	id := o.bet(page, "old")
	o.get(admin, bets).page(t).Table("Best bets").Row("old").Lacks("Not public now")
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), page, "", publishing.Plan{})
		return err
	})
	o.get(admin, bets).page(t).Table("Best bets").Row("old").Wants("Not public now, so visitors do not get it")
	form := o.get(admin, bets+"/"+string(id)).page(t)
	form.Wants("not live")
	o.get(admin, "/admin/lists/search/try?q=old").page(t).Lacks("Best bet, number 1")
	o.get(admin, bets+"?q=OLD+pages").page(t).Wants("0 best bets with “OLD pages”")
	o.get(admin, bets+"?q=OLD+page").page(t).Wants("1 best bet with “OLD page”")
	o.get(admin, bets+"/"+string(id)+"/delete").page(t).Button("Delete it")
	o.post(admin, bets+"/"+string(id)+"/delete", url.Values{}).wantsAway(t, bets+"?done=bet-deleted")
	o.get(admin, bets+"/"+string(id)).wantsStatus(t, http.StatusNotFound)
}

// bet makes a page the best bet for some texts.
func (o *office) bet(page cms.ID, texts ...string) (id cms.ID) {
	o.t.Helper()
	id = publishing.NewID()
	o.edit(func(e *publishing.Edit) error {
		return e.SetBestBets(o.t.Context(), cms.BestBet{ID: id, Texts: texts, Pages: []cms.ID{page}})
	})
	return id
}
