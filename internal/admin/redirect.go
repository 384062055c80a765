package admin

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/sheet"
	"lectern/internal/web"
	pages "lectern/templates/admin"
)

const (
	redirectsURL    = "/admin/lists/redirects"
	redirectsAtOnce = 100
	usesFor         = 90 * 24 * time.Hour // how far back uses are counted
	importAtOnce    = 5000                // redirects
	targetsAtOnce   = 10                  // pages that a redirect may lead to
)

// showRedirects lists redirects.
func (a *Admin) showRedirects(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	q := cms.SignpostQuery{Text: cms.SearchText(query.Get("q")), Paging: paging(r, redirectsAtOnce)}
	list := pages.RedirectList{Text: q.Text}
	err := a.readSignposts(r, &q, &list)
	if err != nil {
		return err
	}
	if list.Try = strings.TrimSpace(query.Get("try")); list.Try != "" {
		if err := a.traceAddress(r, &list); err != nil {
			return err
		}
	}
	list.Pages = paged(r, list.Total, redirectsAtOnce)
	v := a.view(r, "Redirects")
	v.Crumbs = []pages.Link{listsCrumb}
	return a.show(w, r, http.StatusOK, pages.Redirects(v, list))
}

// traceAddress says where an address leads that was typed.
func (a *Admin) traceAddress(r *request, list *pages.RedirectList) error {
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		path := cms.PathOf(a.target(list.Try))
		if path == "" {
			return cms.Invalidf("try", "%q is no address of this site; paste it as it stands in your browser", list.Try)
		}
		trace, err := e.Trace(r.Context(), path)
		list.Trace = &trace
		return err
	})
	if problems, wrong := problemsOf(err); wrong {
		list.Trace, list.Problems = nil, problems
		return nil
	}
	return err
}

func (a *Admin) readSignposts(r *request, q *cms.SignpostQuery, list *pages.RedirectList) error {
	return a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		q.Since = e.At().Add(-usesFor)
		list.Rows, list.Total, err = e.Signposts(r.Context(), *q)
		return err
	})
}

// writeRedirects answers with all redirects as a table.
func (a *Admin) writeRedirects(w http.ResponseWriter, r *request) error {
	var list pages.RedirectList
	q := cms.SignpostQuery{Text: cms.SearchText(r.URL.Query().Get("q"))}
	if err := a.readSignposts(r, &q, &list); err != nil {
		return err
	}
	rows := [][]string{{"From", "To", "Page", "Made", "Uses in 90 days", "Last used"}}
	for _, s := range list.Rows {
		to, last := s.To, ""
		if s.Page != "" {
			to = s.Path
		}
		if !s.LastUsed.IsZero() {
			last = s.LastUsed.In(a.Zone).Format(time.DateOnly)
		}
		rows = append(rows, []string{s.From, to, s.Title, s.MadeAt.In(a.Zone).Format(time.DateOnly), strconv.Itoa(s.Uses), last})
	}
	return writeTable(w, r, "redirects.csv", rows)
}

// writeTable answers with a table to be kept as a file.
func writeTable(w http.ResponseWriter, r *request, name string, rows [][]string) error {
	var table bytes.Buffer
	table.WriteString("\ufeff") // or spreadsheets take it for another encoding
	if err := sheet.Write(&table, rows); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return web.Respond(w, r.Request, http.StatusOK, "text/csv; charset=utf-8", table.Bytes())
}

// showNewRedirect asks for a redirect. An address may name the old one, such as
// from a list of addresses that were not found.
func (a *Admin) showNewRedirect(w http.ResponseWriter, r *request) error {
	return a.redirectForm(w, r, pages.RedirectForm{From: r.URL.Query().Get("from")})
}

// addRedirect adds a redirect.
func (a *Admin) addRedirect(w http.ResponseWriter, r *request) error {
	return a.takeRedirect(w, r, pages.RedirectForm{}, func(e *publishing.Edit, to cms.Redirect) error {
		return e.AddRedirects(r.Context(), []cms.Redirect{to})
	}, "redirect-added")
}

