package site

import (
	"cmp"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// facets are what the hub can be narrowed by, with the values that live pages
// have.
func (h *hub) facets() []ui.Facet {
	var list []ui.Facet
	for _, n := range h.Facets {
		switch {
		case n.Tree:
			list = append(list, h.tree(n)...)
		case len(n.Terms)+len(n.Branch) > 0:
			list = append(list, h.chosen(n)...)
		default:
			list = append(list, ui.Facet{Group: n.Group, Name: cmp.Or(n.Name, h.named.labels[cmp.Or(n.Of, n.Facet)]), Help: n.Help, Open: n.Open})
		}
	}
	return list
}

// chosen is a facet of the terms that an editor has chosen, or of those below
// one. Terms of another vocabulary, which address and index know by another
// name, are a facet of their own.
func (h *hub) chosen(n kinds.Narrowing) []ui.Facet {
	var places []place
	for _, term := range n.Terms {
		if at, known := h.named.places[cms.ID(term)]; known {
			places = append(places, at)
		}
	}
	for _, term := range n.Branch {
		if at, known := h.named.places[cms.ID(term)]; known {
			places = append(places, h.named.below(at)...)
		}
	}
	var list []ui.Facet
	for _, at := range places {
		i := slices.IndexFunc(list, func(f ui.Facet) bool { return f.Of == at.facet })
		if i < 0 {
			group := search.Group{Facet: n.Facet, Of: at.facet}
			if len(list) > 0 {
				group.Facet += "-" + at.facet
			}
			i, list = len(list), append(list, ui.Facet{Group: group, Name: n.Name, Help: n.Help, Open: n.Open})
		}
		list[i].Only = append(list[i].Only, at.slug)
	}
	return list
}

// tree is a facet for each term at the top of a vocabulary that others stand
// below, and one of the others at the top.
func (h *hub) tree(n kinds.Narrowing) []ui.Facet {
	var list []ui.Facet
	rest := ui.Facet{Group: n.Group, Name: "Category", Open: n.Open}
	taken := append(slices.Clone(kinds.CatalogueParams), string(n.Facet))
	for _, top := range h.named.below(place{facet: n.Facet}) {
		param := top.slug
		for slices.Contains(taken, param) { // a term may be called anything
			param = string(n.Facet) + "-" + param
		}
		taken = append(taken, param)
		f := ui.Facet{Group: search.Group{Facet: search.Facet(param), Of: n.Facet}, Name: h.named.Terms[n.Facet][top.slug].Name, Open: n.Open}
		for _, at := range h.named.below(top) {
			f.Only = append(f.Only, at.slug)
		}
		if f.Only == nil {
			rest.Only = append(rest.Only, top.slug)
		} else {
			list = append(list, f)
		}
	}
	if rest.Only != nil {
		list = append(list, rest)
	}
	return list
}

// below are the terms right below another one, or at the top of a vocabulary, in
// their order.
func (n *named) below(above place) []place {
	var list []place
	for slug, term := range n.Terms[above.facet] {
		if term.Above == above.slug {
			list = append(list, place{above.facet, slug})
		}
	}
	slices.SortFunc(list, func(a, b place) int {
		one, other := n.Terms[a.facet][a.slug], n.Terms[b.facet][b.slug]
		return cmp.Or(n.order[one.ID]-n.order[other.ID], strings.Compare(one.Name, other.Name), strings.Compare(a.slug, b.slug))
	})
	return list
}
