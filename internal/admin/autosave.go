package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/web"
	pages "lectern/templates/admin"
)

// The edit page saves itself: its script sends the form as the button does. It
// is answered with JSON, whatever comes of it, in words that the page shows.

// autosaved is what such a form says that it does.
const autosaved = "autosaved"

// kept is the answer to a form that was stored.
type kept struct {
	Version int             `json:"version"`
	Seen    string          `json:"seen"`
	Merged  string          `json:"merged"` // what others changed, which is stored and not in the form
	Saved   string          `json:"saved"`  // what the bar says
	Draft   string          `json:"draft"`  // what the panel says
	Checks  string          `json:"checks"`
	Marks   map[string]mark `json:"marks"`  // by the names of blocks
	States  []mark          `json:"states"` // how far the page is; null: not known
	present
}

// mark is a tag: that there is something to be looked at in a block, or how far a
// page is.
type mark struct {
	Words string `json:"words"`
	Tone  string `json:"tone"`
}

// notKept is the answer to one that was not.
type notKept struct {
	Reason string `json:"reason"`
	Both   bool   `json:"both,omitempty"` // there are two texts to look at
}

// autosave stores the draft, and makes no revision.
func (a *Admin) autosave(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	if err := readForm(r.Request); err != nil {
		return a.tellNot(w, r, err, notKept{})
	}
	if author := r.PostForm.Get(":author"); author != "" && author != string(r.User.ID) {
		return a.tellNot(w, r, cms.Forbiddenf("somebody else has signed in in this browser; sign in as yourself in another tab, and come back"), notKept{})
	}
	s := a.saving(r, id)
	s.verb = autosaved
	if len(s.clashes) > 0 {
		return a.tellNot(w, r, cms.ErrConflict, notKept{Reason: "there is something to decide first; then save by hand"})
	}
	if err := a.Publisher.Read(r.Context(), r.User, s.read); err != nil {
		return a.tellNot(w, r, err, notKept{})
	}
	value, unreadable := s.view.Form.Value()
	if len(unreadable) > 0 {
		s.view.Form.Refuse(unreadable)
		return a.tellNot(w, r, cms.ErrInvalid, notKept{Reason: unreadableWords(s.view)})
	}
	s.value = value
	var who publishing.Presence
	err = s.store(r.Context(), func(e *publishing.Edit) error {
		if err := s.write(e); err != nil || s.tab.Name == "" {
			return err
		}
		who, err = e.Attend(r.Context(), id, s.tab.Name)
		return err
	})
	if errors.Is(err, cms.ErrConflict) {
		answer, err := a.conflictWords(r.Context(), r.User, id)
		return a.tellNot(w, r, err, answer)
	}
	if err != nil {
		return a.tellNot(w, r, err, notKept{})
	}
	var found publishing.Findings
	var row cms.PageRow
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		found, err = e.Findings(r.Context(), id, s.value, time.Time{})
		return err
	})
	if err != nil { // it is stored all the same
		a.Logger.Error("a page that was saved cannot be checked", "page", id, "error", err)
	}
	answer := kept{Merged: s.mergedWords(), Saved: pages.SavedWords(s.draft.UpdatedAt, a.Zone), present: a.present(r.User, who)}
	answer.Version, answer.Seen = s.reading()
	answer.Draft = "Saved " + a.view(r, "").At(s.draft.UpdatedAt) + " by you"
	if s.draft.Editor != r.User.ID {
		answer.Draft = "" // somebody else has typed the same
	}
	answer.Checks = pages.ChecksWords(len(found.Blocks), len(found.Advice))
	for name, m := range a.marks(s.value, found) {
		if answer.Marks == nil {
			answer.Marks = map[string]mark{}
		}
		answer.Marks[name] = mark{pages.MarkWords(m), pages.MarkTone(m)}
	}
	if row.ID != "" {
		for _, state := range row.States(a.Zone) {
			answer.States = append(answer.States, mark{state.Text, string(state.Tone)})
		}
	}
	return respondJSON(w, r, answer)
}

// tabOf is the tab that a form says it comes from. What no script of ours sends
// is none.
func tabOf(form url.Values) cms.Tab {
	name := form.Get(":tab")
	number, err := strconv.ParseInt(form.Get(":number"), 10, 32)
	if !isTab(name) || err != nil || number < 1 {
		return cms.Tab{}
	}
	return cms.Tab{Name: name, Number: int(number)}
}

