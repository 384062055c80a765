package publishing

import (
	"context"
	"errors"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/postgres"
	"lectern/internal/schema"
)

// Overview is all there is to know of a page for somebody who releases it.
type Overview struct {
	Page    cms.Page
	Path    string // in the editors' tree; empty: it has no address
	At      time.Time
	From    time.Time  // from when on the draft is looked at; zero: now
	Live    *Standing  // what the public gets; nil: nothing
	Before  *Standing  // when it gets nothing: what it got last; nil: it never got anything
	Planned []Standing // releases that have not begun

	Draft    *cms.Draft      // nil: there is none
	Revision int             // number of the newest that was cut; 0: none
	Changes  []schema.Change // between what was last public and the draft
	Summary  compare.Summary // of these
	Since    cms.ID          // the revision that was last public; empty: none
	New      bool            // nothing of the page has been public
	Findings Findings        // of the draft
	Said     []Said          // in reviews since the last release, the latest first

	Announceable bool     // its kind can be announced before its release
	Reviewed     bool     // a draft needs the eyes of somebody else
	Reviewers    []string // some of those who may approve the draft
	Publishers   []string // some of those who may release
	People       map[cms.ID]string
	user         cms.User
	branch       []cms.ID
}

// Standing is a release and what was said with it.
type Standing struct {
	cms.Release
	Revision   int    // number within the page; 0: it shows none
	By         cms.ID // who released it
	ApprovedBy cms.ID
	Reason     string // why nobody has approved it; empty: somebody has, or need not
	Note       string // what readers were told has changed
	Minor      bool

	Ahead []cms.Problem // of a planned one: what will be wrong when it begins
	Value schema.Kind   // that these are about
}

// Said is what somebody said of a draft.
type Said struct {
	At     time.Time
	By     cms.ID
	Action string // submit, approve or return
	Note   string
}

// May reports whether the user may do that to the page.
func (o Overview) May(a cms.Action) bool {
	if !o.Reviewed { // it belongs to the whole site
		return cms.Can(o.user, cms.ActionConfigure, nil)
	}
	return cms.Can(o.user, a, o.branch)
}

// Wrote reports whether the user wrote the last change of the draft.
func (o Overview) Wrote() bool { return o.Draft != nil && o.Draft.Editor == o.user.ID }

// Name is what somebody is called.
func (o Overview) Name(id cms.ID) string { return nameIn(o.People, id, o.user) }

func nameIn(people map[cms.ID]string, id cms.ID, me cms.User) string {
	switch name, known := people[id]; {
	case id == me.ID && id != "":
		return "you"
	case id == cms.System.ID:
		return "the system"
	case known:
		return name
	}
	return "somebody who has left"
}

// Overview returns what there is to know of a page, for those who may read its
// draft.
func (e *Edit) Overview(ctx context.Context, page cms.ID, from time.Time) (o Overview, err error) {
	line, err := e.mayNow(ctx, cms.ActionRead, page)
	if err != nil {
		return o, err
	}
	o.Page, o.Path, o.branch, o.user = line[len(line)-1], e.pathOf(line), pageIDs(line), e.user
	o.Reviewed = e.addressed(o.Page.Kind)
	o.From = from
	if o.At, err = e.now(ctx); err != nil {
		return o, err
	}
	entries, err := e.tx.Entries(ctx, page, slices.Concat(releasing, reviews), nil, 0, mostEntries)
	if err != nil {
		return o, err
	}
	if err := e.standings(ctx, &o, entries); err != nil {
		return o, err
	}
	if err := e.drafted(ctx, &o); err != nil {
		return o, err
	}
	o.Said = saidLately(entries)
	if err := e.helpers(ctx, &o); err != nil {
		return o, err
	}
	o.People, err = e.tx.People(ctx, o.named())
	return o, err
}

var (
	releasing = []string{"release", "release-again", "reschedule", "announce", "withdraw", "gone", "redirect"}
	reviews   = []string{"submit", "approve", "return"}
)

const mostEntries = 300 // of the audit, that an overview looks at

