package admin

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

func init() {
	done["review-by"] = "The next review is saved."
	done["owner"] = "It is saved who looks after it."
	done["submitted"] = "The draft was sent for review."
	done["approved"] = "The draft is approved. A publisher can publish it now."
	done["returned"] = "The draft was returned to its writer."
	done["published"] = "The page is public."
	done["scheduled"] = "The release is planned."
	done["announced"] = "The page is announced."
}

const mostChanges = 8 // of a draft, that are named

// showPublish shows how far a page is, and what can be done about it.
func (a *Admin) showPublish(w http.ResponseWriter, r *request) error {
	p, err := a.publishing(r)
	if err != nil {
		return err
	}
	return a.showPublishing(w, r, http.StatusOK, p)
}

func (a *Admin) showPublishing(w http.ResponseWriter, r *request, status int, p *publishPage) error {
	v := a.view(r, p.Row.Name()+": publish")
	v.Crumbs = pages.PageCrumbs(p.above)
	return a.show(w, r, status, pages.PublishPage(v, &p.Publish))
}

// publishPage is the page for publishing, and what it was made from.
type publishPage struct {
	pages.Publish
	overview publishing.Overview
	owners   publishing.Owners
	above    []cms.PageRow
}

// publishing reads all that there is to know of the page that the address names.
func (a *Admin) publishing(r *request) (*publishPage, error) { return a.publishingFrom(r, time.Time{}) }

// publishingFrom is publishing with the draft looked at as it would be released
// from that instant; zero: now.
func (a *Admin) publishingFrom(r *request, from time.Time) (*publishPage, error) {
	id, err := r.page()
	if err != nil {
		return nil, err
	}
	p := &publishPage{}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		if p.overview, err = e.Overview(r.Context(), id, from); err != nil {
			return err
		}
		if p.Row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		if p.Row.Path != "" && p.Row.May(cms.ActionAssign) {
			if p.owners, err = e.Owners(r.Context(), id); err != nil {
				return err
			}
		}
		p.above, err = e.Above(r.Context(), id)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.tellPublishing(p)
	return p, nil
}

// tellPublishing says in words what the overview holds.
func (a *Admin) tellPublishing(p *publishPage) {
	o := &p.overview
	p.New, p.Announceable, p.Wrote = o.New, o.Announceable, o.Wrote()
	p.MaySubmit, p.MayReview = o.May(cms.ActionSubmit), o.May(cms.ActionReview)
	p.MayRelease, p.MayOverride = o.May(cms.ActionRelease), o.May(cms.ActionOverride)
	p.AskReview, p.AskRelease = either(o.Reviewers), either(o.Publishers)
	if o.Live != nil {
		p.Live = new(a.public(o, *o.Live))
	}
	if o.Before != nil {
		p.Before = new(a.public(o, *o.Before))
	}
	for _, s := range o.Planned {
		public := a.public(o, s)
		public.Ahead = a.ahead(s)
		p.Planned = append(p.Planned, public)
	}
	p.Ways = ways(o)
	for _, s := range o.Said {
		p.Said = append(p.Said, pages.Remark{Who: sentence(o.Name(s.By)), What: said[s.Action], At: a.at(s.At), Note: s.Note})
	}
	p.Form = pages.ReleaseForm{From: a.whenOf("from", time.Time{}), Until: a.whenOf("until", time.Time{}), ReviewBy: p.Row.ReviewBy.String()}
	p.tellOwners()
	p.labelTimes()
	if o.Draft != nil {
		a.tellDraft(p)
	}
}

// tellOwners lists who could look after the page, and who does.
func (p *publishPage) tellOwners() {
	owner := p.Row.Owner
	if owner.Name == "" { // the system, which has made it of content files
		owner.ID = ""
	}
	p.Owner, p.Ownerless = owner.ID, p.owners.Below
	if p.MayAssign = len(p.owners.People) > 0; !p.MayAssign {
		return
	}
	for _, person := range p.owners.People {
		p.Owners = append(p.Owners, pages.Option{Value: string(person.ID), Text: person.Name})
	}
	if owner.ID != "" && !slices.ContainsFunc(p.owners.People, func(person cms.Person) bool { return person.ID == owner.ID }) {
		p.Owners = append(p.Owners, pages.Option{Value: string(owner.ID), Text: owner.Name + " (may not write here)"})
	}
}

