// Package schemaorg writes what machines may know of a page in the words of
// schema.org, as JSON-LD. It knows how things are written, and not which there
// are: templates/kind says that for each kind of page.
package schemaorg

import (
	"encoding/json"
	"strconv"

	"lectern/internal/cms"
)

// Thing is something with a type: its properties by their names in the
// vocabulary. Values are texts, numbers, truths, things, and lists of these.
// What is empty is left out as it is written.
type Thing map[string]any

// Of returns a thing of a type with these properties.
func Of(kind string, properties Thing) Thing {
	thing := Thing{"@type": kind}
	for name, value := range properties {
		thing[name] = value
	}
	return thing
}

// Ref stands for a thing that is told of elsewhere under that identifier.
func Ref(id string) Thing { return Thing{"@id": id} }

// With returns the thing with more properties. One that it has already gets the
// new value.
func (t Thing) With(more Thing) Thing {
	whole := make(Thing, len(t)+len(more))
	for _, part := range []Thing{t, more} {
		for name, value := range part {
			whole[name] = value
		}
	}
	return whole
}

// Graph is all that is told of one page.
type Graph []Thing

// Says returns a text that the first thing says of itself, which is the page's
// own; empty: it does not.
func (g Graph) Says(property string) string {
	if len(g) == 0 {
		return ""
	}
	text, _ := g[0][property].(string)
	return text
}

// MarshalJSON writes the graph as one document, always in the same order, and
// without what is empty.
func (g Graph) MarshalJSON() ([]byte, error) {
	things, _ := lean(g)
	return json.Marshal(map[string]any{"@context": "https://schema.org", "@graph": things})
}

// lean returns a value without what is empty in it. It is false when nothing is
// left: of a thing its type alone says nothing.
func lean(value any) (any, bool) {
	switch value := value.(type) {
	case nil:
		return nil, false
	case string:
		return value, value != ""
	case Thing:
		return leanThing(value)
	case Graph:
		return leanList(value)
	case []Thing:
		return leanList(value)
	case []string:
		return leanList(value)
	default: // a number or a truth
		return value, true
	}
}

func leanThing(t Thing) (any, bool) {
	kept, says := make(map[string]any, len(t)), false
	for name, value := range t {
		if value, ok := lean(value); ok {
			kept[name] = value
			says = says || name != "@type"
		}
	}
	return kept, says
}

func leanList[T any](list []T) (any, bool) {
	kept := make([]any, 0, len(list))
	for _, value := range list {
		if value, ok := lean(value); ok {
			kept = append(kept, value)
		}
	}
	return kept, len(kept) > 0
}

// Period writes the days from one to another; empty without a first.
func Period(from, to cms.Date) string {
	switch {
	case from.IsZero():
		return ""
	case to.IsZero() || to == from:
		return from.String()
	default:
		return from.String() + "/" + to.String()
	}
}

// Picture is a picture at an address, with its size in pixels.
func Picture(url string, width, height int) Thing {
	if url == "" {
		return nil
	}
	return Of("ImageObject", Thing{"url": url, "width": pixels(width), "height": pixels(height)})
}

// pixels writes a length as the vocabulary has lengths: a number and its unit.
func pixels(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n) + " px"
}
