package publishing

import (
	"bytes"
	"context"
	"errors"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Save is new content for a page's draft.
type Save struct {
	Page        cms.ID
	Value       schema.Kind // pointer to the kind's struct
	ChangeNotes []cms.ChangeNote
	Version     int  // version of the draft that the editor read; 0: there was none
	Automatic   bool // an autosave writes the draft only; a save by hand also cuts a revision
	Keep        bool // the draft that is saved over is kept as a revision, also one's own
	Merged      bool // what somebody else has saved is in it
	Tab         cms.Tab
}

// Save stores the draft. A draft may be incomplete: what must be right before
// a release is checked by Release. It fails with cms.ErrConflict when the draft
// was saved, released or thrown away by somebody else since that version.
//
// An automatic save waits for nobody's releases. It is an edit of its own: a
// release after it, in the same edit, may have to be tried again.
//
// A tab that did not get the answer to its last save does not know the version
// that it gave. It saves over its own draft all the same, and a draft that says
// the same as the text that is sent is stored already.
func (e *Edit) Save(ctx context.Context, s Save) (cms.Draft, error) {
	may := e.may
	if s.Automatic {
		may = e.mayNow
	}
	line, err := may(ctx, cms.ActionSave, s.Page)
	if err != nil {
		return cms.Draft{}, err
	}
	if err := ofKind(line[len(line)-1], s.Value); err != nil {
		return cms.Draft{}, err
	}
	e.registry.Normalise(s.Value)
	body, err := e.registry.Encode(s.Value)
	if err != nil {
		return cms.Draft{}, err
	}
	before, base, err := e.keepDraft(ctx, s)
	if err != nil {
		return cms.Draft{}, err
	}
	draft := cms.Draft{
		Page: s.Page, Body: body, ChangeNotes: s.ChangeNotes, Base: base, Tab: s.Tab,
		Editor: e.user.ID, UpdatedAt: time.Now(), Review: before.Review.AfterChange(),
	}
	read := s.Version
	if before.Editor == e.user.ID && s.Tab.Follows(before.Tab) {
		read = before.Version
	}
	if before.Version > 0 && e.same(cms.Revision{Kind: s.Value.Kind().Name, Body: before.Body, ChangeNotes: before.ChangeNotes}, draft) {
		if s.Automatic && s.Tab.Name != "" && read != before.Version {
			return before, nil
		}
		draft.Editor, draft.UpdatedAt, draft.Review = before.Editor, before.UpdatedAt, before.Review // nothing was changed
	} else if s.Automatic && before.Version > 0 && (before.Editor == e.user.ID || s.Merged) {
		kept, err := e.keepOwnDraft(ctx, line[len(line)-1], before)
		if err != nil {
			return cms.Draft{}, err
		}
		if before.Editor != e.user.ID && !kept && !s.Keep {
			if err := e.recordMerge(ctx, before); err != nil {
				return cms.Draft{}, err
			}
		}
	}
	if draft.Version, err = e.tx.WriteDraft(ctx, draft, read); err != nil {
		return cms.Draft{}, err
	}
	e.retitleDraft(s.Page, s.Value.Card().Title)
	if s.Automatic {
		return draft, nil
	}
	_, err = e.cut(ctx, draft, asked)
	return draft, err
}

func ofKind(page cms.Page, value schema.Kind) error {
	if kind := value.Kind().Name; kind != page.Kind {
		return cms.Invalidf("kind", "this page is a %s and cannot become a %s", page.Kind, kind)
	}
	return nil
}

// keepDraft cuts a revision of a draft that somebody else wrote, so that saving
// over it loses nothing; where two write at once, and what one of them saves is in
// what the other does, that is one from time to time. It returns the draft as it is, if there is one, and the
// revision that the next is based on. It fails when the editor read a draft that
// is no longer there.
func (e *Edit) keepDraft(ctx context.Context, s Save) (draft cms.Draft, base cms.ID, err error) {
	draft, err = e.tx.LockDraft(ctx, s.Page)
	switch {
	case errors.Is(err, cms.ErrNotFound) && s.Version > 0:
		return draft, "", cms.Conflictf("the draft was released or thrown away in the meantime; your text was not stored")
	case err == nil && (s.Keep || draft.Editor != e.user.ID && !(s.Automatic && s.Merged)):
		_, err = e.cut(ctx, draft, overwritten)
	}
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return draft, "", err
	}
	latest, err := e.tx.LatestRevision(ctx, s.Page)
	return draft, latest.ID, ignoreNotFound(err)
}

