package admin

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/web"
)

// The editor of text in the browser asks these to convert and to paste: what
// text is, is known here and nowhere else. They answer with JSON and write
// nothing.

// convertText turns the tree of a text into its Markdown (from=json), or
// Markdown into the tree (from=markdown).
func (a *Admin) convertText(w http.ResponseWriter, r *request) error {
	text := r.FormValue("text")
	if r.FormValue("from") != "json" {
		doc, problems, err := a.readMarkdown(r, text)
		if err != nil {
			return err
		}
		return respondJSON(w, r, struct {
			Doc      richtext.Doc  `json:"doc"`
			Problems []textProblem `json:"problems,omitempty"`
		}{doc, problems})
	}
	var doc richtext.Doc
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return cms.Invalidf("text", "this is not the tree of a text")
	}
	doc = doc.Normalise()
	places, err := a.places(r, doc.Links())
	if err != nil {
		return err
	}
	return respondJSON(w, r, struct {
		Text string `json:"text"`
	}{doc.Markdown(places.Address)})
}

// textProblem is what is wrong in a line of Markdown.
type textProblem struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// readMarkdown reads twice: first to find out which pages the text links to.
func (a *Admin) readMarkdown(r *request, text string) (richtext.Doc, []textProblem, error) {
	draft, _ := richtext.ParseMarkdown(text, nil)
	places, err := a.places(r, draft.Links())
	if err != nil {
		return nil, nil, err
	}
	doc, found := richtext.ParseMarkdown(text, places.Link)
	var problems []textProblem
	for _, p := range found {
		problems = append(problems, textProblem{p.Line, p.Message})
	}
	return doc, problems, nil
}

// pasteText turns HTML from the clipboard, which is the body of the request,
// into the tree of a text, and tells what did not fit.
func (a *Admin) pasteText(w http.ResponseWriter, r *request) error {
	source, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	html := string(source)
	draft, _ := richtext.FromHTML(html, func(href string) (cms.Link, error) { return cms.Link{URL: a.ownPath(href)}, nil })
	places, err := a.places(r, draft.Links())
	if err != nil {
		return err
	}
	doc, lost := richtext.FromHTML(html, func(href string) (cms.Link, error) {
		link, err := places.Link(a.ownPath(href))
		if err != nil && strings.HasPrefix(href, a.BaseURL) { // not a page, but there it is
			return cms.Link{URL: href}, nil
		}
		return link, err
	})
	return respondJSON(w, r, struct {
		Doc  richtext.Doc `json:"doc"`
		Lost []string     `json:"lost,omitempty"`
	}{doc, lost})
}

// linkedPage is what the editor of text tells of a page that text links to.
type linkedPage struct {
	ID    cms.ID `json:"id"`
	Title string `json:"title"`
	Path  string `json:"path"`
	Live  bool   `json:"live"`
}

// linkedPages tells of the pages that text links to.
func (a *Admin) linkedPages(w http.ResponseWriter, r *request) error {
	var links []cms.Link
	for _, id := range r.URL.Query()["id"] {
		links = append(links, cms.Link{Page: cms.Ref(id)})
	}
	places, err := a.places(r, links)
	if err != nil {
		return err
	}
	answer := []linkedPage{}
	for _, p := range places {
		answer = append(answer, linkedPage{p.Page, p.Title, p.Path, p.Live})
	}
	return respondJSON(w, r, answer)
}

// ownPath is the path of an address on this site, and any other address as it
// is.
func (a *Admin) ownPath(href string) string {
	if path, own := strings.CutPrefix(href, a.BaseURL); own && (path == "" || path[0] == '/' || path[0] == '#') {
		return "/" + strings.TrimPrefix(path, "/")
	}
	return href
}

// places finds out where the pages are that text links to.
func (a *Admin) places(r *request, links []cms.Link) (places cms.Places, err error) {
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		places, err = e.Places(r.Context(), links)
		return err
	})
	return places, err
}

// respondJSON answers a script of ours.
func respondJSON(w http.ResponseWriter, r *request, answer any) error {
	return respondJSONAs(w, r, http.StatusOK, answer)
}

func respondJSONAs(w http.ResponseWriter, r *request, status int, answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return web.Respond(w, r.Request, status, "application/json", body)
}