// redirectFrom is the redirect from the address that the query names.
func (a *Admin) redirectFrom(r *request) (pages.RedirectForm, error) {
	f := pages.RedirectForm{Had: r.URL.Query().Get("from")}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		s, err := e.Signpost(r.Context(), f.Had)
		f.From, f.To, f.Page, f.Title, f.Path = s.From, s.To, s.Page, s.Title, s.Path
		return err
	})
	return f, err
}

// showRedirect shows a redirect to be changed.
func (a *Admin) showRedirect(w http.ResponseWriter, r *request) error {
	f, err := a.redirectFrom(r)
	if err != nil {
		return err
	}
	if f.Page != "" {
		f.To = f.Path
		if f.Path != "" {
			f.Page = "" // its address says the same
		}
	}
	return a.redirectForm(w, r, f)
}

// changeRedirect changes a redirect.
func (a *Admin) changeRedirect(w http.ResponseWriter, r *request) error {
	had, err := a.redirectFrom(r)
	if err != nil {
		return err
	}
	return a.takeRedirect(w, r, pages.RedirectForm{Had: had.Had}, func(e *publishing.Edit, to cms.Redirect) error {
		return e.ChangeRedirect(r.Context(), had.Had, to)
	}, "redirect-changed")
}

// takeRedirect reads what was typed of a redirect and stores it, or looks for
// pages that it may lead to.
func (a *Admin) takeRedirect(w http.ResponseWriter, r *request, f pages.RedirectForm, store func(*publishing.Edit, cms.Redirect) error, done string) error {
	f.From, f.To, f.Find = r.PostFormValue("from"), r.PostFormValue("to"), r.PostFormValue("find")
	f.Page = cms.ID(r.PostFormValue("page"))
	if r.PostFormValue("action") == "find" {
		f.Looked = true
		return a.redirectForm(w, r, f)
	}
	to := cms.Redirect{From: a.oldAddress(f.From), To: a.target(f.To)}
	if f.Page.Valid() {
		to.Page, to.To = f.Page, ""
	}
	if to.To == "" && to.Page == "" {
		f.Problems = []cms.Problem{{Field: "to", Message: "Say where it leads: find a page, or type an address"}}
		return a.redirectForm(w, r, f)
	}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return store(e, to) })
	if problems, wrong := problemsOf(err); wrong {
		f.Problems = problems
		return a.redirectForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, redirectsURL, done)
}

// oldAddress is the path of an address as it was typed or copied from a
// browser. What it is not, it stays: it is told then.
func (a *Admin) oldAddress(typed string) string {
	typed = a.target(typed)
	if strings.HasPrefix(typed, "/") && !strings.ContainsAny(typed, "?#") {
		return cms.PathOf(typed)
	}
	return typed
}

// target is an address as it was typed. One of this site is a path.
func (a *Admin) target(typed string) string {
	typed = strings.TrimSpace(typed)
	path, ours := strings.CutPrefix(typed, a.BaseURL)
	switch {
	case ours && path == "":
		return "/"
	case ours && strings.HasPrefix(path, "/"):
		return path
	}
	return typed
}

// redirectForm shows the form of a redirect with pages that it may lead to.
func (a *Admin) redirectForm(w http.ResponseWriter, r *request, f pages.RedirectForm) error {
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if _, err = e.SiteCounts(r.Context()); err != nil { // only for those who may change them
			return err
		}
		if f.Page.Valid() {
			if row, err := e.PageRow(r.Context(), f.Page); err == nil {
				f.Title = row.Name()
			}
		}
		if text := cms.SearchText(f.Find); f.Looked && text != "" {
			f.Found, f.More, err = e.PageChoices(r.Context(), cms.ChoiceQuery{Text: text, Paging: cms.Paging{Size: targetsAtOnce, Number: 1}})
		}
		return err
	})
	if err != nil {
		return err
	}
	title := "New redirect"
	if f.Had != "" {
		title = "Redirect from " + f.Had
	}
	v := a.view(r, title)
	v.Crumbs = redirectCrumbs()
	status := http.StatusOK
	if len(f.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.show(w, r, status, pages.EditRedirect(v, f))
}

func redirectCrumbs() []pages.Link {
	return []pages.Link{listsCrumb, {Text: "Redirects", Href: redirectsURL}}
}

