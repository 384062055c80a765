package schema

import (
	"reflect"
	"slices"
	"strings"
)

// Facet is what readers narrow lists by, as the fields say that have it.
type Facet struct {
	Name    string // permanent: it is stored, and stands in addresses
	Label   string // such as Severity
	Options []Option
}

// Facets returns the facets of all kinds, from A to Z.
func (r *Registry) Facets() []Facet { return r.facets }

// Vocabularies returns the names of the vocabularies that fields of kinds hold
// terms of, from A to Z.
func (r *Registry) Vocabularies() []string {
	var names []string
	for _, k := range r.kinds {
		eachField(k.Fields, func(f Field) {
			if f.Vocabulary != "" && !slices.Contains(names, f.Vocabulary) {
				names = append(names, f.Vocabulary)
			}
		})
	}
	slices.Sort(names)
	return names
}

// FacetValues returns what v has of each facet, each value once, in order.
func (r *Registry) FacetValues(v any) map[string][]string {
	values := map[string][]string{}
	r.Walk(v, func(_ string, f *Field, value reflect.Value) {
		chosen := value
		switch {
		case f.Facet == "" || chosen.String() == "":
		case f.InForce:
			values[f.Facet] = []string{chosen.String()}
		case !slices.Contains(values[f.Facet], chosen.String()):
			values[f.Facet] = append(values[f.Facet], chosen.String())
		}
	})
	return values
}

// facet reads what readers narrow by the field as.
func (d *declarer) facet(where string, f *Field, tag string) {
	if tag == "" {
		return
	}
	name, last, _ := strings.Cut(tag, " ")
	d.checkName(where, name)
	if f.Type != TypeChoice || last != "" && last != "last" {
		d.errorf(where, "a facet is of a choice, and is written as its name, or as its name and last: %q", tag)
		return
	}
	f.Facet, f.InForce = name, last != ""
	for _, o := range f.Options {
		if !namePattern.MatchString("a" + o.Value) {
			d.errorf(where, "the value %q cannot stand in an address, as values of a facet do", o.Value)
		}
	}
}

// facets gathers the facets of all kinds. Fields that share one say the same of
// it.
func (d *declarer) facets() {
	for _, k := range d.registry.kinds {
		eachField(k.Fields, func(f Field) {
			if f.Facet == "" {
				return
			}
			i := slices.IndexFunc(d.registry.facets, func(o Facet) bool { return o.Name == f.Facet })
			switch {
			case i < 0:
				d.registry.facets = append(d.registry.facets, Facet{f.Facet, f.Label, f.Options})
			case d.registry.facets[i].Label != f.Label || !slices.Equal(d.registry.facets[i].Options, f.Options):
				d.errorf(k.structType.goType.String(), "another field of the facet %q has another label or other options", f.Facet)
			}
		})
	}
	slices.SortFunc(d.registry.facets, func(a, b Facet) int { return strings.Compare(a.Name, b.Name) })
}

// eachField visits fields and those of their groups.
func eachField(fields []Field, visit func(Field)) {
	for _, f := range fields {
		visit(f)
		eachField(f.Fields, visit)
	}
}
