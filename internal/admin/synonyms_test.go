package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

const synonyms = "/admin/lists/search/synonyms"

func TestSynonymsAreAddedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	if got := o.get(admin, synonyms+"/new?word=IAPT").page(t).Field("Words that mean the same").Text(); got != "IAPT" {
		t.Errorf("the form begins with %q", got)
	}
	o.post(admin, synonyms+"/new", url.Values{"words": {"IAPT\r\n\r\n " + hostile + " \r\n"}, "also": {"talking  therapies"}}).wantsAway(t, synonyms+"?done=synonyms-added")
	list := o.get(admin, synonyms)
	list.wantsText(t)
	row := list.page(t).Table("Synonyms and acronyms").Row("IAPT, " + hostile)
	row.Wants("talking therapies")
	row.Link("Try IAPT").Leads("/admin/lists/search/try?q=IAPT")
	form := row.Link("IAPT, "+hostile).AttrOr("href", "")

	page := o.get(admin, form).page(t)
	if got := page.Field("Found as well, one way only").Text(); got != "talking therapies" {
		t.Errorf("found as well is %q", got)
	}
	o.post(admin, form, url.Values{"words": {"IAPT\nNHS talking therapies"}}).wantsAway(t, synonyms+"?done=synonyms-changed")
	o.get(admin, synonyms).page(t).Table("Synonyms and acronyms").Row("IAPT, NHS talking therapies").Wants("Nothing")
	o.get(admin, form+"/delete").page(t).Button("Delete them")
	o.post(admin, form+"/delete", url.Values{}).wantsAway(t, synonyms+"?done=synonyms-deleted")
	o.post(admin, form+"/delete", url.Values{}).wantsStatus(t, http.StatusNotFound)
	o.get(admin, form).wantsStatus(t, http.StatusNotFound)
	o.get(admin, synonyms).page(t).Wants("0 groups")
}

func TestWhatIsWrongWithSynonymsIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.synonyms("GP", "general practitioner")
	for words, says := range map[string]string{
		"":                   "Write at least one word that is typed",
		"alone":              "One word by itself means nothing more",
		"!!!\nquestion mark": `"!!!" has neither a letter nor a digit`,
		"gp\nfamily doctor":  `"gp" is in another group already: GP, general practitioner`,
		"Spine\nspine":       `"spine" is the same as "Spine" to the search`,
	} {
		wrong := o.post(admin, synonyms+"/new", url.Values{"words": {words}, "also": {""}})
		wrong.wantsStatus(t, http.StatusUnprocessableEntity)
		page := wrong.page(t)
		page.Field("Words that mean the same").Wants(strings.ReplaceAll(words, "\n", " "))
		if got := page.Find("#words-problem").Text(); !strings.Contains(got, says) {
			t.Errorf("%q: beside the field stands %q, want %q", words, got, says)
		}
	}
	o.get(admin, synonyms).page(t).Wants("1 group")
}

func TestSynonymsAreFoundHoweverTheyAreSpelt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	for n := range 205 {
		o.synonyms(fmt.Sprintf("word%03d", n), fmt.Sprintf("Être %03d", n))
	}
	first := o.get(admin, synonyms).page(t)
	first.Wants("205 groups", "word099")
	first.Lacks("word100")
	first.Link("Page 3").Leads(synonyms + "?page=3")
	found := o.get(admin, synonyms+"?q=ETRE-20").page(t)
	found.Wants("5 groups with “ETRE-20”", "word204")
	found.Lacks("word100", "Next")
	o.get(admin, synonyms+"?q="+url.QueryEscape(hostile)).page(t).Wants("0 groups with “" + hostile + "”")
}

func TestManySynonymsAreAddedOrNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.synonyms("GP", "general practitioner")
	lines := "IAPT, improving access to psychological therapies > talking therapies\r\n\r\nMESH\r\n> nothing before\r\nGP = family doctor\r\nSUS\tsecondary uses service\r\n" + hostile + ", x\r\n"
	wrong := o.post(admin, synonyms+"/import", url.Values{"lines": {lines}})
	wrong.wantsStatus(t, http.StatusUnprocessableEntity)
	page := wrong.page(t)
	page.Wants("Line 3: One word by itself", "Line 4: A line holds words that mean the same", `Line 5: "GP" is in another group`)
	page.Lacks("Line 1:", "Line 6:")
	page.Field("Synonyms and acronyms").Wants("GP = family doctor")
	if n := page.Find("main script, main b").Length(); n > 0 {
		t.Errorf("a line has become %d elements", n)
	}
	o.get(admin, synonyms).page(t).Wants("1 group")

	o.post(admin, synonyms+"/import", url.Values{"lines": {" \n"}}).page(t).Wants("Type or paste at least one line")
	o.post(admin, synonyms+"/import", url.Values{"lines": {strings.Repeat("a, b\n", 501)}}).page(t).Wants("There are more than 500 lines")
	o.post(admin, synonyms+"/import", url.Values{"lines": {"\ufeffIAPT, talking therapies -> counselling\r\n\"SUS\"\tsecondary uses service\r\n"}}).wantsAway(t, synonyms+"?done=synonyms-added")
	table := o.get(admin, synonyms).page(t).Table("Synonyms and acronyms")
	table.Row("IAPT, talking therapies").Wants("counselling")
	table.Row("SUS, secondary uses service").Wants("Nothing")
}

// synonyms adds a group.
func (o *office) synonyms(words ...string) (id cms.ID) {
	o.t.Helper()
	id = publishing.NewID()
	o.edit(func(e *publishing.Edit) error {
		return e.SetSynonyms(o.t.Context(), cms.Synonyms{ID: id, Words: words})
	})
	return id
}
