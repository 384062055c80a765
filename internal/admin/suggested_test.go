package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

const suggested = "/admin/lists/search/suggested"

func TestASuggestedSearchIsMadeOfWhatFoundNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.publish("page", o.home, "records", &kinds.ContentPage{Title: "GP records", Summary: hostile})
	o.searched(1, 3, "gp recrods", 0)
	o.searched(1, 3, "records", 1)
	report := o.get(admin, searches).page(t)
	report.Table("Most searched for").Lacks("Did you mean")
	form := o.get(admin, report.Table("Found nothing").Link("Did you mean for gp recrods").AttrOr("href", "")).page(t)
	if got := form.Field("Ask “Did you mean” those who search for").Text(); got != "gp recrods" {
		t.Errorf("the form begins with %q", got)
	}
	o.post(admin, suggested+"/new", url.Values{
		"text": {" GP  records "}, "instead": {"gp recrods\r\n\r\n " + hostile}, "note": {"Mistyped often"},
	}).wantsAway(t, suggested+"?done=suggested-added")
	list := o.get(admin, suggested)
	list.wantsText(t)
	row := list.page(t).Table("Suggested searches").Row("GP records Mistyped often")
	row.Wants("No", "gp recrods, "+hostile)
	row.Link("Try GP records").Leads("/admin/lists/search/try?q=GP+records")
	href := row.Link("GP records").AttrOr("href", "")
	o.get(admin, searches).page(t).Table("Found nothing").Link("Change did you mean: gp recrods").Leads(href)

	page := o.get(admin, href).page(t)
	page.Section("What visitors get now for “GP records”").Wants("GP records", "/records")
	if got := page.Field("Search that is offered").AttrOr("value", ""); got != "GP records" {
		t.Errorf("the text is %q", got)
	}
	if _, checked := page.Field("Offer it while somebody types").Attr("checked"); checked {
		t.Error("it is offered while somebody types")
	}
	o.post(admin, href, url.Values{"text": {"GP records"}, "typing": {"yes"}}).wantsAway(t, suggested+"?done=suggested-changed")
	o.get(admin, suggested).page(t).Table("Suggested searches").Row("GP records").Wants("Yes", "Nobody")
	o.get(admin, href+"/delete").page(t).Button("Delete it")
	o.post(admin, href+"/delete", url.Values{}).wantsAway(t, suggested+"?done=suggested-deleted")
	o.get(admin, href).wantsStatus(t, http.StatusNotFound)
	o.get(admin, suggested).page(t).Wants("0 suggested searches")
}

func TestWhatIsWrongWithASuggestedSearchIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.suggest("GP records", true, "gp recrods")
	o.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "secret project") })
	for _, one := range []struct {
		send        url.Values
		says, place string
	}{
		{url.Values{"instead": {"x"}}, "Write the search that is offered", "#text-problem"},
		{url.Values{"text": {"Vaccines"}}, "Say who is offered it", "#typing-problem"},
		{url.Values{"text": {"Vaccines"}, "instead": {"vaccine"}}, `"vaccine" is the same as "Vaccines" to the search`, "#instead-problem"},
		{url.Values{"text": {"Vaccines"}, "instead": {"GP Recrods"}}, `"GP Recrods" is in another suggested search already: GP records`, "#instead-problem"},
		{url.Values{"text": {"The Secret-Project"}, "typing": {"yes"}}, `"The Secret-Project" is not offered to anybody, because "secret project" is not to be suggested`, "#text-problem"},
		{url.Values{"text": {"Vaccines"}, "typing": {"yes"}, "note": {strings.Repeat("n", 501)}}, "A note has at most 500 characters", "#note-problem"},
	} {
		wrong := o.post(admin, suggested+"/new", one.send)
		wrong.wantsStatus(t, http.StatusUnprocessableEntity)
		page := wrong.page(t)
		if got := page.Find(one.place).Text(); !strings.Contains(got, one.says) {
			t.Errorf("%v: beside the field stands %q, want %q", one.send, got, one.says)
		}
		if got := page.Field("Search that is offered").AttrOr("value", ""); got != one.send.Get("text") {
			t.Errorf("the text came back as %q", got)
		}
		if _, checked := page.Field("Offer it while somebody types").Attr("checked"); checked != one.send.Has("typing") {
			t.Errorf("%v: the tick came back as %v", one.send, checked)
		}
		page.Field("Ask “Did you mean” those who search for").Wants(one.send.Get("instead"))
		page.Field("Note").Wants(one.send.Get("note"))
	}
	o.get(admin, suggested).page(t).Wants("1 suggested search")
}

