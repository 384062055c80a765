package check

import (
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

var nameTaken = Rule{
	Name: "name-taken", Label: "Name that another page has", Level: Block,
	Help: "Readers could not tell which of the two an address means",
	find: func(p *page) []cms.Problem {
		own, has := p.registry.NameOf(p.value)
		if !has || p.world.Named == nil {
			return nil
		}
		if !slices.ContainsFunc(p.world.Named(own.Name), func(id cms.ID) bool { return id != p.world.Self }) {
			return nil
		}
		return []cms.Problem{problem(own.Field, "another %s is called %q already; choose another name", p.label(own.Kind), own.Text)}
	},
}

// NameTaken returns what the rule of that name finds in the value of a page.
func NameTaken(registry *schema.Registry, value schema.Kind, world World) []cms.Problem {
	return nameTaken.find(&page{registry: registry, value: value, world: world})
}

var nameMissing = Rule{
	Name: "name-missing", Label: "Name that no page has", Level: Advise,
	Help: "It is left out until a page of that name is public",
	find: func(p *page) (problems []cms.Problem) {
		if p.world.Named == nil {
			return nil
		}
		for _, m := range p.registry.NamesIn(p.value) {
			if len(p.world.Named(m.Name)) == 0 {
				problems = append(problems, problem(m.Field, "no %s is called %q; correct the name, or take it away", p.label(m.Kind), m.Text))
			}
		}
		return problems
	},
}

// label is a kind as it stands within a sentence.
func (p *page) label(kind string) string {
	k, _ := p.registry.Kind(kind)
	return strings.ToLower(k.Label)
}
