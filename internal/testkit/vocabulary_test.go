package testkit_test

import (
	"strings"
	"testing"

	"lectern/internal/testkit"
)

// TestVocabularyFindsWhatIsWrong tells it one wrong thing at a time.
func TestVocabularyFindsWhatIsWrong(t *testing.T) {
	vocabulary := testkit.SchemaOrg(t)
	for thing, want := range map[string]string{
		`{"@type":"Person","name":"Ann"}`: "",
		`{"@type":["Dataset","Report"],"name":"A","distribution":[{"@type":"DataDownload","contentUrl":"https://a.example/b"}]}`:                            "",
		`{"@type":"Event","startDate":"2026-03-05T12:00:00Z","organizer":{"@id":"https://a.example/#o"},"eventStatus":"https://schema.org/EventCancelled"}`: "",
		`{"@type":"WebSite","potentialAction":{"@type":"SearchAction","query-input":"required name=q"}}`:                                                    "",
		`{"@type":"ImageObject","width":"12 px"}`: "",
		`{"name":"Ann"}`:                   "no type",
		`{"@type":"Persona","name":"Ann"}`: "no type Persona",
		`{"@type":"UserComments","name":"replaced by InteractionCounter"}`:    "no type UserComments",
		`{"@type":"Person","nom":"Ann"}`:                                      "no property nom",
		`{"@type":"Event","attendees":"replaced by attendee"}`:                "no property attendees",
		`{"@type":"Person","datePublished":"2026-03-05"}`:                     "Person has no property datePublished",
		`{"@type":"Article","datePublished":"5 March 2026"}`:                  "Article.datePublished is 5 March 2026",
		`{"@type":"Article","publisher":"Ann"}`:                               "Article.publisher is Ann",
		`{"@type":"Article","publisher":{"@type":"Place","name":"Leeds"}}`:    "Article.publisher is a Place",
		`{"@type":"Article","author":{"@type":"Person","birthDate":"never"}}`: "Person.birthDate is never",
		`{"@type":"Article","headline":{"@id":"https://a.example"}}`:          "headline is a thing",
		`{"@type":"Dataset","isAccessibleForFree":"yes"}`:                     "isAccessibleForFree is yes",
		`{"@type":"Event","eventStatus":"https://schema.org/Monday"}`:         "eventStatus is https://schema.org/Monday",
		`{"@type":"Article","url":"/a"}`:                                      "url is /a",
		`{"@type":"ImageObject","width":12}`:                                  "width is 12",
		`{"@type":"Article","headline":""}`:                                   "headline is ",
	} {
		got := strings.Join(vocabulary.Problems([]byte(`{"@context":"https://schema.org","@graph":[`+thing+`]}`)), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: it finds %q, want %q", thing, got, want)
		}
	}
	for _, document := range []string{"", "{}", `{"@context":"https://schema.org","@graph":[]}`, `{"@context":"https://example.org","@graph":[{"@type":"Person"}]}`} {
		if vocabulary.Problems([]byte(document)) == nil {
			t.Errorf("it finds nothing wrong with %q", document)
		}
	}
}

func TestVocabularyKnowsWhatSearchEnginesWant(t *testing.T) {
	vocabulary := testkit.SchemaOrg(t)
	for thing, want := range map[string]string{
		`{"@type":"Place"}`: "",
		`{"@type":"Organization","name":"A","url":"u","logo":"l"}`:                                                              "",
		`{"@type":"Organization","name":"","url":"u","logo":"l"}`:                                                               "name of Organization",
		`{"@type":"BreadcrumbList","itemListElement":[{"name":"A","position":1,"item":{"@id":"u"}},{"name":"B","position":2}]}`: "itemListElement.item.@id of BreadcrumbList",
		`{"@type":["Report","Dataset"],"name":"A","creator":{"@id":"u"},"license":"l","description":"Short."}`:                  "a description of a Dataset",
	} {
		got := strings.Join(vocabulary.Wanting([]byte(`{"@graph":[`+thing+`]}`)), "; ")
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s: it misses %q, want %q", thing, got, want)
		}
	}
}
