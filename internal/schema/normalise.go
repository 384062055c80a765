package schema

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Normalise gives v the one form that is stored: text in NFC without control
// characters and without blanks at its edges, one-line fields on one line,
// verbatim and rich text as richtext normalises them, instants in UTC, references and terms once
// each, and an ID for every block that has none.
func (r *Registry) Normalise(v any) {
	r.Walk(v, func(_ string, f *Field, value reflect.Value) { normaliseField(f, value) })
	r.giveBlockIDs(v)
}

func normaliseField(f *Field, value reflect.Value) {
	switch f.Type {
	case TypeText, TypeChoice:
		value.SetString(richtext.NormaliseLine(value.String()))
	case TypeLongText:
		value.SetString(richtext.NormaliseLines(value.String()))
	case TypeVerbatim:
		value.SetString(richtext.NormaliseVerbatim(value.String()))
	case TypeGroups, TypeBlocks:
		if value.Len() == 0 {
			value.SetZero()
		}
	}
	switch p := value.Addr().Interface().(type) {
	case *richtext.Doc:
		*p = p.Normalise()
	case *time.Time:
		if !p.IsZero() {
			*p = p.UTC().Round(0)
		}
	case *[]cms.Ref:
		*p = unique(*p)
	case *[]cms.TermRef:
		*p = unique(*p)
	case *[]string:
		*p = unique(*p)
	case *cms.Link:
		normaliseLink(p)
	case *cms.Image:
		p.Alt = richtext.NormaliseLine(p.Alt)
		p.Caption = richtext.NormaliseLine(p.Caption)
	case *cms.File:
		p.Title = richtext.NormaliseLine(p.Title)
	}
}

func normaliseLink(l *cms.Link) {
	l.Text = richtext.NormaliseLine(l.Text)
	l.URL = richtext.NormaliseHref(l.URL)
	l.Fragment = richtext.NormaliseHref(l.Fragment)
}

// unique keeps the first of each value and drops empty ones.
func unique[T ~string](values []T) []T {
	var kept []T
	for _, v := range values {
		if v != "" && !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// giveBlockIDs gives an ID to every block that has none. It depends only on the
// page's own blocks, so the same content file always gives the same IDs.
func (r *Registry) giveBlockIDs(v any) {
	taken := map[string]bool{}
	r.eachBlock(v, func(_ string, _ *Field, b *cms.Block) { taken[b.ID] = true })
	ordinal := map[string]int{}
	r.eachBlock(v, func(_ string, _ *Field, b *cms.Block) {
		n := ordinal[b.Type]
		ordinal[b.Type]++
		if b.ID != "" {
			return
		}
		b.ID = blockID(b.Type, n)
		for again := 1; taken[b.ID]; again++ {
			b.ID = blockID(fmt.Sprintf("%s again %d", b.Type, again), n)
		}
		taken[b.ID] = true
	})
}

// derivedIDs returns the IDs of v's blocks that Normalise would give them in a
// content file without IDs, which has no blocks whose type is not known.
func (r *Registry) derivedIDs(v any) map[string]bool {
	derived := map[string]bool{}
	ordinal := map[string]int{}
	r.eachBlock(v, func(_ string, _ *Field, b *cms.Block) {
		if _, _, known := r.openBlock(*b); !known {
			return
		}
		if b.ID == blockID(b.Type, ordinal[b.Type]) {
			derived[b.ID] = true
		}
		ordinal[b.Type]++
	})
	return derived
}

// blockID is the ID of the n-th block of its type in the page, from 0, unless
// it was given another.
func blockID(blockType string, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", blockType, n))
	return fmt.Sprintf("%x", sum[:4])
}