// showDeleteRedirect asks whether a redirect is to be deleted.
func (a *Admin) showDeleteRedirect(w http.ResponseWriter, r *request) error {
	f, err := a.redirectFrom(r)
	if err != nil {
		return err
	}
	v := a.view(r, "Delete the redirect from "+f.Had)
	v.Crumbs = redirectCrumbs()
	return a.show(w, r, http.StatusOK, pages.Ask(v, pages.Asking{
		Says:   []string{"Readers who follow an old link or a bookmark to " + f.Had + " will find nothing there."},
		Action: redirectsURL + "/delete?from=" + url.QueryEscape(f.Had), Button: "Delete it", Back: redirectsURL,
	}))
}

// deleteRedirect deletes a redirect.
func (a *Admin) deleteRedirect(w http.ResponseWriter, r *request) error {
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		return e.DeleteRedirect(r.Context(), r.URL.Query().Get("from"))
	})
	if err != nil {
		return err
	}
	return redirect(w, r, redirectsURL, "redirect-deleted")
}

// showImportRedirects asks for many redirects.
func (a *Admin) showImportRedirects(w http.ResponseWriter, r *request) error {
	return a.importForm(w, r, pages.RedirectImport{})
}

func (a *Admin) importForm(w http.ResponseWriter, r *request, f pages.RedirectImport) error {
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		_, err := e.SiteCounts(r.Context()) // only for those who may change them
		return err
	})
	if err != nil {
		return err
	}
	v := a.view(r, "Add many redirects")
	v.Crumbs = redirectCrumbs()
	status := http.StatusOK
	if len(f.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.show(w, r, status, pages.ImportRedirects(v, f))
}

// importRedirects adds many redirects, or none if there is anything wrong with
// one.
func (a *Admin) importRedirects(w http.ResponseWriter, r *request) error {
	f := pages.RedirectImport{Lines: r.PostFormValue("lines")}
	list, lines, problems := a.readRedirects(f.Lines)
	problems, err := a.addAll(r, lines, problems, func(e *publishing.Edit) error { return e.AddRedirects(r.Context(), list) })
	if err != nil {
		return err
	}
	if len(problems) == 0 {
		return redirect(w, r, redirectsURL, "redirects-added")
	}
	f.Problems = problems
	return a.importForm(w, r, f)
}

// addAll adds what was typed on lines, or nothing if there is anything wrong with
// one. It returns all that is wrong, by the number of the line; problems are those
// that were found when the lines were read.
func (a *Admin) addAll(r *request, lines []int, problems []cms.Problem, add func(*publishing.Edit) error) ([]cms.Problem, error) {
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		err := add(e)
		if err == nil && len(problems) > 0 {
			return &cms.Invalid{} // the others are right, and wait
		}
		return err
	})
	found, wrong := problemsOf(err)
	if !wrong && err != nil {
		return nil, err
	}
	for _, p := range found {
		if p.Line > 0 {
			p.Line = lines[p.Line-1]
		}
		problems = append(problems, p)
	}
	return problems, nil
}

// readRedirects reads redirects, one a line, with the number of the line of
// each.
func (a *Admin) readRedirects(text string) (list []cms.Redirect, lines []int, problems []cms.Problem) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		from, to, parted := cutLine(line)
		switch {
		case from == "" && to == "":
			continue
		case !parted || from == "" || to == "":
			problems = append(problems, cms.Problem{Line: number, Message: "A line holds the old address, a comma, and where it leads"})
		case len(list) == importAtOnce:
			return nil, nil, []cms.Problem{{Message: fmt.Sprintf("There are more than %d lines; add them in several parts", importAtOnce)}}
		default:
			list = append(list, cms.Redirect{From: a.oldAddress(from), To: a.target(to)})
			lines = append(lines, number)
		}
	}
	if number == 0 || len(list) == 0 && len(problems) == 0 {
		problems = []cms.Problem{{Message: "Type or paste at least one line"}}
	}
	return list, lines, problems
}

// cutLine parts a line at its first comma, or at the tab that a spreadsheet
// puts between cells.
func cutLine(line string) (from, to string, parted bool) {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	at := strings.IndexAny(line, ",\t")
	if at < 0 {
		return line, "", false
	}
	unquote := func(text string) string { return strings.Trim(strings.TrimSpace(text), `"`) }
	return unquote(line[:at]), unquote(line[at+1:]), true
}
