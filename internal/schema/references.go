package schema

import (
	"reflect"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Reference is one mention of a page.
type Reference struct {
	Page  cms.ID
	Field string // path of the field that mentions it
}

// References returns every mention of a page: references, links, and links
// within rich text.
func (r *Registry) References(v any) []Reference {
	var references []Reference
	r.Walk(v, func(path string, f *Field, value reflect.Value) {
		for _, page := range pagesOf(f, value) {
			if page != "" {
				references = append(references, Reference{Page: cms.ID(page), Field: path})
			}
		}
	})
	return references
}

func pagesOf(f *Field, value reflect.Value) []cms.Ref {
	switch f.Type {
	case TypeRef:
		return []cms.Ref{value.Interface().(cms.Ref)}
	case TypeRefs:
		return value.Interface().([]cms.Ref)
	}
	var pages []cms.Ref
	for _, link := range linksOf(f, value) {
		pages = append(pages, link.Page)
	}
	return pages
}

// PartsNamed returns the pages of which v links to a part.
func (r *Registry) PartsNamed(v any) []cms.ID {
	var pages []cms.ID
	r.Walk(v, func(_ string, f *Field, value reflect.Value) {
		for _, link := range linksOf(f, value) {
			if link.Fragment != "" {
				pages = addOnce(pages, cms.ID(link.Page))
			}
		}
	})
	return pages
}

func linksOf(f *Field, value reflect.Value) []cms.Link {
	switch f.Type {
	case TypeLink:
		return []cms.Link{value.Interface().(cms.Link)}
	case TypeRichText:
		return value.Interface().(richtext.Doc).Links()
	}
	return nil
}

// Assets returns the files that v uses, each once, in order.
func (r *Registry) Assets(v any) []cms.ID {
	var assets []cms.ID
	r.Walk(v, func(_ string, f *Field, value reflect.Value) {
		switch f.Type {
		case TypeImage:
			assets = addOnce(assets, value.Interface().(cms.Image).Asset)
		case TypeFile:
			assets = addOnce(assets, value.Interface().(cms.File).Asset)
		}
	})
	return assets
}

// Terms returns the terms that v carries or asks for, each once, in order.
func (r *Registry) Terms(v any) []cms.ID {
	var terms []cms.ID
	r.Walk(v, func(_ string, f *Field, value reflect.Value) {
		if f.Type != TypeTerms {
			return
		}
		for _, term := range value.Interface().([]cms.TermRef) {
			terms = addOnce(terms, cms.ID(term))
		}
	})
	return terms
}

func addOnce(ids []cms.ID, id cms.ID) []cms.ID {
	if id == "" || slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

// DeclaredList is the lists that one struct of a page shows.
type DeclaredList struct {
	Owner   any // pointer to the struct: the page's own or a block's
	Queries []cms.ListQuery
}

// Lists returns the lists that v and its blocks show at that instant.
func (r *Registry) Lists(v any, at time.Time) []DeclaredList {
	var lists []DeclaredList
	r.WalkStructs(v, func(_ string, pointer any) {
		lister, ok := pointer.(Lister)
		if !ok {
			return
		}
		if queries := lister.Lists(at); len(queries) > 0 {
			lists = append(lists, DeclaredList{Owner: pointer, Queries: queries})
		}
	})
	return lists
}

// ChangesAt returns the first instant after at when v or one of its blocks
// renders differently by itself; zero: never.
func (r *Registry) ChangesAt(v any, at time.Time) time.Time {
	var first time.Time
	r.WalkStructs(v, func(_ string, pointer any) {
		changer, ok := pointer.(Changer)
		if !ok {
			return
		}
		if next := changer.ChangesAt(at); next.After(at) && (first.IsZero() || next.Before(first)) {
			first = next
		}
	})
	return first
}