// isTab reports whether a name is one that a script gives to its page.
func isTab(name string) bool {
	return len(name) == 32 && strings.Trim(name, "0123456789abcdef") == ""
}

// tellNot answers what was not stored, and why. Without words of its own it
// says what the error does.
func (a *Admin) tellNot(w http.ResponseWriter, r *request, err error, answer notKept) error {
	status := web.StatusOf(err)
	if status >= http.StatusInternalServerError {
		return err
	}
	var tooLarge *http.MaxBytesError
	var in *cms.InBin
	switch {
	case errors.As(err, &in):
		answer = notKept{Reason: in.Error()}
	case answer.Reason != "":
	case errors.As(err, &tooLarge):
		answer.Reason = "the page is too large to be saved; take something away"
	case status == http.StatusNotFound:
		answer.Reason = "the page was deleted"
	default:
		answer.Reason = err.Error()
	}
	return respondJSONAs(w, r, status, answer)
}

// unreadableWords names the fields that cannot be stored as they are.
func unreadableWords(e *pages.Edit) string {
	var list []string
	for _, told := range e.Unreadable() {
		if told.Label == "" {
			list = append(list, told.Message)
		} else {
			list = append(list, told.Label+": "+told.Message)
		}
	}
	return strings.Join(list, "; ")
}

// conflictWords says who has saved in the meantime, or that the page was deleted.
func (a *Admin) conflictWords(ctx context.Context, user cms.User, page cms.ID) (notKept, error) {
	answer := notKept{Reason: "the draft was released or thrown away while you were writing", Both: true}
	err := a.Publisher.Read(ctx, user, func(e *publishing.Edit) error {
		row, err := e.PageRow(ctx, page)
		if err == nil && row.Draft != nil {
			answer.Reason = fmt.Sprintf("%s saved this page %s", orSomebody(row.Draft.Editor.Name), pages.Clock(row.Draft.UpdatedAt, a.Zone))
			if row.Draft.Editor.ID == user.ID {
				answer.Reason = "you saved this page in another tab " + pages.Clock(row.Draft.UpdatedAt, a.Zone)
			}
		}
		return err
	})
	if errors.Is(err, cms.ErrNotFound) {
		return notKept{}, err
	}
	if err != nil {
		a.Logger.Error("nobody can be told who has saved", "page", page, "error", err)
	}
	return answer, cms.ErrConflict
}

func orSomebody(name string) string {
	if name == "" {
		return "somebody else"
	}
	return name
}

// present is who else is on a page, in words; empty: nobody.
type present struct {
	Others string `json:"others"`
	Last   string `json:"last"` // when one of them saved
}

// attend notes that somebody has the page open, or has closed it.
func (a *Admin) attend(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	tab := r.PostFormValue(":tab")
	if !isTab(tab) {
		return cms.Invalidf(":tab", "this is not the name of a tab")
	}
	var who publishing.Presence
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if r.PostFormValue("left") != "" {
			return e.Leave(r.Context(), id, tab)
		}
		who, err = e.Attend(r.Context(), id, tab)
		return err
	})
	if err != nil {
		return a.tellNot(w, r, err, notKept{})
	}
	return respondJSON(w, r, a.present(r.User, who))
}

func (a *Admin) present(user cms.User, who publishing.Presence) (p present) {
	names := make([]string, len(who.Others))
	for i, u := range who.Others {
		names[i] = u.Name
		if u.ID == who.Editor {
			p.Last = u.Name + " saved it " + pages.Clock(who.SavedAt, a.Zone)
		}
	}
	switch {
	case len(names) == 1:
		p.Others = names[0] + " is on this page as well"
	case len(names) == 2:
		p.Others = names[0] + " and " + names[1] + " are on this page as well"
	case len(names) > 2:
		p.Others = fmt.Sprintf("%s and %d others are on this page as well", names[0], len(names)-1)
	case who.Elsewhere:
		p.Others = "You have this page open in another tab as well"
	}
	return p
}

// presenceAt is the end of the addresses by which pages say that they are open.
// Nobody shows by it that they are still there.
const presenceAt = "/presence"