func (p *publishPage) labelTimes() {
	p.Form.From.Label, p.Form.From.Hint = "Date and time", ""
	p.Form.Until.Label, p.Form.Until.Hint = "Until (optional)", "When readers shall no longer get it."
}

// said is what somebody did who said something of a draft.
var said = map[string]string{"submit": "sent it for review", "approve": "approved it", "return": "returned it"}

func (a *Admin) tellDraft(p *publishPage) {
	o := &p.overview
	d := o.Draft
	p.Draft = &pages.Draft{Version: d.Version, By: o.Name(d.Editor), At: a.at(d.UpdatedAt)}
	if o.Reviewed {
		p.Review, p.Returned = string(d.Review.State), d.Review.Returned()
	}
	p.Draft.Summary, p.Draft.Compare = o.Summary.String(), compareHref(o.Page.ID, string(o.Since), publishing.TheDraft)
	if o.Live != nil && o.Live.Release.Revision == o.Since {
		p.Draft.Compare = compareHref(o.Page.ID, publishing.TheLive, publishing.TheDraft)
	}
	for i, c := range o.Changes {
		if i == mostChanges {
			p.Draft.More = len(o.Changes) - mostChanges
			break
		}
		p.Draft.Changes = append(p.Draft.Changes, inWords(c))
	}
	value, err := a.Registry.Decode(o.Page.Kind, d.Body)
	if err != nil {
		return // the findings say so
	}
	p.Timely = o.Findings.Timely()
	if o.From.After(o.At) {
		p.AsOf = a.at(o.From)
	}
	form := a.editor().Of(value)
	form.Tell(false, o.Findings.Blocks)
	form.Tell(true, o.Findings.Advice)
	for _, told := range form.Told() {
		f := pages.Finding{Label: cmp.Or(told.Label, "The page"), Message: told.Message, Href: p.Edit()}
		if told.Name != "" {
			f.Href = editAt(o.Page.ID, told.Name)
		}
		if told.Advice {
			p.Advice = append(p.Advice, f)
		} else {
			p.Blocks = append(p.Blocks, f)
		}
	}
}

// editAt is the address of a place of the edit page, with what was found there.
func editAt(page cms.ID, name string) string {
	return "/admin/pages/" + string(page) + "?" + url.Values{"checks": {"1"}, "open": {name}}.Encode() + "#" + (&url.URL{Path: name}).EscapedPath()
}

// ahead says what will be wrong with a planned release when it begins.
func (a *Admin) ahead(s publishing.Standing) (list []pages.Finding) {
	if len(s.Ahead) == 0 {
		return nil
	}
	form := a.editor().Of(s.Value)
	form.Tell(true, s.Ahead)
	for _, told := range form.Told() {
		list = append(list, pages.Finding{Label: cmp.Or(told.Label, "The page"), Message: told.Message})
	}
	return list
}

// inWords says what has changed in a few words.
func inWords(c schema.Change) string {
	switch c.Kind {
	case schema.Added:
		return c.Label + ": added"
	case schema.Removed:
		return c.Label + ": taken away"
	case schema.Moved:
		return c.Label + ": moved"
	}
	return c.Label + ": changed"
}

// public says what readers get of a release.
func (a *Admin) public(o *publishing.Overview, s publishing.Standing) pages.Public {
	p := pages.Public{
		ID: s.ID, From: a.at(s.LiveFrom), Notice: s.Notice, Reason: s.Reason, Note: s.Note, Minor: s.Minor, What: what(s.Outcome, s.Revision, s.RedirectTo),
	}
	if !s.LiveUntil.IsZero() {
		p.Until = a.at(s.LiveUntil)
	}
	if s.By != "" {
		p.By = o.Name(s.By)
	}
	if s.ApprovedBy != "" {
		p.ApprovedBy = o.Name(s.ApprovedBy)
	}
	return p
}

// what names an outcome.
func what(outcome cms.Outcome, revision int, to string) string {
	switch outcome {
	case cms.OutcomePage:
		return fmt.Sprintf("revision %d", revision)
	case cms.OutcomeAnnounced:
		return "an announcement of the page"
	case cms.OutcomeWithdrawn:
		return fmt.Sprintf("revision %d, below a notice that it is withdrawn", revision)
	case cms.OutcomeGone:
		return "the answer that the page is gone"
	}
	return "another address: " + to
}

