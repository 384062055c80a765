package schema

import (
	"reflect"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// SearchText is the text that a page is found by, from what counts most to
// what counts least.
type SearchText struct {
	Title   string
	Summary string
	Body    string
}

// SearchText returns the words of v that a reader sees.
func (r *Registry) SearchText(v any) SearchText {
	parts := map[Weight][]string{}
	hidden := "" // path of the field that is being left out with all it holds
	r.Walk(v, func(path string, f *Field, value reflect.Value) {
		if hidden != "" && (strings.HasPrefix(path, hidden+".") || strings.HasPrefix(path, hidden+"[")) {
			return
		}
		hidden = ""
		if f.Search == WeightNone {
			hidden = path
			return
		}
		for _, words := range wordsOf(f, value) {
			if words != "" {
				parts[f.Search] = append(parts[f.Search], words)
			}
		}
	})
	return SearchText{
		Title:   strings.Join(parts[WeightTitle], "\n"),
		Summary: strings.Join(parts[WeightSummary], "\n"),
		Body:    strings.Join(parts[WeightBody], "\n"),
	}
}

func wordsOf(f *Field, value reflect.Value) []string {
	switch f.Type {
	case TypeText, TypeLongText, TypeVerbatim:
		return []string{value.String()}
	case TypeRichText:
		return []string{value.Interface().(richtext.Doc).Plain()}
	case TypeLink:
		return []string{value.Interface().(cms.Link).Text}
	case TypeImage:
		image := value.Interface().(cms.Image)
		return []string{image.Alt, image.Caption}
	case TypeFile:
		return []string{value.Interface().(cms.File).Title}
	}
	return nil
}
