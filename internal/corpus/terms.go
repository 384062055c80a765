package corpus

import (
	"context"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// Vocabularies returns those whose terms some field may hold, in the order in
// which fields name them.
func Vocabularies(registry *schema.Registry) []string {
	var names []string
	var read func(fields []schema.Field)
	read = func(fields []schema.Field) {
		for _, f := range fields {
			if f.Vocabulary != "" && !slices.Contains(names, f.Vocabulary) {
				names = append(names, f.Vocabulary)
			}
			read(f.Fields)
		}
	}
	for _, kind := range registry.Kinds() {
		read(kind.Fields)
	}
	for _, block := range registry.Blocks() {
		read(block.Fields)
	}
	return names
}

// setTopics makes the terms of what the pages of a small corpus are about.
func (g *generator) setTopics(ctx context.Context, f *publishing.Filling) error {
	for n, name := range topicNames {
		t := cms.Term{ID: g.id(), Vocabulary: "topic", Slug: strings.ReplaceAll(name, " ", "-"), Name: name, Position: n}
		if err := f.SetTerm(ctx, t); err != nil {
			return err
		}
		g.topics = append(g.topics, t.ID)
	}
	return nil
}
