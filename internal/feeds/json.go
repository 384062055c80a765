package feeds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	gorilla "github.com/gorilla/feeds"
)

// jsonDocument and jsonItem are the library's, with what it lacks or leaves
// out. Of fields with one name, encoding/json takes the outer one.
type jsonDocument struct {
	*gorilla.JSONFeed
	Rights *jsonRights `json:"_rights,omitempty"`
	Items  []jsonItem  `json:"items"`
}

// jsonRights is an extension: JSON Feed itself has no place for them.
type jsonRights struct {
	Text    string `json:"text,omitempty"`
	Licence string `json:"licence,omitempty"`
}

type jsonItem struct {
	*gorilla.JSONItem
	Language    string           `json:"language,omitempty"`
	ContentHTML string           `json:"content_html"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
}

type jsonAttachment struct {
	URL       string `json:"url"`
	MediaType string `json:"mime_type"`
	Size      int64  `json:"size_in_bytes"`
}

func (f Feed) json() ([]byte, error) {
	document := jsonDocument{
		JSONFeed: &gorilla.JSONFeed{
			Version:     "https://jsonfeed.org/version/1.1",
			UserComment: "This is a feed, by which programs follow what is new. To follow it, copy its address into a feed reader.",
			Title:       f.Title, Description: f.Description, Language: f.Language, Icon: f.Icon,
			HomePageUrl: f.Page,
		},
		Items: each(f.Items, Item.json),
	}
	if f.Publisher != "" {
		document.Authors = []*gorilla.JSONAuthor{{Name: f.Publisher, Url: f.PublisherURL}}
	}
	if f.Rights != "" || f.LicenceURL != "" {
		document.Rights = &jsonRights{f.Rights, f.LicenceURL}
	}
	for _, link := range f.links(JSON) {
		switch link.Rel {
		case "self":
			document.FeedUrl = link.Href
		case "next":
			document.NextUrl = link.Href
		case "hub":
			document.Hubs = []*gorilla.JSONHub{{Type: "WebSub", Url: link.Href}}
		}
	}
	return writeJSON(document)
}

// writeJSON leaves < and & in text as they are.
func writeJSON(document jsonDocument) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	return out.Bytes(), nil
}

func (i Item) json() jsonItem {
	item := jsonItem{
		JSONItem: &gorilla.JSONItem{
			Id: i.ID, Url: i.URL, Title: i.Title, Summary: i.Summary, Image: i.Image,
			PublishedDate: &i.Published, ModifiedDate: &i.Updated,
		},
		Language:    i.Language,
		ContentHTML: i.HTML,
	}
	for _, author := range i.Authors {
		item.Authors = append(item.Authors, &gorilla.JSONAuthor{Name: author.Name, Url: author.URL})
	}
	for _, category := range i.Categories { // that are told apart by their vocabularies elsewhere
		if tag := category.label(); !slices.Contains(item.Tags, tag) {
			item.Tags = append(item.Tags, tag)
		}
	}
	for _, file := range i.Enclosures {
		item.Attachments = append(item.Attachments, jsonAttachment{file.URL, file.MediaType, file.Length})
	}
	return item
}
