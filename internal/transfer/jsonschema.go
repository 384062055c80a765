package transfer

import (
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// JSONSchema returns the JSON Schema, draft 2020-12, of the file that holds
// pages of a kind, for editors of text that complete and check what is written.
// Without a kind it is that of every file below pages, chosen by what the file
// says its kind is; search is what the search is told. It fails for a kind that
// is not declared.
func JSONSchema(registry *schema.Registry, kind string) (schema.Object, error) {
	w := &schemaWriter{registry: registry}
	file, err := w.file(kind)
	if err != nil {
		return nil, err
	}
	dialect := object("$schema", "https://json-schema.org/draft/2020-12/schema")
	return slices.Concat(dialect, file, object("$defs", w.defs)), nil
}

// schemaWriter collects the definitions of one schema.
type schemaWriter struct {
	registry *schema.Registry
	defs     schema.Object
}

func member(name string, value any) schema.Member { return schema.Member{Name: name, Value: value} }

// object is an object of one member.
func object(name string, value any) schema.Object { return schema.Object{member(name, value)} }

func refer(name string) schema.Object { return object("$ref", "#/$defs/"+name) }

// file is the schema of a whole file.
func (w *schemaWriter) file(kind string) (schema.Object, error) {
	switch kind {
	case "":
		return w.anyPage()
	case "search":
		return lexiconSchema(), nil
	}
	if err := w.define(kind); err != nil {
		return nil, err
	}
	if kind == "menu" { // menus share a file
		return schema.Object{member("title", "Menus"), member("type", "array"), member("items", refer("kind.menu"))}, nil
	}
	return refer("kind." + kind), nil
}

// anyPage leaves the rest to the kind that the file names.
func (w *schemaWriter) anyPage() (schema.Object, error) {
	var names, chosen []schema.Object
	for _, k := range w.registry.Kinds() {
		if !k.Addressed {
			continue
		}
		if err := w.define(k.Name); err != nil {
			return nil, err
		}
		names = append(names, schema.Object{member("const", k.Name), member("title", k.Label), member("description", k.Help)})
		chosen = append(chosen, schema.Object{
			member("if", schema.Object{member("properties", object("kind", object("const", k.Name))), member("required", []string{"kind"})}),
			member("then", refer("kind."+k.Name)),
		})
	}
	return schema.Object{
		member("title", "Page"),
		member("type", "object"),
		member("properties", object("kind", schema.Object{member("description", "Which kind of page it is."), member("oneOf", names)})),
		member("required", []string{"kind"}),
		member("allOf", chosen),
	}, nil
}

// define adds the schema of one document of a kind: what is public in full, a
// draft with what there is, and nothing but the head where nothing is shown.
func (w *schemaWriter) define(name string) error {
	whole, err := w.registry.JSONSchema(name, false)
	if err != nil {
		return err
	}
	draft, err := w.registry.JSONSchema(name, true)
	if err != nil {
		return err
	}
	kind, _ := w.registry.Kind(name)
	head, required := headSchema(kind.Kind)
	w.add("kind."+name, schema.Object{
		member("title", kind.Label),
		member("description", kind.Help+"."),
		member("if", object("anyOf", []schema.Object{object("required", []string{"gone"}), object("required", []string{"redirect"})})),
		member("then", refer("gone.kind."+name)),
		member("else", schema.Object{
			member("if", object("anyOf", []schema.Object{isTrue("draft"), isTrue("announced")})),
			member("then", refer("draft.kind."+name)),
			member("else", refer("whole.kind."+name)),
		}),
	})
	w.add("whole.kind."+name, schema.Closed(slices.Concat(head, whole.Properties), slices.Concat(required, whole.Required)))
	w.add("draft.kind."+name, schema.Closed(slices.Concat(head, draft.Properties), required))
	title := member("title", append(text("What the page was called."), member("minLength", 1)))
	w.add("gone.kind."+name, schema.Closed(append(slices.Clone(head), title), append(slices.Clone(required), "title")))
	for _, block := range slices.Concat(whole.Defs, draft.Defs) {
		w.add(block.Name, block.Value)
	}
	return nil
}

// isTrue holds for documents that say so.
func isTrue(name string) schema.Object {
	return schema.Object{member("properties", object(name, object("const", true))), member("required", []string{name})}
}

// add adds a definition once: kinds share their blocks.
func (w *schemaWriter) add(name string, value any) {
	if !slices.ContainsFunc(w.defs, func(m schema.Member) bool { return m.Name == name }) {
		w.defs = append(w.defs, member(name, value))
	}
}

const (
	idPattern   = `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`
	timePattern = `^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$`
	slugPattern = `^[a-z0-9]+(-[a-z0-9]+)*$`
)

// described is a schema with a sentence for the author of the file.
func described(description string, rest ...schema.Member) schema.Object {
	return append(object("description", description), rest...)
}

func text(description string) schema.Object { return described(description, member("type", "string")) }

func matching(description, pattern string) schema.Object {
	return append(text(description), member("pattern", pattern))
}

func boolean(description string) schema.Object {
	return described(description, member("type", "boolean"))
}

// headSchema describes what headReader reads, and what must be there. The place
// of site settings and menus says what they are.
func headSchema(kind cms.Kind) (head schema.Object, required []string) {
	const day = " A day, or a time such as 2024-03-05 09:30."
	head = schema.Object{member("kind", described("Which kind of page it is.", member("const", kind.Name)))}
	switch kind.Name {
	case "site":
		head = append(head, member("name", matching("Its name, if it is not site.", slugPattern)))
	case "menu":
		head = append(head, member("name", matching("Its name among the menus, for ever.", slugPattern)))
		required = []string{"name"}
	default:
		required = []string{"kind"}
	}
	return append(head,
		member("id", matching("Permanent. Left out, one is made from the address.", idPattern)),
		member("first_published", matching("When it was first public."+day, timePattern)),
		member("last_edited", matching("When it was last changed."+day, timePattern)),
		member("live_from", matching("From when it is public; without it, from now on."+day, timePattern)),
		member("live_until", matching("Until when it is public; without it, for good."+day, timePattern)),
		member("change_notes", changeNotesSchema(day)),
		member("draft", boolean("This is the draft of the page, not public.")),
		member("announced", boolean("Only what may be known before the release is public.")),
		member("withdrawn", text("The page stays readable, with this notice above it.")),
		member("gone", text("There is no page here any more, and this says why. The content is left out.")),
		member("redirect", matching("Where readers are sent in place of this page. The content is left out.", `^(/|https://)`)),
	), required
}

func changeNotesSchema(day string) schema.Object {
	note := schema.Closed(schema.Object{
		member("at", matching("When the page was changed."+day, timePattern)),
		member("note", append(text("What has changed."), member("minLength", 1))),
	}, []string{"at", "note"})
	return described("What has changed, for readers.", member("type", "array"), member("items", note))
}