func TestASuggestedSearchSaysWhyNobodyIsOfferedIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.publish("page", o.home, "records", &kinds.ContentPage{Title: "GP records", Summary: "S."})
	for text, says := range map[string]string{
		"GP records":         "",
		"GP record zebra":    "it finds only what comes near now, and nothing with all its words",
		"zqqzqq":             "it finds nothing now",
		"Records of a Smith": "“smith” is not to be suggested",
	} {
		id := o.suggest(text, true)
		if strings.Contains(text, "Smith") {
			o.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "smith") })
		}
		form := o.get(admin, suggested+"/"+string(id)).page(t).Section("What visitors get now for “" + text + "”")
		list := o.get(admin, suggested).page(t).Table("Suggested searches")
		if says == "" {
			form.Lacks("Offered to nobody")
			list.Row(text).Lacks("Offered to nobody")
			continue
		}
		says = "Offered to nobody: " + says + "."
		form.Wants(says)
		list.Row(text + " " + says)
		if strings.Contains(text, "Smith") {
			form.Link("See what is not suggested").Leads(searches + "#not-suggested")
		}
	}
	for n := range 30 {
		o.suggest(fmt.Sprintf("Many %02d", n), true, fmt.Sprintf("other %02d", n))
	}
	first := o.get(admin, suggested+"?q=MANY").page(t)
	first.Wants("30 suggested searches with “MANY”", "Many 24")
	first.Lacks("Many 25")
	o.get(admin, suggested+"?q=other-29").page(t).Wants("1 suggested search with “other-29”", "Many 29")
}

func TestTryingASearchSaysWhatIsOffered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	records := o.publish("page", o.home, "records", &kinds.ContentPage{Title: "Medical records", Summary: "S."})
	try := func(text string) *testkit.Part { return o.get(admin, searches+"/try?q="+url.QueryEscape(text)).page(t) }
	none := try("zqqzqq")
	none.Section("What is offered while somebody types it").Wants("Nothing.")
	understood := none.Section("How it is understood")
	understood.Wants("Nothing is asked.")
	understood.Link("Suggest another search").Leads(suggested + "/new?instead=zqqzqq")

	spelt := try("medcal").Section("How it is understood")
	spelt.Link("medical").Leads(searches + "/try?q=medical")
	spelt.Wants("Spelt like what was typed.")
	never := o.get(admin, spelt.Link("Ask nothing about this text").AttrOr("href", "")).page(t)
	if got := never.Field("Words").AttrOr("value", ""); got != "medcal" {
		t.Errorf("what is not suggested begins with %q", got)
	}

	id := o.suggest("Medical records", true, "medcal")
	bet := o.bet(records, "medicine and records")
	page := try("medcal")
	page.Section("How it is understood").Wants("A suggested search of the editors.")
	page.Section("How it is understood").Link("Change it").Leads(suggested + "/" + string(id))
	offered := page.Section("What is offered while somebody types it")
	offered.Link("Medical records").Leads(searches + "/try?q=Medical+records")
	offered.Link("Change it: Medical records").Leads(suggested + "/" + string(id))
	begun := try("medic").Section("What is offered while somebody types it")
	begun.Wants("Content page, first because of a best bet.")
	if got := begun.Find(`a[href="` + bets + "/" + string(bet) + `"]`).Length(); got != 1 {
		t.Errorf("%d links lead to the best bet", got)
	}

	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), records, "", publishing.Plan{})
		return err
	})
	gone := try("medcal").Section("How it is understood")
	gone.Wants("Nothing is asked.", "is offered to nobody now: see there why.")
	gone.Link("Medical records").Leads(suggested + "/" + string(id))
}

// suggest adds a suggested search.
func (o *office) suggest(text string, typing bool, instead ...string) (id cms.ID) {
	o.t.Helper()
	id = publishing.NewID()
	o.edit(func(e *publishing.Edit) error {
		return e.SetSuggested(o.t.Context(), cms.SuggestedSearch{ID: id, Text: text, Typing: typing, Instead: instead})
	})
	return id
}
