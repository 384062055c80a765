package transfer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// head is what a document says besides the content.
type head struct {
	kind             string
	name             string // of a page without an address
	id               cms.ID
	idLine           int
	firstPublishedAt time.Time
	lastEditedAt     time.Time
	liveFrom         time.Time
	liveUntil        time.Time
	changeNotes      []cms.ChangeNote
	draft            bool
	announced        bool // the content is no more than may be known before the release
	outcome          cms.Outcome
	title            string // of an outcome that shows no content
	notice           string
	redirectTo       string
}

// headFields are the names of the head's fields, in the order they are written.
var headFields = []string{
	"kind", "name", "id", "first_published", "last_edited", "live_from", "live_until",
	"change_notes", "draft", "announced", "withdrawn", "gone", "redirect",
}

// headReader takes the head's fields out of a document, so that only the
// content is left in it.
type headReader struct {
	registry *schema.Registry
	problems *problems
	file     string
	node     *yaml.Node
	head     head
}

// strip takes the head's fields out of a document that has been read before.
func strip(node *yaml.Node) {
	for _, name := range headFields {
		take(node, name)
	}
}

func (r *headReader) read() (ok bool) {
	if r.node.Kind != yaml.MappingNode {
		r.problem(r.node, "", "holds fields and their values, such as title: …")
		return false
	}
	if value, _ := take(r.node, "kind"); value != nil {
		r.head.kind = value.Value
	}
	if value, _ := take(r.node, "name"); value != nil {
		r.head.name = value.Value
	}
	if value, _ := take(r.node, "id"); value != nil {
		r.head.id, r.head.idLine = cms.ID(value.Value), value.Line
		if !r.head.id.Valid() {
			r.problem(value, "id", "%q is not an id; leave the line out to have one made", value.Value)
		}
	}
	r.head.firstPublishedAt = r.instant("first_published")
	r.head.lastEditedAt = r.instant("last_edited")
	r.head.liveFrom = r.instant("live_from")
	r.head.liveUntil = r.instant("live_until")
	r.head.draft = r.bool("draft")
	r.changeNotes()
	r.outcome()
	r.contradictions()
	return true
}

func (r *headReader) bool(name string) bool {
	value, _ := take(r.node, name)
	if value == nil {
		return false
	}
	is, err := strconv.ParseBool(value.Value)
	if err != nil {
		r.problem(value, name, "%q is neither true nor false", value.Value)
	}
	return is
}

func (r *headReader) instant(name string) time.Time {
	value, _ := take(r.node, name)
	if value == nil {
		return time.Time{}
	}
	at, err := parseTime(value.Value, r.registry.Zone())
	if err != nil {
		r.problem(value, name, "%s", err)
	}
	return at
}

// parseTime reads an instant, or a day: then its first instant in the zone.
func parseTime(s string, zone *time.Location) (time.Time, error) {
	if day, err := cms.ParseDate(s); err == nil {
		return day.In(zone).UTC(), nil
	}
	return schema.ParseInstant(s, zone)
}

func (r *headReader) changeNotes() {
	list, _ := take(r.node, "change_notes")
	if list == nil {
		return
	}
	if list.Kind != yaml.SequenceNode {
		r.problem(list, "change_notes", "is a list of notes, each with at and note")
		return
	}
	for _, entry := range list.Content {
		var n struct{ At, Note string }
		if err := strictly(entry, &n); err != nil || n.Note == "" {
			r.problem(entry, "change_notes", "a change note has at and note, and nothing else")
			continue
		}
		at, err := parseTime(n.At, r.registry.Zone())
		if err != nil {
			r.problem(entry, "change_notes", "%s", err)
			continue
		}
		r.head.changeNotes = append(r.head.changeNotes, cms.ChangeNote{At: at, Note: n.Note})
	}
}

// outcome reads what the public gets, if it is not the page itself.
func (r *headReader) outcome() {
	r.head.outcome = cms.OutcomePage
	var said []string
	if r.head.draft {
		said = append(said, "draft")
	}
	if r.head.announced = r.bool("announced"); r.head.announced {
		r.head.outcome = cms.OutcomeAnnounced
		said = append(said, "announced")
	}
	for _, o := range []struct {
		name    string
		outcome cms.Outcome
		into    *string
	}{
		{"withdrawn", cms.OutcomeWithdrawn, &r.head.notice},
		{"gone", cms.OutcomeGone, &r.head.notice},
		{"redirect", cms.OutcomeRedirect, &r.head.redirectTo},
	} {
		value, _ := take(r.node, o.name)
		if value == nil {
			continue
		}
		if value.Kind != yaml.ScalarNode {
			r.problem(value, o.name, "is one text; see docs/content-files.md")
			continue
		}
		said = append(said, o.name)
		r.head.outcome, *o.into = o.outcome, noticeText(value)
	}
	if len(said) > 1 && !slices.Equal(said, []string{"announced", "withdrawn"}) {
		r.problem(r.node, said[1], "a state is a draft, announced, withdrawn, gone or a redirect, and only one of these; keep one")
	}
	if !r.head.outcome.Shows() {
		r.empty()
	}
}

// contradictions finds what the head says and would not come about.
func (r *headReader) contradictions() {
	h := r.head
	switch {
	case h.outcome == cms.OutcomeWithdrawn && strings.TrimSpace(h.notice) == "":
		r.problem(r.node, "withdrawn", "say why the page is withdrawn; readers will see it")
	case h.outcome == cms.OutcomeRedirect && !cms.ValidTarget(h.redirectTo):
		r.problem(r.node, "redirect", "%s", cms.BadTarget(h.redirectTo))
	case !h.outcome.Shows() && len(h.changeNotes) > 0:
		r.problem(r.node, "change_notes", "a page that is %s shows no change notes; take them away", h.outcome)
	}
	scheduled := !h.liveFrom.IsZero() || !h.liveUntil.IsZero()
	switch {
	case h.draft && scheduled:
		r.problem(r.node, "draft", "a draft is not public at any time; take live_from and live_until away, or take draft away")
	case !h.liveUntil.IsZero() && !h.liveUntil.After(h.liveFrom):
		r.problem(r.node, "live_until", "a release must end after it begins")
	}
}

// noticeText reads a notice; nothing written is an empty one.
func noticeText(value *yaml.Node) string {
	if value.Tag == "!!null" {
		return ""
	}
	return value.Value
}

// empty takes the title out of a document that shows nothing else.
func (r *headReader) empty() {
	if value, _ := take(r.node, "title"); value != nil {
		r.head.title = value.Value
	}
	if r.head.title == "" {
		r.problem(r.node, "title", "say what the page was called; add its title")
	}
	if len(r.node.Content) > 0 {
		r.problem(r.node.Content[0], r.node.Content[0].Value, "a page that is %s shows nothing but its title; take the other fields away", r.head.outcome)
	}
}

func (r *headReader) problem(node *yaml.Node, field, format string, args ...any) {
	r.problems.add(r.file, node.Line, field, format, args...)
}

// take removes a field from a mapping and returns its value and its key.
func take(node *yaml.Node, name string) (value, key *yaml.Node) {
	if node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			key, value = node.Content[i], node.Content[i+1]
			node.Content = slices.Delete(slices.Clone(node.Content), i, i+2)
			return value, key
		}
	}
	return nil, nil
}

// IsHeadField reports whether content files use a name for themselves. No kind
// may have a field called so.
func IsHeadField(name string) bool { return slices.Contains(headFields, name) }
