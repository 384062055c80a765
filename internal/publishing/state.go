package publishing

import (
	"context"
	"fmt"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// State is what the public gets of a page, when it comes from outside the
// editors' drafts, such as from a content file.
type State struct {
	Outcome     cms.Outcome // empty: the page
	Announced   bool        // what is withdrawn was no more than an announcement
	Value       schema.Kind // of an outcome that shows content; of an announcement what the kind lets be known
	ChangeNotes []cms.ChangeNote
	Title       string // of an outcome that shows no content
	Notice      string // of a page that is withdrawn or gone
	RedirectTo  string
}

// ReleaseContent makes a state public. It cuts the revision; the draft stays.
func (e *Edit) ReleaseContent(ctx context.Context, page cms.ID, s State, plan Plan) (cms.Release, error) {
	line, err := e.may(ctx, cms.ActionRelease, page)
	if err != nil {
		return cms.Release{}, err
	}
	if s.Outcome == "" {
		s.Outcome = cms.OutcomePage
	}
	r := cms.Release{Outcome: s.Outcome, Notice: s.Notice, RedirectTo: s.RedirectTo}
	told, err := e.letGo(ctx, line, cms.Draft{}, plan) // what comes past the draft was reviewed by nobody
	if err != nil {
		return cms.Release{}, err
	}
	if !s.Outcome.Shows() {
		return e.placeEmpty(ctx, placing{actions[r.Outcome], line, nil, plan, told}, s.Title, r)
	}
	if err := ofKind(line[len(line)-1], s.Value); err != nil {
		return cms.Release{}, err
	}
	if r.Revision, err = e.cutState(ctx, page, s); err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, placing{actions[s.Outcome], line, s.Value, plan, told}, r)
}

// actions names what leads to an outcome, for the audit.
var actions = map[cms.Outcome]string{
	cms.OutcomePage: "release", cms.OutcomeAnnounced: "announce", cms.OutcomeWithdrawn: "withdraw",
	cms.OutcomeGone: "gone", cms.OutcomeRedirect: "redirect",
}

// cutState makes a revision of the content of a state. An announcement is no
// whole page, and must be no more than its kind lets be known.
func (e *Edit) cutState(ctx context.Context, page cms.ID, s State) (cms.ID, error) {
	announced := s.Outcome == cms.OutcomeAnnounced || s.Announced
	e.registry.Normalise(s.Value)
	if announced {
		if err := e.onlyAnnounced(s); err != nil {
			return "", err
		}
	} else if err := cms.InvalidUnlessNone(e.registry.Validate(s.Value)); err != nil {
		return "", err
	}
	body, err := e.registry.Encode(s.Value)
	if err != nil {
		return "", err
	}
	revision, err := e.insertRevision(ctx, cms.Revision{
		Page: page, Kind: s.Value.Kind().Name, Body: body, ChangeNotes: s.ChangeNotes, Redacted: announced, CreatedBy: e.user.ID,
	}, asked)
	return revision.ID, err
}

// onlyAnnounced fails when content holds more than may be known before the
// release of the page.
func (e *Edit) onlyAnnounced(s State) error {
	return cms.InvalidUnlessNone(NotAnnounceable(e.registry, s.Value, s.ChangeNotes))
}

// NotAnnounceable returns what keeps content from being announced: all that may
// not be known before the release of the page.
func NotAnnounceable(registry *schema.Registry, value schema.Kind, notes []cms.ChangeNote) []cms.Problem {
	redacter, can := value.(schema.Redacter)
	if !can {
		return []cms.Problem{{Field: "kind", Message: notAnnounceable}}
	}
	if value.Card().Title == "" {
		return []cms.Problem{{Field: "title", Message: "an announcement needs a title; fill it in"}}
	}
	var problems []cms.Problem
	if len(notes) > 0 {
		problems = append(problems, cms.Problem{
			Field: "change_notes", Message: "change notes are not to be known before the release; write them into the draft",
		})
	}
	for _, change := range registry.Compare(redacter.Redact(), value) {
		problems = append(problems, cms.Problem{
			Field: change.Path, Message: fmt.Sprintf("%s is not to be known before the release; take it away here, and write it into the draft", change.Label),
		})
	}
	return problems
}

const notAnnounceable = "a page of this kind cannot be announced before its release"

// placeEmpty writes a release that shows no content.
func (e *Edit) placeEmpty(ctx context.Context, p placing, title string, r cms.Release) (cms.Release, error) {
	if strings.TrimSpace(title) == "" {
		return r, cms.Invalidf("title", "say what the page was called; fill in the title")
	}
	if r.Outcome == cms.OutcomeRedirect && !cms.ValidTarget(r.RedirectTo) {
		return r, cms.Invalidf("redirect_to", "%s", cms.BadTarget(r.RedirectTo))
	}
	return e.placeCard(ctx, p, cms.Card{Title: title}, r)
}
