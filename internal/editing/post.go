package editing

import (
	"net/url"

	"lectern/internal/schema"
)

// Post returns what a browser without JavaScript sends for the form.
func (f *Form) Post() url.Values {
	post := url.Values{}
	for field := range f.All() {
		field.post(post)
	}
	return post
}

func (f *Field) post(post url.Values) {
	switch f.Type {
	case schema.TypeGroup:
	case schema.TypeBool:
		if f.On {
			post.Set(f.Name, "yes")
		}
	case schema.TypeRef, schema.TypeRefs, schema.TypeTerms, schema.TypeKinds:
		for _, id := range f.IDs {
			post.Add(f.Name, id)
		}
	case schema.TypeLink:
		post.Set(f.Name+".text", f.Link.Text)
		post.Set(f.Name+".page", string(f.Link.Page))
		post.Set(f.Name+".fragment", f.Link.Fragment)
		post.Set(f.Name+".url", f.Link.URL)
	case schema.TypeImage:
		post.Set(f.Name+".asset", string(f.Image.Asset))
		post.Set(f.Name+".alt", f.Image.Alt)
		post.Set(f.Name+".caption", f.Image.Caption)
		if f.Image.Decorative {
			post.Set(f.Name+".decorative", "yes")
		}
	case schema.TypeFile:
		post.Set(f.Name+".asset", string(f.File.Asset))
		post.Set(f.Name+".title", f.File.Title)
	case schema.TypeGroups, schema.TypeBlocks:
		for _, entry := range f.Entries {
			entry.post(f, post)
		}
	default:
		post.Set(f.Name, f.Text)
	}
}

func (e *Entry) post(list *Field, post url.Values) {
	post.Add(list.Name, e.Key)
	if e.Type == "" {
		return
	}
	post.Set(e.Name+":type", e.Type)
	if e.Block == nil {
		post.Set(e.Name+":raw", e.Raw)
	}
}