// either names people to choose from.
func either(names []string) string { return together(names, "or") }

// together names some in one phrase: "Ann, Ben and Cat".
func together(names []string, joint string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + joint + " " + names[len(names)-1]
}

// at writes an instant in the site's zone.
func (a *Admin) at(t time.Time) string { return (&pages.View{Zone: a.Zone}).At(t) }

// submitDraft, approveDraft and returnDraft say something of a draft.
func (a *Admin) submitDraft(w http.ResponseWriter, r *request) error {
	return a.sayOfDraft(w, r, "submitted", func(e *publishing.Edit, page cms.ID, version int) error {
		_, err := e.Submit(r.Context(), page, version, r.PostFormValue("note"))
		return err
	})
}

func (a *Admin) approveDraft(w http.ResponseWriter, r *request) error {
	return a.sayOfDraft(w, r, "approved", func(e *publishing.Edit, page cms.ID, version int) error {
		_, err := e.Approve(r.Context(), page, version, r.PostFormValue("approval"))
		return err
	})
}

func (a *Admin) returnDraft(w http.ResponseWriter, r *request) error {
	return a.sayOfDraft(w, r, "returned", func(e *publishing.Edit, page cms.ID, version int) error {
		_, err := e.Return(r.Context(), page, version, r.PostFormValue("comment"))
		return err
	})
}

func (a *Admin) sayOfDraft(w http.ResponseWriter, r *request, key string, say func(e *publishing.Edit, page cms.ID, version int) error) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return say(e, id, r.version()) })
	if err != nil {
		return a.publishAgain(w, r, err)
	}
	return redirect(w, r, "/admin/pages/"+string(id)+"/publish", key)
}

// setReviewBy keeps by when the page is to be looked at again.
func (a *Admin) setReviewBy(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	var day cms.Date
	if text := strings.TrimSpace(r.PostFormValue("review-by")); text != "" {
		if day, err = editing.ParseDate(text); err != nil {
			return a.publishAgain(w, r, cms.Invalidf("review-by", "that is not a day; type one such as 5 March 2027, or leave it empty"))
		}
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.SetReviewBy(r.Context(), id, day) })
	if err != nil {
		return a.publishAgain(w, r, err)
	}
	return redirect(w, r, "/admin/pages/"+string(id)+"/publish", "review-by")
}

// setOwner keeps who looks after the page.
func (a *Admin) setOwner(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	owner := cms.ID(r.PostFormValue("owner"))
	if owner != "" && !owner.Valid() || !r.PostForm.Has("owner") {
		return a.publishAgain(w, r, cms.Invalidf("owner", "choose somebody, or nobody"))
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		return e.SetOwner(r.Context(), id, owner, r.PostFormValue("below") != "")
	})
	if err != nil {
		return a.publishAgain(w, r, err)
	}
	return redirect(w, r, "/admin/pages/"+string(id)+"/publish", "owner")
}

// publishAgain shows the page for publishing once more, with what was typed and
// what is wrong with it.
func (a *Admin) publishAgain(w http.ResponseWriter, r *request, failed error) error {
	var invalid *cms.Invalid
	conflict := errors.Is(failed, cms.ErrConflict)
	if !conflict && !errors.As(failed, &invalid) {
		return failed
	}
	p, err := a.publishingTyped(r)
	if err != nil {
		return err
	}
	if conflict {
		p.Conflict = sentence(failed.Error())
		return a.showPublishing(w, r, http.StatusConflict, p)
	}
	for _, problem := range invalid.Problems {
		p.tell(problem)
	}
	return a.showPublishing(w, r, http.StatusUnprocessableEntity, p)
}

// publishingTyped is publishing with what was sent in its forms, as of the instant
// that was.
func (a *Admin) publishingTyped(r *request) (*publishPage, error) {
	from, _, problems := a.times(r)
	if len(problems) > 0 {
		from = time.Time{}
	}
	p, err := a.publishingFrom(r, from)
	if err == nil {
		a.typed(r, p)
	}
	return p, err
}

// checkThen shows how the draft fares at the instant that was typed.
func (a *Admin) checkThen(w http.ResponseWriter, r *request) error {
	r.PostForm.Set("when", "at") // also of a form that says now: the button is about the time beside it
	_, _, problems := a.times(r)
	if len(problems) > 0 {
		return a.publishAgain(w, r, cms.InvalidUnlessNone(problems))
	}
	p, err := a.publishingTyped(r)
	if err != nil {
		return err
	}
	return a.showPublishing(w, r, http.StatusOK, p)
}

