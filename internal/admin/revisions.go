package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

func init() {
	done["named"] = "The name is saved."
	done["put-back"] = "It is in the draft again. What the draft said before is kept as a revision."
}

const revisionsAtOnce = 50 // to a part

// showRevisions lists what was written on a page before, the newest first.
func (a *Admin) showRevisions(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	return a.revisions(w, r, http.StatusOK, id, &pages.Revisions{Before: partOf(r.URL.Query().Get("before"))})
}

// partOf is where a part of a list begins; 0: at the newest.
func partOf(text string) int {
	before, err := strconv.ParseInt(text, 10, 32)
	if err != nil || before < 0 {
		return 0
	}
	return int(before)
}

// revisions shows the part of the list that begins where the view says.
func (a *Admin) revisions(w http.ResponseWriter, r *request, status int, id cms.ID, view *pages.Revisions) error {
	var found publishing.Revisions
	var above []cms.PageRow
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if found, err = e.Revisions(r.Context(), id, view.Before, revisionsAtOnce); err != nil {
			return err
		}
		if view.Row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		above, err = e.Above(r.Context(), id)
		return err
	})
	if err != nil {
		return err
	}
	if view.Older = found.Older; found.Draft != nil && view.Before == 0 {
		view.Draft = &pages.DraftNow{Version: found.Draft.Version, By: found.Name(found.Draft.Editor), At: a.at(found.Draft.UpdatedAt)}
	}
	teller := revisionTeller{a, id, found, view.Row.At}
	view.Lines = teller.folded()
	view.From, view.To = beginWith(found, view.Draft != nil)
	v := a.view(r, view.Row.Name()+": revisions")
	v.Crumbs = pages.PageCrumbs(above)
	return a.show(w, r, status, pages.RevisionsPage(v, view))
}

// beginWith chooses two to be compared: what readers get with the draft or, when
// there is none, the second newest with the newest.
func beginWith(found publishing.Revisions, drafted bool) (from, to string) {
	var newest []string
	if drafted {
		newest = append(newest, publishing.TheDraft)
	}
	shown := false
	for _, one := range found.List {
		newest = append(newest, string(one.ID))
		shown = shown || one.Live
	}
	if len(newest) < 2 {
		return "", ""
	}
	if from, to = newest[1], newest[0]; shown && to != string(found.Live) {
		from = string(found.Live)
	}
	return from, to
}

// revisionTeller says in words what revisions were for.
type revisionTeller struct {
	admin *Admin
	page  cms.ID
	found publishing.Revisions
	now   time.Time
}

// folded makes one line of automatic revisions in a row, except of those that
// somebody has named or done something with.
func (t revisionTeller) folded() (lines []pages.RevisionLine) {
	var row []publishing.Revision
	flush := func() {
		switch {
		case len(row) == 1:
			lines = append(lines, t.line(row[0]))
		case len(row) > 1:
			lines = append(lines, t.fold(row))
		}
		row = nil
	}
	for _, one := range t.found.List {
		if one.Automatic && one.Name == "" && len(t.purposes(one)) == 0 {
			row = append(row, one)
			continue
		}
		flush()
		lines = append(lines, t.line(one))
	}
	flush()
	return lines
}

func (t revisionTeller) fold(row []publishing.Revision) pages.RevisionLine {
	line := pages.RevisionLine{Between: t.between(row[len(row)-1].At, row[0].At)}
	for _, one := range row {
		line.Folded = append(line.Folded, t.line(one))
	}
	return line
}

// between says from when to when, with the day once if it is the same.
func (t revisionTeller) between(first, last time.Time) string {
	first, last = first.In(t.admin.Zone), last.In(t.admin.Zone)
	if day := last.Format("2 January 2006"); first.Format("2 January 2006") == day {
		return "between " + first.Format("3:04 pm") + " and " + last.Format("3:04 pm") + " on " + day
	}
	return "between " + t.admin.at(first) + " and " + t.admin.at(last)
}

func (t revisionTeller) line(r publishing.Revision) pages.RevisionLine {
	with := ""
	for _, entry := range r.Entries {
		if entry.Action == "revise" {
			with = mergedWords(publishing.MergedIn(entry), t.found.Name)
		}
	}
	return pages.RevisionLine{
		With: with,
		ID:   r.ID, Number: r.Number, Name: r.Name, By: t.found.Name(r.By), At: t.admin.at(r.At), Live: r.Live, Planned: r.Planned, Why: t.why(r),
	}
}

// why says what a revision was for: what was done with it or, if nothing, why it
// was kept.
func (t revisionTeller) why(r publishing.Revision) []pages.Purpose {
	if list := t.purposes(r); len(list) > 0 {
		return list
	}
	kept := ""
	for _, entry := range r.Entries {
		if entry.Action == "revise" {
			kept = t.kept(r, entry)
		}
	}
	if kept == "" {
		kept = t.kept(r, publishing.Entry{})
	}
	return []pages.Purpose{{Text: kept}}
}