// standings fills in what is and will be public.
func (e *Edit) standings(ctx context.Context, o *Overview, entries []postgres.Entry) error {
	timeline, err := e.timeline(ctx, o.Page.ID)
	if err != nil {
		return err
	}
	var revisions []cms.ID
	for _, r := range timeline {
		if r.Revision != "" {
			revisions = append(revisions, r.Revision)
		}
	}
	numbers, err := e.tx.RevisionNumbers(ctx, revisions)
	if err != nil {
		return err
	}
	o.New = true
	for _, r := range timeline {
		s := standing(r, entries)
		s.Revision = numbers[r.Revision]
		switch {
		case !r.Begun(o.At):
			if s.Ahead, s.Value, err = e.ahead(ctx, r); err != nil {
				return err
			}
			o.Planned = append(o.Planned, s)
		case r.LiveAt(o.At):
			o.Live = &s
		default:
			o.Before = &s
		}
		o.New = o.New && !(r.Begun(o.At) && (r.Outcome == cms.OutcomePage || r.Outcome == cms.OutcomeWithdrawn))
	}
	if o.Live != nil {
		o.Before = nil
	}
	return nil
}

// standing returns a release with what the audit tells of it. A move gives what
// is live another release of the same revision.
func standing(r cms.Release, entries []postgres.Entry) Standing {
	s := Standing{Release: r}
	i := slices.IndexFunc(entries, func(e postgres.Entry) bool { return e.Release == r.ID && slices.Contains(releasing, e.Action) })
	if i < 0 {
		i = slices.IndexFunc(entries, func(e postgres.Entry) bool {
			return r.Revision != "" && e.Revision == r.Revision && slices.Contains(releasing, e.Action)
		})
	}
	if i < 0 {
		return s
	}
	text := func(name string) string { t, _ := entries[i].Detail[name].(string); return t }
	s.By, s.ApprovedBy, s.Reason, s.Note = entries[i].Actor, cms.ID(text("approved_by")), text("reason"), text("note")
	s.Minor, _ = entries[i].Detail["minor"].(bool)
	return s
}

// drafted fills in what there is to say of the draft.
func (e *Edit) drafted(ctx context.Context, o *Overview) error {
	latest, err := e.tx.LatestRevision(ctx, o.Page.ID)
	if ignoreNotFound(err) != nil {
		return err
	}
	o.Revision = latest.Number
	if kind, known := e.registry.Kind(o.Page.Kind); known {
		_, o.Announceable = kind.New().(schema.Redacter)
	}
	draft, err := e.tx.Draft(ctx, o.Page.ID)
	if err != nil {
		return ignoreNotFound(err)
	}
	o.Draft = &draft
	value, err := e.registry.Decode(o.Page.Kind, draft.Body)
	if err != nil {
		return err
	}
	if o.Findings, err = e.Findings(ctx, o.Page.ID, value, o.From); err != nil {
		return err
	}
	last, err := e.lastShown(ctx, o.Page.ID)
	if errors.Is(err, cms.ErrConflict) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := e.registry.Decode(last.Kind, last.Body)
	if err != nil {
		return err
	}
	o.Changes, o.Since = e.registry.Compare(before, value), last.ID
	o.Summary = compare.Compare(e.registry, before, value).Summary()
	return nil
}

const someHelpers = 3 // that are named

// helpers fills in who can be asked to do what the user may not.
func (e *Edit) helpers(ctx context.Context, o *Overview) (err error) {
	if o.Draft != nil {
		o.Reviewers, err = e.tx.Holders(ctx, mayReview, o.branch, o.Draft.Editor, someHelpers)
		if err != nil {
			return err
		}
	}
	o.Publishers, err = e.tx.Holders(ctx, mayRelease, o.branch, o.user.ID, someHelpers)
	return err
}

// saidLately returns what was said in reviews since the last release.
func saidLately(entries []postgres.Entry) (list []Said) {
	for _, entry := range entries {
		if entry.Action == "release" {
			break
		}
		if slices.Contains(reviews, entry.Action) {
			note, _ := entry.Detail["note"].(string)
			list = append(list, Said{entry.At, entry.Actor, entry.Action, note})
		}
	}
	return list
}

// named are the people that the overview names.
func (o *Overview) named() (list []cms.ID) {
	add := func(s *Standing) {
		if s != nil {
			list = append(list, s.By, s.ApprovedBy)
		}
	}
	add(o.Live)
	add(o.Before)
	for i := range o.Planned {
		add(&o.Planned[i])
	}
	for _, s := range o.Said {
		list = append(list, s.By)
	}
	if o.Draft != nil {
		list = append(list, o.Draft.Editor, o.Draft.Review.By)
	}
	return slices.DeleteFunc(list, func(id cms.ID) bool { return id == "" })
}

// PublicAt reports whether readers who ask for an address of the site get a page.
func (e *Edit) PublicAt(ctx context.Context, path string) (bool, error) {
	return e.tx.PublicAt(ctx, path)
}
