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

// setTopics makes the terms of what pages are about.
func (g *generator) setTopics(ctx context.Context, f *publishing.Filling) error {
	for n, name := range topicNames {
		t := cms.Term{ID: g.id(), Vocabulary: "topic", Slug: strings.ReplaceAll(name, " ", "-"), Name: name, Position: n}
		if err := f.SetTerm(ctx, t); err != nil {
			return err
		}
		g.topics = append(g.topics, t.ID)
	}
	g.filler.Terms["topic"] = g.topics
	g.filler.Terms[""] = slices.Clone(g.topics)
	return nil
}

// setTerms makes the terms of every other vocabulary: some with others below
// them, some with other names.
func (g *generator) setTerms(ctx context.Context, f *publishing.Filling) error {
	for _, vocabulary := range Vocabularies(g.registry) {
		if vocabulary == "topic" {
			continue
		}
		if err := g.setVocabulary(ctx, f, vocabulary); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) setVocabulary(ctx context.Context, f *publishing.Filling, name string) error {
	const top, below = 5, 3
	taken := map[string]bool{}
	set := func(position int, parent cms.ID) (cms.ID, error) {
		words := g.words(2)
		for taken[words] {
			words = g.words(2)
		}
		taken[words] = true
		t := cms.Term{ID: g.id(), Vocabulary: name, Slug: strings.ReplaceAll(words, " ", "-"), Name: capital(words), Parent: parent, Position: position}
		if g.chance(3) {
			t.Synonyms = []string{g.words(2), g.word()}
		}
		g.filler.Terms[name] = append(g.filler.Terms[name], t.ID)
		g.filler.Terms[""] = append(g.filler.Terms[""], t.ID)
		return t.ID, f.SetTerm(ctx, t)
	}
	var first cms.ID
	for n := range top {
		id, err := set(n, "")
		if err != nil {
			return err
		}
		if n == 0 {
			first = id
		}
	}
	for n := range below {
		if _, err := set(n, first); err != nil {
			return err
		}
	}
	return nil
}
