package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/web"
	pages "lectern/templates/admin"
)

// Previewed is what visitors would get at an address.
type Previewed struct {
	publishing.Seen
	Status   int
	HTML     []byte
	Location string // where to, when Status is a redirect
}

// showPreview shows a page of the site as visitors would get it, in a frame, at
// a width and as of an instant that can be chosen.
func (a *Admin) showPreview(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	p := &pages.Preview{Looked: true, Width: r.URL.Query().Get("width"), Live: r.URL.Query().Get("show") == "live"}
	if !slices.ContainsFunc(pages.PreviewWidths, func(w pages.PreviewWidth) bool { return w.Name == p.Width }) {
		p.Width = pages.PreviewWidths[len(pages.PreviewWidths)-1].Name
	}
	status := http.StatusOK
	at, when, problem := a.wallTime(r, "at")
	if when.Label = "As of"; problem != nil {
		status, when.Problem = http.StatusUnprocessableEntity, problem.Message
		p.Problems = []cms.Problem{*problem}
	}
	when.Hint = "Leave it empty for now."
	p.At = when
	var above []cms.PageRow
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		draft, err := e.Draft(r.Context(), id)
		if err != nil && !errors.Is(err, cms.ErrNotFound) {
			return err
		}
		p.Drafted = draft.Version > 0
		if p.Row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		if revision := r.URL.Query().Get("revision"); revision != "" && !p.Live {
			text, err := e.Text(r.Context(), id, revision)
			if err != nil {
				return err
			}
			if text.Revision != nil {
				p.Revision, p.RevisionID = text.Revision.Number, text.Revision.ID
			}
		}
		above, err = e.Above(r.Context(), id)
		return err
	})
	if err != nil {
		return err
	}
	look := publishing.Look{At: at, Live: p.Live}
	if instant, err := time.Parse(time.RFC3339Nano, r.URL.Query().Get("instant")); err == nil && at.IsZero() && problem == nil {
		look.At = instant // to the second, as when something was published
		p.At = a.whenOf("at", instant)
		p.At.Label, p.At.Hint = when.Label, when.Hint
	}
	look.Revision = p.RevisionID
	p.Frame = looked(frameOf(id, look, nil))
	v := a.view(r, p.Row.Name()+": preview")
	v.Crumbs, v.Wide = pages.PageCrumbs(above), true
	return a.show(w, r, status, pages.PreviewPage(v, p))
}

// frameOf is the address of a preview by itself. to is another page of the site
// that is looked at in it; nil: the page itself.
func frameOf(page cms.ID, look publishing.Look, to *url.URL) string {
	query := url.Values{}
	if !look.At.IsZero() {
		query.Set("at", look.At.UTC().Format(time.RFC3339Nano))
	}
	if look.Live {
		query.Set("show", "live")
	}
	if look.Revision != "" {
		query.Set("revision", string(look.Revision))
	}
	fragment := ""
	if to != nil {
		query.Set("path", to.Path)
		if to.RawQuery != "" {
			query.Set("query", to.RawQuery)
		}
		if to.Fragment != "" {
			fragment = "#" + to.EscapedFragment()
		}
	}
	address := "/admin/pages/" + string(page) + "/preview/frame"
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address + fragment
}

// looked has the preview at an address looked at for what keeps readers out. That
// takes so long that nobody should be typing meanwhile.
func looked(address string) string {
	path, fragment, _ := strings.Cut(address, "#")
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	return path + joint + "axe=yes" + fragment
}

// showPreviewFrame answers with what visitors would get, to be shown in a frame
// of ours only. Links in it lead on to what they would lead to then.
func (a *Admin) showPreviewFrame(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	nonce := web.InFrame(w.Header(), a.BaseURL)
	query := r.URL.Query()
	if away := query.Get("away"); away != "" {
		return a.previewNote(w, r, http.StatusOK, "This is not part of the preview", "The link leads to "+away+". A preview shows the pages of this website only.")
	}
	look := publishing.Look{Page: id, Live: query.Get("show") == "live", Revision: cms.ID(query.Get("revision"))}
	if text := query.Get("at"); text != "" {
		if look.At, err = time.Parse(time.RFC3339Nano, text); err != nil {
			return cms.ErrNotFound
		}
	}
	path := query.Get("path")
	if path != "" && !cms.ValidPath(path) {
		return a.previewNote(w, r, http.StatusNotFound, "There is no such page", "Nothing can be at "+path+".")
	}
	ask, err := url.ParseQuery(query.Get("query"))
	if err != nil {
		ask = nil
	}
	seen, err := a.Preview(r.Context(), r.User, look, path, ask)
	switch {
	case errors.Is(err, cms.ErrConflict), errors.Is(err, cms.ErrInvalid):
		return a.previewNote(w, r, web.StatusOf(err), "This cannot be shown", sentence(err.Error())+".")
	case err != nil:
		return err
	}
	if path == "" {
		path = orHome(seen.Path)
	}
	links := &relinker{
		site: a.BaseURL, path: path, own: ownAddress,
		frame: func(to *url.URL) string { return frameOf(look.Page, look, to) },
		away: func(to string) string {
			return "/admin/pages/" + string(look.Page) + "/preview/frame?" + url.Values{"away": {to}}.Encode()
		},
	}
	if query.Has("axe") {
		plain := links.frame
		links.frame = func(to *url.URL) string { return looked(plain(to)) }
		links.script = fmt.Sprintf(`<script type="module" src="%s" nonce="%s"></script>`, a.Assets.URL("axe.js"), nonce)
	}
	return a.sendPreview(w, r, links, seen)
}

// sendPreview sends what was seen, with links that lead on within the preview.
func (a *Admin) sendPreview(w http.ResponseWriter, r *request, links *relinker, seen Previewed) error {
	if seen.Location != "" {
		http.Redirect(w, r.Request, links.link(seen.Location), http.StatusSeeOther)
		return nil
	}
	return web.Respond(w, r.Request, seen.Status, web.HTML, links.page(seen.HTML))
}

// orHome is an address, or that of the home page, which shows what has none.
func orHome(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

// ownAddress reports whether the program itself answers at an address.
func ownAddress(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return cms.OwnName(first) || strings.Contains(first, ".")
}

// previewNote stands in the frame for what cannot be shown in it.
func (a *Admin) previewNote(w http.ResponseWriter, r *request, status int, title, text string) error {
	return a.show(w, r, status, pages.PreviewNote(a.view(r, title), text))
}
