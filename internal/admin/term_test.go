package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

func TestVocabulariesAreThoseThatFieldsDrawOn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.term("left-over", "Old", "")
	o.term("topic", "Health", "")
	table := o.get(admin, "/admin/lists/terms").page(t).Table("Vocabularies")
	table.Row("Topic").Wants("1", "Service", "Blog post")
	table.Row("Information type").Wants("0", "Publication")
	table.Row("Left over").Wants("1", "No field asks for these terms")
	o.get(admin, "/admin/lists/terms/information-type").page(t).Wants("There are no terms yet")
	o.get(admin, "/admin/lists/terms/none").wantsStatus(t, http.StatusNotFound)
	o.post(admin, "/admin/lists/terms/none/new", url.Values{"name": {"X"}}).wantsStatus(t, http.StatusNotFound)
}

func TestTermsAreAddedAndChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	const topics = "/admin/lists/terms/topic"
	o.post(admin, topics+"/new", url.Values{"name": {hostile}, "synonyms": {" one \r\n\r\ntwo  words\r\none"}}).wantsAway(t, topics+"?done=term-added")
	list := o.get(admin, topics)
	list.wantsText(t)
	row := list.page(t).Table("Terms").Row(hostile + " also one, two words")
	row.Wants("script-alert-1-script-onmouseover-x-and-b")
	href := row.Link(hostile).AttrOr("href", "")
	o.get(admin, href).wantsText(t)
	o.get(admin, href+"/delete").wantsText(t)

	wrong := o.post(admin, topics+"/new", url.Values{"name": {""}, "slug": {"Not a slug"}, "parent": {"x"}, "synonyms": {"kept"}})
	wrong.wantsStatus(t, http.StatusUnprocessableEntity)
	page := wrong.page(t)
	page.Wants("A term needs a name", `"Not a slug" cannot be part of an address`, "is not in this vocabulary")
	if got := page.Field("Name in addresses").AttrOr("value", ""); got != "Not a slug" {
		t.Errorf("what was typed came back as %q", got)
	}
	page.Field("Other words for it").Wants("kept")

	below := o.term("topic", "Below", cms.ID(strings.TrimPrefix(href, topics+"/")))
	circle := o.post(admin, href, url.Values{"name": {"X"}, "slug": {"x"}, "parent": {string(below.ID)}})
	circle.wantsStatus(t, http.StatusUnprocessableEntity)
	circle.page(t).Wants(`"Below" stands below this term already`)
	twin := o.post(admin, href, url.Values{"name": {"X"}, "slug": {"below"}})
	twin.wantsStatus(t, http.StatusUnprocessableEntity)
	twin.page(t).Wants(`of the term "Below" already`)
	o.post(admin, href, url.Values{"name": {"Renamed"}, "slug": {"renamed"}}).wantsAway(t, topics+"?done=term-changed")
	o.get(admin, topics).page(t).Table("Terms").Row("Renamed").Wants("renamed")
}

func TestTermsAreMovedUpAndDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	const topics = "/admin/lists/terms/topic"
	a, b, c := o.term("topic", "A", ""), o.term("topic", "B", ""), o.term("topic", "C", "")
	order := func() string {
		var names []string
		o.get(admin, topics).page(t).Find("tbody th a").Each(func(_ int, s *goquery.Selection) { names = append(names, s.Text()) })
		return strings.Join(names, " ")
	}
	moved := o.post(admin, topics+"/order", url.Values{"up": {string(b.ID)}})
	moved.wantsAway(t, topics+"#down-"+string(b.ID)) // it can go no further up
	if got := order(); got != "B A C" {
		t.Errorf("moved up: %s", got)
	}
	if got := o.get(admin, topics).page(t).Button("Down: B").AttrOr("id", ""); got != "down-"+string(b.ID) {
		t.Errorf("the button is called %q", got)
	}
	o.post(admin, topics+"/order", url.Values{"down": {string(a.ID)}}).wantsAway(t, topics+"#up-"+string(a.ID))
	if got := order(); got != "B C A" {
		t.Errorf("moved down: %s", got)
	}
	o.post(admin, topics+"/order", url.Values{"up": {string(b.ID)}}) // it is the first
	o.post(admin, topics+"/order", url.Values{"up": {"x"}}).wantsAway(t, topics)
	o.post(admin, topics+"/order", url.Values{"place." + string(a.ID): {"1"}, "place." + string(b.ID): {"2"}, "place." + string(c.ID): {" 3 "}}).
		wantsAway(t, topics+"?done=terms-arranged")
	if got := order(); got != "A B C" {
		t.Errorf("by numbers: %s", got)
	}
}

func TestATermInUseSaysWhere(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	const topics = "/admin/lists/terms/topic"
	used, free := o.term("topic", "Used", ""), o.term("topic", "Free", "")
	o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A", Summary: "A", Topics: []cms.TermRef{cms.TermRef(used.ID)}})
	o.get(admin, topics).page(t).Table("Terms").Row("Used").Link("1 with Used").Leads("/admin/pages?term=" + string(used.ID))
	ask := o.get(admin, topics+"/"+string(used.ID)+"/delete").page(t)
	ask.Link("1 page carries it").Leads("/admin/pages?term=" + string(used.ID))
	ask.Lacks("Delete it")
	refused := o.post(admin, topics+"/"+string(used.ID)+"/delete", url.Values{})
	refused.wantsStatus(t, http.StatusConflict)
	refused.page(t).Wants(`"Used" is in use: 1 page carries it.`)
	o.get(admin, topics+"/"+string(free.ID)+"/delete").page(t).Button("Delete it")
	o.post(admin, topics+"/"+string(free.ID)+"/delete", url.Values{}).wantsAway(t, topics+"?done=term-deleted")
	o.get(admin, topics+"/"+string(free.ID)).wantsStatus(t, http.StatusNotFound)
}
