package transfer

import (
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// head is what a page's file says besides the content.
type head struct {
	kind             string
	id               cms.ID
	idLine           int
	firstPublishedAt time.Time
	lastEditedAt     time.Time
	liveFrom         time.Time
	liveUntil        time.Time
	changeNotes      []cms.ChangeNote
	draft            bool
}

// headReader takes the head's fields out of a document, so that only the
// content is left in it.
type headReader struct {
	registry *schema.Registry
	problems *problems
	document *document
}

func (r *headReader) read() (ok bool) {
	d := r.document
	if d.node.Kind != yaml.MappingNode {
		r.problem(d.node, "", "holds fields and their values, such as title: …")
		return false
	}
	if value, _ := take(d.node, "kind"); value != nil {
		d.head.kind = value.Value
	}
	if value, _ := take(d.node, "id"); value != nil {
		d.head.id, d.head.idLine = cms.ID(value.Value), value.Line
		if !d.head.id.Valid() {
			r.problem(value, "id", "%q is not an id; leave the line out to have one made", value.Value)
		}
	}
	d.head.firstPublishedAt = r.instant("first_published")
	d.head.lastEditedAt = r.instant("last_edited")
	d.head.liveFrom = r.instant("live_from")
	d.head.liveUntil = r.instant("live_until")
	if value, _ := take(d.node, "draft"); value != nil {
		draft, err := strconv.ParseBool(value.Value)
		if err != nil {
			r.problem(value, "draft", "%q is neither true nor false", value.Value)
		}
		d.head.draft = draft
	}
	r.changeNotes()
	return true
}

func (r *headReader) instant(name string) time.Time {
	value, _ := take(r.document.node, name)
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
	list, _ := take(r.document.node, "change_notes")
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
		r.document.head.changeNotes = append(r.document.head.changeNotes, cms.ChangeNote{At: at, Note: n.Note})
	}
}

func (r *headReader) problem(node *yaml.Node, field, format string, args ...any) {
	r.problems.add(r.document.file, node.Line, field, format, args...)
}