const keepEvery = 10 * time.Minute // revisions of what is saved automatically

// keepOwnDraft cuts a revision of what somebody saved automatically before they
// save more of it, when the newest is not from lately, so that a long session
// can be looked back into. What is in a revision already makes none. It reports
// whether there is one now.
func (e *Edit) keepOwnDraft(ctx context.Context, page cms.Page, d cms.Draft) (kept bool, err error) {
	latest, err := e.tx.LatestRevision(ctx, d.Page)
	if ignoreNotFound(err) != nil {
		return false, err
	}
	if since := orAt(latest.CreatedAt, page.CreatedAt); time.Since(since) < keepEvery {
		return false, nil
	}
	_, err = e.cut(ctx, d, automatic)
	return err == nil, err
}

// cause is why a revision is cut, when it is not for what is done with it next.
type cause string

const (
	asked       cause = ""
	overwritten cause = "overwritten" // somebody else goes on
	automatic   cause = "automatic"   // its writer goes on
	restoring   cause = "restoring"   // what was before is restored
)

// cut makes a revision of a draft, unless the newest one already says the same.
func (e *Edit) cut(ctx context.Context, d cms.Draft, why cause) (cms.Revision, error) {
	latest, err := e.tx.LatestRevision(ctx, d.Page)
	if err == nil && e.same(latest, d) {
		return latest, nil
	}
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return cms.Revision{}, err
	}
	page, err := e.tx.Page(ctx, d.Page)
	if err != nil {
		return cms.Revision{}, err
	}
	with, err := e.mergedInto(ctx, d)
	if err != nil {
		return cms.Revision{}, err
	}
	return e.insertRevision(ctx, cms.Revision{
		Page: d.Page, Kind: page.Kind, Body: d.Body, ChangeNotes: d.ChangeNotes, CreatedBy: d.Editor,
	}, why, with...)
}

// same reports whether the revision holds what the draft holds. Stored JSON
// has lost its own spelling, so it is spelt again.
func (e *Edit) same(r cms.Revision, d cms.Draft) bool {
	if len(r.ChangeNotes) != len(d.ChangeNotes) {
		return false
	}
	for i, note := range r.ChangeNotes {
		if note.Note != d.ChangeNotes[i].Note || !note.At.Equal(d.ChangeNotes[i].At) {
			return false
		}
	}
	one, err1 := e.respell(r.Kind, r.Body)
	other, err2 := e.respell(r.Kind, d.Body)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
}

func (e *Edit) respell(kind string, body []byte) ([]byte, error) {
	value, err := e.registry.Decode(kind, body)
	if err != nil {
		return nil, err
	}
	return e.registry.Encode(value)
}

// insertRevision stores a revision, which holds what others than its writer have
// written as well.
func (e *Edit) insertRevision(ctx context.Context, r cms.Revision, why cause, others ...cms.ID) (cms.Revision, error) {
	r.ID, r.CreatedAt, r.Automatic = NewID(), time.Now(), why == automatic
	value, err := e.registry.Decode(r.Kind, r.Body)
	if err != nil {
		return cms.Revision{}, err
	}
	number, err := e.tx.InsertRevision(ctx, r, references(e.registry, value))
	if err != nil {
		return cms.Revision{}, err
	}
	r.Number = number
	detail := map[string]any{"number": number}
	if why != asked {
		detail["why"] = string(why)
	}
	if len(others) > 0 {
		detail["merged"] = others
	}
	return r, e.audit(ctx, "revise", r.Page, r.ID, "", detail)
}

// DeleteDraft throws the draft away that somebody has read; version 0:
// whichever there is. Revisions cut from it stay.
func (e *Edit) DeleteDraft(ctx context.Context, page cms.ID, version int) error {
	if _, err := e.may(ctx, cms.ActionDeleteDraft, page); err != nil {
		return err
	}
	draft, err := e.tx.LockDraft(ctx, page)
	if errors.Is(err, cms.ErrNotFound) {
		return cms.Conflictf("this page has no draft")
	}
	if err != nil {
		return err
	}
	if version != 0 {
		if err := sameVersion(draft, version); err != nil {
			return err
		}
	}
	if _, err := e.tx.DeleteDraft(ctx, page); err != nil {
		return err
	}
	if timeline, err := e.timeline(ctx, page); err != nil {
		return err
	} else if len(timeline) > 0 {
		e.retitleReleased(page, timeline[len(timeline)-1].Card.Title)
	}
	return e.audit(ctx, "delete-draft", page, "", "", nil)
}