// typed puts what was sent back into the form.
func (a *Admin) typed(r *request, p *publishPage) {
	p.Form.Note, p.Form.Approval, p.Form.Comment = r.PostFormValue("note"), r.PostFormValue("approval"), r.PostFormValue("comment")
	p.Form.Reason, p.Form.Scheduled = r.PostFormValue("reason"), r.PostFormValue("when") == "at"
	p.Form.Change, p.Form.ChangeNote = r.PostFormValue("change"), r.PostFormValue("change-note")
	if r.PostForm.Has("review-by") {
		p.Form.ReviewBy = r.PostFormValue("review-by")
	}
	if r.PostForm.Has("owner") {
		p.Owner, p.Form.OwnerBelow = cms.ID(r.PostFormValue("owner")), r.PostFormValue("below") != ""
	}
	_, p.Form.From, _ = a.wallTime(r, "from")
	_, p.Form.Until, _ = a.wallTime(r, "until")
	p.labelTimes()
}

// tell puts a problem beside its field. What is wrong with the content stands
// among the checks.
func (p *publishPage) tell(problem cms.Problem) {
	problem.Message = sentence(problem.Message)
	switch problem.Field {
	case "from", "live_from":
		problem.Field, p.Form.From.Problem = "from", problem.Message
	case "until", "live_until":
		problem.Field, p.Form.Until.Problem = "until", problem.Message
	case "review_by":
		problem.Field = "review-by"
	case "comment", "reason", "note", "change", "review-by", "owner":
	default:
		problem.Field = "checks"
		if len(p.Blocks) > 0 {
			problem.Field = "blockers"
		}
	}
	p.Problems = append(p.Problems, problem)
}

// releaseDraft makes the draft public, or announces it.
func (a *Admin) releaseDraft(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	if r.PostFormValue("check") != "" {
		return a.checkThen(w, r)
	}
	plan, problems := a.plan(r)
	if len(problems) > 0 {
		return a.publishAgain(w, r, cms.InvalidUnlessNone(problems))
	}
	announce := r.PostFormValue("announce") != ""
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		if announce {
			_, err := e.Announce(r.Context(), id, plan)
			return err
		}
		_, err := e.Release(r.Context(), id, plan)
		return err
	})
	if err != nil {
		return a.publishAgain(w, r, err)
	}
	key := "published"
	switch {
	case !plan.From.IsZero():
		key = "scheduled"
	case announce:
		key = "announced"
	}
	return redirect(w, r, "/admin/pages/"+string(id)+"/publish", key)
}

// plan reads the form of a release.
func (a *Admin) plan(r *request) (plan publishing.Plan, problems []cms.Problem) {
	plan.Version = r.version()
	plan.From, plan.Until, problems = a.times(r)
	switch r.PostFormValue("change") {
	case "minor":
		plan.Minor = true
	case "major":
		if plan.Note = strings.TrimSpace(r.PostFormValue("change-note")); plan.Note == "" {
			problems = append(problems, cms.Problem{Field: "note", Message: "Say what has changed, or say that readers need not know"})
		}
	default:
		if r.PostForm.Has("changes") {
			problems = append(problems, cms.Problem{Field: "change", Message: "Say whether readers need to know what has changed"})
		}
	}
	if r.PostFormValue("override") != "" {
		if plan.Reason = strings.TrimSpace(r.PostFormValue("reason")); plan.Reason == "" {
			problems = append(problems, cms.Problem{Field: "reason", Message: "Say why it cannot wait for a second pair of eyes"})
		}
	}
	return plan, problems
}

// times reads when something begins, zero for now, and when it ends.
func (a *Admin) times(r *request) (from, until time.Time, problems []cms.Problem) {
	if r.PostFormValue("when") == "at" {
		at, _, problem := a.wallTime(r, "from")
		switch {
		case problem != nil:
			problems = append(problems, *problem)
		case at.IsZero():
			problems = append(problems, cms.Problem{Field: "from", Message: "Enter the date and the time, or choose now"})
		}
		from = at
	}
	until, _, problem := a.wallTime(r, "until")
	if problem != nil {
		problems = append(problems, *problem)
	}
	return from, until, problems
}
