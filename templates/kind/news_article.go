package kind

import (
	"slices"

	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/ui"
)

var newsTypes = map[string]string{
	"news":          "News",
	"statement":     "Statement",
	"press-release": "Press release",
	"update":        "Update",
	"correction":    "Correction",
}

// newsType says what sort of news it is.
func newsType(stored string) string {
	if name, known := newsTypes[stored]; known {
		return name
	}
	return "News"
}

func notesWithText(all []kinds.EditorNote) []kinds.EditorNote {
	return slices.DeleteFunc(slices.Clone(all), func(n kinds.EditorNote) bool { return !ui.HasText(n.Text) })
}

// mediaContact is whom journalists may ask.
func mediaContact(p *kinds.NewsArticle) []ui.Fact {
	return []ui.Fact{
		ui.Said("Name", p.MediaContact.Name),
		ui.Reached("Telephone", p.MediaContact.Telephone, ui.Telephone),
		ui.Reached("Email", p.MediaContact.Email, ui.Email),
	}
}

var _ = describe(describeNews)

func describeNews(v *ui.View, p *kinds.NewsArticle) schemaorg.Thing {
	return article(v, "NewsArticle", p.Title, nil).With(outAt(v, p.PublishedAt)).With(schemaorg.Thing{
		"articleSection": newsType(p.Type), "creditText": p.Credit,
		"keywords": v.TermNames(slices.Concat(p.Theme, p.Topics)...), "mentions": peopleOf(v, p.People...),
	})
}
