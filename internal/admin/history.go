package admin

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

const historyAtOnce = 50 // entries to a part

// showHistory tells what became of a page, the newest first.
func (a *Admin) showHistory(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	h := &pages.History{Newest: before == 0}
	var past publishing.Past
	var above []cms.PageRow
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		if past, err = e.History(r.Context(), id, before, historyAtOnce); err != nil {
			return err
		}
		if h.Row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		above, err = e.Above(r.Context(), id)
		return err
	})
	if err != nil {
		return err
	}
	h.Older = past.Older
	for _, entry := range past.Entries {
		a.tellHistory(h, past, entry)
	}
	v := a.view(r, h.Row.Name()+": history")
	v.Crumbs = pages.PageCrumbs(above)
	return a.show(w, r, http.StatusOK, pages.HistoryPage(v, h))
}

// tellHistory adds an entry to its day.
func (a *Admin) tellHistory(h *pages.History, past publishing.Past, entry publishing.Entry) {
	local := entry.At.In(a.Zone)
	day := local.Format("Monday 2 January 2006")
	if n := len(h.Days); n == 0 || h.Days[n-1].Day != day {
		h.Days = append(h.Days, pages.HistoryDay{Day: day})
	}
	t := told{admin: a, past: past, Entry: entry}
	last := &h.Days[len(h.Days)-1]
	last.Entries = append(last.Entries, pages.HistoryEntry{
		Time: local.Format("3:04 pm"), Who: sentence(past.Name(entry.Actor)), What: t.words(), Notes: t.notes(), Unseen: t.text("reason"),
	})
}

// told is an entry of the audit on its way into words.
type told struct {
	admin *Admin
	past  publishing.Past
	publishing.Entry
}

func (t told) text(name string) string {
	text, _ := t.Detail[name].(string)
	return text
}

// instant is when something was to be; empty: at once.
func (t told) instant(name string) string {
	at, err := time.Parse(time.RFC3339Nano, t.text(name))
	if err != nil || !at.After(t.At) {
		return ""
	}
	return t.admin.at(at)
}

// number is that of the revision that something was done with.
func (t told) number() string {
	n, _ := t.Detail["number"].(float64)
	return "revision " + strconv.Itoa(int(n))
}

func (t told) naming() string {
	name, before := t.text("name"), t.text("before")
	switch {
	case name == "":
		return "took the name “" + before + "” away from " + t.number()
	case before != "":
		return "named " + t.number() + " “" + name + "”, which was “" + before + "”"
	}
	return "named " + t.number() + " “" + name + "”"
}

// kept says that there is a revision, and whose words it holds besides its writer's.
func (t told) kept() string {
	words := "kept " + t.revision()
	if t.text("why") == "automatic" {
		words += " of what was saved automatically"
	}
	return words + mergedWords(publishing.MergedIn(t.Entry), t.past.Name)
}

// mergedWords says whose changes were merged; empty: nobody's.
func mergedWords(others []cms.ID, name func(cms.ID) string) string {
	var names []string
	for _, id := range others {
		names = append(names, name(id))
	}
	if len(names) == 0 {
		return ""
	}
	return ", with changes by " + together(names, "and") + " merged in"
}

// restored says what was put back into the draft.
func (t told) restored() string {
	block, _ := t.Detail["block"].(bool)
	switch what := t.text("what"); {
	case what == "":
		return "restored " + t.number()
	case block:
		return "restored the block " + what + " of " + t.number()
	default:
		return "restored the field " + what + " of " + t.number()
	}
}

// nextReview says by when the page is to be looked at again.
func (t told) nextReview() string {
	day, err := cms.ParseDate(t.text("day"))
	if err != nil {
		return "took the next review away"
	}
	return "set the next review to " + day.In(time.UTC).Format("2 January 2006")
}

// owner says who was to look after the page.
func (t told) owner() string {
	owner := cms.ID(t.text("owner"))
	switch owner {
	case "":
		return "said that nobody looks after the page"
	case t.Actor:
		return "took the page on, to look after it"
	}
	return "gave the page to " + t.past.Name(owner) + " to look after"
}