// purposes are what was done with a revision.
func (t revisionTeller) purposes(r publishing.Revision) (list []pages.Purpose) {
	for _, entry := range r.Entries {
		if p := t.purpose(entry); p.Text != "" {
			list = append(list, p)
		}
	}
	return list
}

// kept says why a revision was cut that nothing was done with. An entry without
// an actor is of pages that were filled in by the program.
func (t revisionTeller) kept(r publishing.Revision, entry publishing.Entry) string {
	why, _ := entry.Detail["why"].(string)
	switch {
	case r.Automatic:
		return "Saved automatically"
	case why == "restoring":
		return "Kept before an earlier one was restored"
	case why == "overwritten" || entry.Actor != "" && entry.Actor != r.By:
		return "Kept when " + t.found.Name(entry.Actor) + " went on"
	}
	return "Saved"
}

// purpose is what was done with a revision.
func (t revisionTeller) purpose(entry publishing.Entry) pages.Purpose {
	who := t.found.Name(entry.Actor)
	switch entry.Action {
	case "submit":
		return pages.Purpose{Text: "Sent for review by " + who}
	case "approve":
		return pages.Purpose{Text: "Approved by " + who}
	case "return":
		return pages.Purpose{Text: "Returned by " + who}
	case "restore":
		return pages.Purpose{Text: sentence(told{admin: t.admin, Entry: entry}.restored()) + ", by " + who}
	case "release", "release-again", "reschedule", "announce", "withdraw":
		return t.released(entry, who)
	case "cancel":
		return pages.Purpose{Text: "Its release was cancelled by " + who}
	}
	return pages.Purpose{}
}

// released leads to what went out, as readers got it from then on.
func (t revisionTeller) released(entry publishing.Entry, who string) pages.Purpose {
	did := map[string]string{"announce": "Announced", "withdraw": "Shown as withdrawn"}[entry.Action]
	if did == "" {
		did = "Published"
	}
	text, _ := entry.Detail["from"].(string)
	from, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		from = entry.At
	}
	if from.After(t.now) {
		return pages.Purpose{Text: "Planned by " + who + " for " + t.admin.at(from)}
	}
	begins, stands := t.found.Begins[entry.Release]
	if from.After(entry.At) && (!stands || !begins.Equal(from.Truncate(time.Microsecond))) { // it was cancelled or moved
		return pages.Purpose{Text: "Had been planned by " + who + " for " + t.admin.at(from)}
	}
	query := url.Values{"show": {"live"}, "instant": {from.UTC().Format(time.RFC3339Nano)}}
	return pages.Purpose{
		Text: did + " by " + who + " on " + t.admin.at(from), Href: "/admin/pages/" + string(t.page) + "/preview?" + query.Encode(),
	}
}

// nameRevision gives a revision a name, or the draft as it stands.
func (a *Admin) nameRevision(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	of, name := r.param("revision"), r.PostFormValue("name")
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		if of == publishing.TheDraft {
			return e.NameDraft(r.Context(), id, r.version(), name)
		}
		return e.NameRevision(r.Context(), id, cms.ID(of), name)
	})
	view := &pages.Revisions{Before: partOf(r.PostFormValue("before")), Naming: of, Typed: name}
	var invalid *cms.Invalid
	switch {
	case errors.As(err, &invalid):
		view.Problems = sentences(invalid.Problems)
		return a.revisions(w, r, http.StatusUnprocessableEntity, id, view)
	case errors.Is(err, cms.ErrConflict):
		view.Conflict = sentence(err.Error())
		return a.revisions(w, r, http.StatusConflict, id, view)
	case err != nil:
		return err
	}
	to := "/admin/pages/" + string(id) + "/revisions?done=named"
	if view.Before > 0 {
		to += "&before=" + strconv.Itoa(view.Before)
	}
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}

// restoreRevision puts a revision back into the draft, or a field or a block of
// it.
func (a *Admin) restoreRevision(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	revision := r.param("revision")
	version, err := strconv.Atoi(r.PostFormValue("version")) // 0: there was no draft
	if err != nil || version < 0 {
		version = -1
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		return e.Restore(r.Context(), publishing.Restoring{Page: id, Revision: cms.ID(revision), Place: r.PostFormValue("place"), Version: version})
	})
	if errors.Is(err, cms.ErrConflict) {
		return a.compare(w, r, http.StatusConflict, comparing{page: id, from: revision, refused: sentence(err.Error())})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r.Request, compareHref(id, revision, publishing.TheDraft)+"&done=put-back", http.StatusSeeOther)
	return nil
}
