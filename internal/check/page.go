package check

import (
	"fmt"
	"reflect"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// page is the value of a page, laid out for the rules.
type page struct {
	registry *schema.Registry
	value    schema.Kind
	world    World

	places   []place // every field, in the order of the page
	structs  []placed
	order    map[string]int    // where in places a path stands
	texts    map[string]string // the lines of text by path
	headings map[string]schema.Heading
	anchors  map[string]int    // how many places have that identifier
	lists    map[string]bool   // paths of blocks that fill themselves with pages
	types    map[string]string // of blocks by their paths

	passages []passage // see prose

	web     []webLinkTo // see toWeb
	webRead bool
}

// place is one field of the page.
type place struct {
	path  string
	field *schema.Field
	value reflect.Value
}

// placed is the struct of the page's kind or of one of its blocks.
type placed struct {
	path  string // empty: the kind
	value any    // pointer to the struct
}

func read(registry *schema.Registry, value schema.Kind, world World) *page {
	p := &page{
		registry: registry, value: value, world: world, order: map[string]int{}, texts: map[string]string{},
		headings: map[string]schema.Heading{}, anchors: map[string]int{}, lists: map[string]bool{},
		types: map[string]string{},
	}
	registry.WalkStructs(value, p.declared)
	registry.Walk(value, func(path string, f *schema.Field, v reflect.Value) {
		p.order[path] = len(p.places)
		p.places = append(p.places, place{path, f, v})
		if f.Type == schema.TypeText {
			p.texts[path] = v.String()
		}
	})
	return p
}

// declared notes what a kind or a block says of itself.
func (p *page) declared(path string, v any) {
	p.structs = append(p.structs, placed{path, v})
	if b, is := v.(schema.Block); is {
		p.types[path] = b.Block().Name
	}
	if headed, is := v.(schema.Headed); is {
		for _, h := range headed.Headings() {
			p.headings[below(path, h.Field)] = h
			p.anchors[richtext.Anchor(h.Text)]++
		}
	}
	if anchored, is := v.(schema.Anchored); is {
		for _, name := range anchored.Anchors() {
			p.anchors[richtext.Anchor(name)]++
		}
	}
	if _, is := v.(schema.Lister); is && path != "" { // the page's own lists have headings of their own
		p.lists[path] = true
	}
}

// below is the path of a field within what stands at path.
func below(path, field string) string {
	if path == "" {
		return field
	}
	return path + "." + field
}

// above is the path of the kind, the block or the group that a field is in.
func above(path string) string {
	return path[:max(strings.LastIndexByte(path, '.'), 0)]
}

// problem says what is wrong in a field.
func problem(path, format string, args ...any) cms.Problem {
	return cms.Problem{Field: path, Message: fmt.Sprintf(format, args...)}
}

// sameWords is a text without what makes no difference to its reader.
func sameWords(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.Trim(s, " .,:;!?…›»→>"))), " ")
}