// binned says what became of the page together with others.
func (t told) binned() string {
	doing := "deleted the page"
	if t.Action == "undelete" {
		doing = "restored the page from the bin"
	}
	if t.text("with") != "" {
		return doing + ", with the page above it"
	}
	if from, path := t.text("from"), t.text("path"); t.Action == "undelete" && path != from {
		doing += " to " + path
	}
	if pages, _ := t.Detail["pages"].(float64); pages > 1 {
		doing += ", with " + strconv.Itoa(int(pages)-1) + " below it"
	}
	return doing
}

// from says from when, if not at once.
func (t told) from(doing, planned string) string {
	if from := t.instant("from"); from != "" {
		return planned + " " + from
	}
	return doing
}

// revision names the revision that the entry is about.
func (t told) revision() string {
	if n := t.past.Numbers[t.Revision]; n > 0 {
		return "revision " + strconv.Itoa(n)
	}
	return "the page"
}

// words say what somebody did. What is not known here is told by its name.
func (t told) words() string {
	switch t.Action {
	case "create":
		return "made the page"
	case "revise":
		return t.kept()
	case "merge":
		return "wrote on with what " + t.past.Name(publishing.MergedFrom(t.Entry)) + " had just saved merged in"
	case "name":
		return t.naming()
	case "restore":
		return t.restored()
	case "submit":
		return "sent " + t.revision() + " for review"
	case "approve":
		return "approved " + t.revision()
	case "return":
		return "returned " + t.revision()
	case "delete-draft":
		return "threw the draft away"
	case "delete", "undelete":
		return t.binned()
	case "move":
		return "moved the page from " + t.text("from") + " to " + t.text("to")
	case "set-redirect":
		return "led the address " + t.text("from") + " to the page"
	case "review-by":
		return t.nextReview()
	case "owner":
		return t.owner()
	case "copy":
		return "made the page as a copy"
	case "order":
		return "put the pages below in another order"
	}
	return t.releaseWords()
}

func (t told) releaseWords() string {
	what := t.revision()
	switch t.Action {
	case "release":
		return t.from("published "+what, "planned to publish "+what+" on")
	case "release-again":
		return t.from("published "+what+" again", "planned to publish "+what+" again on")
	case "reschedule":
		return t.from("published "+what+", which was planned for later", "moved the release of "+what+" to")
	case "announce":
		return t.from("announced the page", "planned to announce the page on")
	case "withdraw":
		return t.from("withdrew the page", "planned to withdraw the page on")
	case "gone":
		return t.from("took the page away", "planned to take the page away on")
	case "redirect":
		return t.from("sent readers of the page elsewhere", "planned to send readers of the page elsewhere from")
	case "expire":
		if at := t.instant("at"); at != "" {
			return "let the page end on " + at
		}
		return "ended the page"
	case "end":
		if at := t.instant("at"); at != "" {
			return "let the page end on " + at
		}
		return "took the end of the page away"
	case "cancel":
		return "cancelled what was planned for " + t.cancelled()
	}
	return "did: " + strings.ReplaceAll(t.Action, "-", " ")
}

func (t told) cancelled() string {
	if from := t.instant("from"); from != "" {
		return from
	}
	return "later"
}

// notes are what was said with it.
func (t told) notes() (list []pages.HistoryNote) {
	add := func(label, text string) {
		if text != "" {
			list = append(list, pages.HistoryNote{Label: label, Text: text})
		}
	}
	switch t.Action {
	case "submit", "approve", "return":
		add("", t.text("note"))
	case "release", "reschedule":
		add("What has changed:", t.text("note"))
		if minor, _ := t.Detail["minor"].(bool); minor {
			add("", "A minor change, of which readers are not told")
		}
	}
	add("Notice:", t.text("notice"))
	if t.Action == "redirect" {
		add("To:", t.text("to"))
	}
	add("Until", t.instant("until"))
	if by := t.text("approved_by"); by != "" {
		add("Approved by", t.past.Name(cms.ID(by)))
	}
	return list
}
