package testkit

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Vocabulary is schema.org, as its own definitions have it.
type Vocabulary struct {
	types      map[string][]string // the types right above each type
	properties map[string]*property
	members    map[string]string // values of enumerations, and of which
	replaced   map[string]string // words that are not used any more, and by which they were replaced
}

// property says which types have it, and what its values are.
type property struct{ domain, values []string }

const vocabularyNamespace = "http://schema.org/"

// SchemaOrg reads the definitions, which npm brings.
func SchemaOrg(t testing.TB) *Vocabulary {
	t.Helper()
	file, err := os.Open(filepath.Join(Root(t), "static", "node_modules", "@vocabulary", "schema", "schema.nq"))
	if err != nil {
		t.Fatalf("%v: make generated brings the definitions of schema.org", err)
	}
	defer file.Close()
	v := &Vocabulary{map[string][]string{}, map[string]*property{}, map[string]string{}, map[string]string{}}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if words := strings.Fields(lines.Text()); len(words) >= 3 {
			v.learn(term(words[0]), words[1], words[2])
		}
	}
	if lines.Err() != nil || len(v.types) < 700 || len(v.properties) < 1300 {
		t.Fatalf("the definitions of schema.org cannot be read: %d types, %d properties, %v", len(v.types), len(v.properties), lines.Err())
	}
	return v
}

// term is a word of the vocabulary without its namespace; empty: it is of
// another one.
func term(iri string) string {
	name, ours := strings.CutPrefix(strings.Trim(iri, "<>"), vocabularyNamespace)
	if !ours {
		return ""
	}
	return name
}

// learn takes in one statement.
func (v *Vocabulary) learn(subject, verb, object string) {
	if subject == "" {
		return
	}
	switch _, verb, _ = strings.Cut(strings.Trim(verb, "<>"), "//"); verb {
	case "www.w3.org/1999/02/22-rdf-syntax-ns#type":
		switch {
		case strings.HasSuffix(object, "rdf-schema#Class>"):
			v.types[subject] = append([]string{}, v.types[subject]...) // known, whether or not there is one above
		case term(object) != "" && term(object) != "DataType":
			v.members[subject] = term(object)
		}
	case "www.w3.org/2000/01/rdf-schema#subClassOf":
		if above := term(object); above != "" {
			v.types[subject] = append(v.types[subject], above)
		}
	case "schema.org/domainIncludes":
		v.of(subject).domain = append(v.of(subject).domain, term(object))
	case "schema.org/rangeIncludes":
		v.of(subject).values = append(v.of(subject).values, term(object))
	case "schema.org/supersededBy":
		v.replaced[subject] = term(object)
	}
}

func (v *Vocabulary) of(name string) *property {
	if v.properties[name] == nil {
		v.properties[name] = &property{}
	}
	return v.properties[name]
}

// is reports whether a type is one of others, or below one.
func (v *Vocabulary) is(kind string, others []string) bool {
	return slices.Contains(others, kind) || slices.ContainsFunc(v.types[kind], func(above string) bool { return v.is(above, others) })
}

// Problems tells what the vocabulary does not know or allow in a document of
// JSON-LD.
func (v *Vocabulary) Problems(document []byte) []string {
	var whole struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(document, &whole); err != nil {
		return []string{err.Error()}
	}
	if whole.Context != "https://schema.org" || len(whole.Graph) == 0 {
		return []string{"this is no graph of schema.org"}
	}
	var problems []string
	for _, node := range whole.Graph {
		problems = append(problems, v.node(node)...)
	}
	return problems
}

// node tells what is wrong with a thing and all that is in it.
func (v *Vocabulary) node(node map[string]any) (problems []string) {
	kinds := list(node["@type"])
	if len(kinds) == 0 {
		return []string{fmt.Sprintf("%v has no type", node)}
	}
	for _, kind := range kinds {
		if _, known := v.types[fmt.Sprint(kind)]; !known || v.replaced[fmt.Sprint(kind)] != "" {
			problems = append(problems, fmt.Sprintf("there is no type %v, or no longer", kind))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(node)) {
		if strings.HasPrefix(name, "@") {
			continue
		}
		said := strings.TrimSuffix(name, "-input") // an action says so what it asks for
		p := v.properties[said]
		if p == nil || v.replaced[said] != "" {
			problems = append(problems, fmt.Sprintf("there is no property %s, or no longer", name))
			continue
		}
		if !slices.ContainsFunc(kinds, func(kind any) bool { return v.is(fmt.Sprint(kind), p.domain) }) {
			problems = append(problems, fmt.Sprintf("%v has no property %s", node["@type"], name))
		}
		for _, value := range list(node[name]) {
			problems = append(problems, v.value(fmt.Sprint(node["@type"], ".", name), value, p.values)...)
		}
	}
	return problems
}

func list(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	default:
		return []any{value}
	}
}

