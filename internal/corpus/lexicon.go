package corpus

import (
	"context"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// setSynonyms tells the search what the series of the mass are short for, as
// whoever runs such a site does. Letters that it has been told already stay as
// they are.
func (g *generator) setSynonyms(ctx context.Context, e *publishing.Edit) error {
	known, err := e.Synonyms(ctx)
	if err != nil {
		return err
	}
	var groups []cms.Synonyms
	for _, s := range subjects {
		for _, series := range s.series {
			title, short, is := strings.Cut(series, "=")
			if is && !slices.ContainsFunc(known, func(o cms.Synonyms) bool { return holds(o.Words, short) || holds(o.Words, title) }) {
				groups = append(groups, cms.Synonyms{ID: g.id(), Words: []string{short, title}})
			}
		}
	}
	return e.SetSynonyms(ctx, groups...)
}

func holds(words []string, word string) bool {
	return slices.ContainsFunc(words, func(o string) bool { return strings.EqualFold(o, word) })
}
