package admin

import (
	"net/http"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

const (
	reportURL    = "/admin/report"
	reportAtOnce = 50     // problems
	mostInTable  = 50_000 // problems
)

func init() {
	done["content-check"] = "All that is public is being looked at, with the other websites that it links to, unless they were asked in the last 20 hours. The report is new when that is done: on a small site in a minute or two, on a large one in an hour or so."
}

// contentQuery is what the address asks the report for.
func contentQuery(r *request) cms.ContentQuery {
	query := r.URL.Query()
	return cms.ContentQuery{Rule: query.Get("rule"), Owner: cms.ID(query.Get("owner")), Text: query.Get("q")}
}

// showContentReport shows what the rules found in all that is public.
func (a *Admin) showContentReport(w http.ResponseWriter, r *request) error {
	q := contentQuery(r)
	q.Paging = paging(r, reportAtOnce)
	var report publishing.ContentReport
	var public map[cms.ID]schema.Kind
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if report, err = e.ContentReport(r.Context(), q); err != nil {
			return err
		}
		public, err = e.PublicOf(r.Context(), report.Problems)
		return err
	})
	if err != nil {
		return err
	}
	parts := paged(r, report.Total, reportAtOnce)
	if q.Number > parts.Last { // what stood there is mended
		return redirect(w, r, parts.Href(parts.Last), "")
	}
	p := pages.ContentReport{
		Reports: report.Reports, Owners: report.Owners, Total: report.Total, Asked: q,
		Pages: parts, MayCheck: cms.Can(r.User, cms.ActionConfigure, nil),
		Web: report.Web, Unsure: report.Unsure,
	}
	for _, rule := range report.Rules {
		p.Rules = append(p.Rules, pages.RuleFound{RuleCount: rule, Label: ruleLabel(rule.Rule)})
	}
	for _, problem := range report.Problems {
		p.Problems = append(p.Problems, a.foundProblem(problem, public[problem.Page]))
	}
	v := a.view(r, "Content report")
	v.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}}
	return a.show(w, r, http.StatusOK, pages.ContentReportPage(v, p))
}

// foundProblem says in words where a problem of what readers get is.
func (a *Admin) foundProblem(p cms.PageProblem, public schema.Kind) pages.FoundProblem {
	found := pages.FoundProblem{PageProblem: p, Label: ruleLabel(p.Rule), Where: p.Field, Href: "/admin/pages/" + string(p.Page) + "?checks=1"}
	if public == nil {
		return found
	}
	form := a.editor().Of(public)
	form.Tell(true, []cms.Problem{p.Problem})
	for _, told := range form.Told() {
		found.Where = told.Label
		if told.Name != "" {
			found.Href = editAt(p.Page, told.Name)
		}
	}
	return found
}

// ruleLabel is what a rule is called for editors.
func ruleLabel(name string) string {
	if rule, known := check.RuleAbout(name); known {
		return rule.Label
	}
	return "What a kind of page asks for"
}

// writeContentReport answers with the report as a table.
func (a *Admin) writeContentReport(w http.ResponseWriter, r *request) error {
	q := contentQuery(r)
	q.Paging = cms.Paging{Number: 1, Size: mostInTable}
	var report publishing.ContentReport
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		report, err = e.ContentReport(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	if report.Total > mostInTable {
		return cms.Invalidf("", "these are %d problems, and a table holds %d; choose a check or a person first", report.Total, mostInTable)
	}
	rows := [][]string{{"Page", "Address", "Looked after by", "Check", "Level", "Field", "Problem"}}
	for _, p := range report.Problems {
		level := string(check.Advise)
		if p.Blocks {
			level = string(check.Block)
		}
		rows = append(rows, []string{p.Title, p.Path, p.Owner.Name, ruleLabel(p.Rule), level, p.Field, p.Message})
	}
	return writeTable(w, r, "content-report.csv", rows)
}

// checkContent has all that is public looked at now.
func (a *Admin) checkContent(w http.ResponseWriter, r *request) error {
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.AskForContentCheck(r.Context()) })
	if err != nil {
		return err
	}
	return redirect(w, r, reportURL, "content-check")
}