// value tells why a value is none that a property may have.
func (v *Vocabulary) value(name string, value any, may []string) []string {
	fits := false
	switch value := value.(type) {
	case string:
		fits = v.text(value, may)
	case float64:
		fits = slices.ContainsFunc(may, func(kind string) bool { return v.is("Integer", []string{kind}) || kind == "Float" })
	case bool:
		fits = slices.Contains(may, "Boolean")
	case map[string]any:
		return v.thing(name, value, may)
	}
	if !fits {
		return []string{fmt.Sprintf("%s is %v, want one of %v", name, value, may)}
	}
	return nil
}

// text reports whether a text may stand for one of the kinds of value.
func (v *Vocabulary) text(text string, may []string) bool {
	return text != "" && slices.ContainsFunc(may, func(kind string) bool {
		switch kind {
		case "Text":
			return true
		case "URL":
			u, err := url.Parse(text)
			return err == nil && u.IsAbs()
		case "Date":
			_, err := time.Parse(time.DateOnly, text)
			return err == nil
		case "DateTime":
			_, err := time.Parse(time.RFC3339, text)
			return err == nil
		}
		member, ours := strings.CutPrefix(text, "https://schema.org/")
		return ours && v.members[member] != "" && v.is(v.members[member], []string{kind}) ||
			v.is(kind, []string{"Distance"}) && strings.HasSuffix(text, " px")
	})
}

// thing tells why a thing is none that a property may have. Of what is told
// elsewhere nothing is known but that it is a thing.
func (v *Vocabulary) thing(name string, thing map[string]any, may []string) []string {
	if _, named := thing["@id"]; named && len(thing) == 1 {
		if !slices.ContainsFunc(may, func(kind string) bool { return v.is(kind, []string{"Thing"}) }) {
			return []string{fmt.Sprintf("%s is a thing, want one of %v", name, may)}
		}
		return nil
	}
	problems := v.node(thing)
	if !slices.ContainsFunc(list(thing["@type"]), func(kind any) bool { return v.is(fmt.Sprint(kind), may) }) {
		problems = append(problems, fmt.Sprintf("%s is a %v, want one of %v", name, thing["@type"], may))
	}
	return problems
}

// wanted is what search engines want of a thing of a type before they show it in
// a way of its own, as Google's documentation has it.
var wanted = map[string][]string{
	"Article":        {"author", "datePublished", "headline", "image.url"},
	"BlogPosting":    {"author", "datePublished", "headline", "image.url"},
	"BreadcrumbList": {"itemListElement.item.@id", "itemListElement.name", "itemListElement.position"},
	"Dataset":        {"creator", "description", "license", "name"},
	"Event":          {"endDate", "location.@type", "name", "startDate"},
	"JobPosting":     {"datePosted", "description", "hiringOrganization", "jobLocation.address.addressCountry", "title", "validThrough"},
	"NewsArticle":    {"author", "datePublished", "headline", "image.url"},
	"Organization":   {"logo", "name", "url"},
	"ProfilePage":    {"mainEntity.name"},
	"WebSite":        {"name", "potentialAction.query-input", "potentialAction.target.urlTemplate", "url"},
}

// Search engines want a description of data to have that many characters.
const (
	shortestDescription = 50
	longestDescription  = 5000
)

// Wanting tells what search engines miss in a document of JSON-LD.
func (v *Vocabulary) Wanting(document []byte) (missing []string) {
	var whole struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(document, &whole); err != nil {
		return []string{err.Error()}
	}
	for _, thing := range whole.Graph {
		for _, kind := range list(thing["@type"]) {
			for _, path := range wanted[fmt.Sprint(kind)] {
				if !has(thing, strings.Split(path, ".")) {
					missing = append(missing, fmt.Sprintf("%s of %v", path, kind))
				}
			}
			if n := len([]rune(fmt.Sprint(thing["description"]))); kind == "Dataset" && (n < shortestDescription || n > longestDescription) {
				missing = append(missing, fmt.Sprintf("a description of a Dataset that has %d to %d characters, and not %d", shortestDescription, longestDescription, n))
			}
		}
	}
	return missing
}

// has reports whether there is something at a path; where there is a list, in
// each of its entries.
func has(value any, path []string) bool {
	if all, several := value.([]any); several {
		return len(all) > 0 && !slices.ContainsFunc(all, func(one any) bool { return !has(one, path) })
	}
	if len(path) == 0 {
		return value != nil && value != ""
	}
	thing, _ := value.(map[string]any)
	return has(thing[path[0]], path[1:])
}
