package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
	"lectern/templates/ui"
)

const (
	branchSize = 100 // pages of a branch on one of ours
	foundSize  = 50  // pages that were found
)

// showPages shows the tree, a branch of it, or what was asked for.
func (a *Admin) showPages(w http.ResponseWriter, r *request) error {
	asked := r.URL.Query()
	below := cms.ID(asked.Get("below"))
	if below != "" && !below.Valid() {
		return cms.ErrNotFound
	}
	q, problems := a.pageQuery(asked)
	q.Below, q.User = below, r.User.ID
	var page shown
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		search, err := a.pageSearch(r, e, q, problems)
		if err != nil {
			return err
		}
		switch {
		case q.Narrows():
			page, err = a.foundPages(r, e, search)
		case below != "":
			page, err = a.branch(r, e, search)
		default:
			page, err = a.tree(r, e, search)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

// tree is the top of the tree: the home page and the pages below it.
func (a *Admin) tree(r *request, e *publishing.Edit, search pages.PageSearch) (shown, error) {
	b := pages.Branch{Search: search}
	tops, err := e.Tops(r.Context())
	if err != nil {
		return shown{}, err
	}
	if len(tops.Home) > 0 {
		b.Top = &tops.Home[0]
		if b.List, err = e.Children(r.Context(), b.Top.ID, paging(r, branchSize)); err != nil {
			return shown{}, err
		}
		b.Pages = paged(r, b.List.Total, branchSize)
	}
	b.Own = tops.Own
	return shown{http.StatusOK, pages.Tree(a.view(r, "Pages"), b)}, nil
}

// branch is a page and the pages below it.
func (a *Admin) branch(r *request, e *publishing.Edit, search pages.PageSearch) (shown, error) {
	v, row, err := a.pageView(r, e, search.Query.Below)
	if err != nil {
		return shown{}, err
	}
	b := pages.Branch{Top: &row, Search: search}
	b.List, err = e.Children(r.Context(), row.ID, paging(r, branchSize))
	b.Pages = paged(r, b.List.Total, branchSize)
	return shown{http.StatusOK, pages.BranchOf(v, b)}, err
}

// pageView begins a page of the admin about a page of the site.
func (a *Admin) pageView(r *request, e *publishing.Edit, page cms.ID) (*pages.View, cms.PageRow, error) {
	row, err := e.PageRow(r.Context(), page)
	if err != nil {
		return nil, row, err
	}
	above, err := e.Above(r.Context(), page)
	v := a.view(r, row.Name())
	v.Crumbs = pages.PageCrumbs(above)
	return v, row, err
}

func (a *Admin) foundPages(r *request, e *publishing.Edit, search pages.PageSearch) (shown, error) {
	q := search.Query
	q.Paging = paging(r, foundSize)
	list, err := e.FindPages(r.Context(), q)
	v := a.view(r, "Pages")
	v.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}}
	v.Title = "Search results"
	status := http.StatusOK
	if len(search.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return shown{status, pages.FoundPages(v, pages.Found{Search: search, List: list, Pages: paged(r, list.Total, foundSize)})}, err
}

// pageQuery reads what an address asks for. What is not known does not narrow.
func (a *Admin) pageQuery(asked url.Values) (q cms.PageQuery, problems []cms.Problem) {
	q = cms.PageQuery{Text: cms.SearchText(asked.Get("q")), Today: cms.DateOf(time.Now().In(a.Zone))}
	if kind, known := a.Registry.Kind(asked.Get("kind")); known && kind.Addressed {
		q.Kinds = []string{kind.Name}
	}
	if state := cms.PageFilter(asked.Get("state")); slices.ContainsFunc(pageStates, func(s stateName) bool { return s.state == state }) {
		q.State = state
	}
	if sort := cms.PageSort(asked.Get("sort")); slices.ContainsFunc(pageSorts, func(s sortName) bool { return s.sort == sort }) {
		q.Sort = sort
	}
	if owner := cms.ID(asked.Get("owner")); owner.Valid() {
		q.Owner = owner
	}
	if term := cms.ID(asked.Get("term")); term.Valid() {
		q.Term = term
	}
	if since := strings.TrimSpace(asked.Get("since")); since != "" {
		day, err := cms.ParseDate(since)
		if err != nil {
			problems = append(problems, cms.Problem{Field: "since", Message: "Changed since: " + err.Error()})
		} else {
			q.Since = day.In(a.Zone)
		}
	}
	return q, problems
}

type stateName struct {
	state cms.PageFilter
	text  string
}

var pageStates = []stateName{
	{cms.FindLive, "Live"}, {cms.FindChanged, "Live, with changes not published"}, {cms.FindDraft, "With a draft"}, {cms.FindMine, "With a draft of mine"},
	{cms.FindReview, "In review"}, {cms.FindApproved, "Approved"},
	{cms.FindScheduled, "Scheduled"}, {cms.FindWithdrawn, "Withdrawn"}, {cms.FindGone, "Gone or redirected"},
	{cms.FindExpired, "Expired"}, {cms.FindNever, "Never published"}, {cms.FindOverdue, "Overdue for review"},
}

type sortName struct {
	sort cms.PageSort
	text string
}

var pageSorts = []sortName{
	{cms.LastChanged, "Last changed first"}, {cms.LastMade, "Newest first"}, {cms.FromAToZ, "Title, A to Z"}, {cms.ByAddress, "Address"},
}

// pageSearch is the form that pages are searched by.
func (a *Admin) pageSearch(r *request, e *publishing.Edit, q cms.PageQuery, problems []cms.Problem) (s pages.PageSearch, err error) {
	asked := r.URL.Query()
	s = pages.PageSearch{Query: q, Text: strings.TrimSpace(asked.Get("q")), Since: asked.Get("since"), Problems: problems}
	if q.Below != "" {
		below, err := e.PageRow(r.Context(), q.Below)
		if err != nil {
			return s, err
		}
		s.Below = &below
	}
	people, err := e.Colleagues(r.Context())
	if err != nil {
		return s, err
	}
	terms, err := e.Terms(r.Context())
	if err != nil {
		return s, err
	}
	for _, kind := range a.Registry.Kinds() {
		if kind.Addressed {
			s.Kinds = append(s.Kinds, pages.Option{Value: kind.Name, Text: kind.Label, Chosen: slices.Contains(q.Kinds, kind.Name)})
		}
	}
	slices.SortFunc(s.Kinds, func(a, b pages.Option) int { return cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	for _, state := range pageStates {
		s.States = append(s.States, pages.Option{Value: string(state.state), Text: state.text, Chosen: state.state == q.State})
	}
	for _, sort := range pageSorts {
		s.Sorts = append(s.Sorts, pages.Option{Value: string(sort.sort), Text: sort.text, Chosen: sort.sort == q.Sort})
	}
	for _, person := range people {
		s.Owners = append(s.Owners, pages.Option{Value: string(person.ID), Text: person.Name, Chosen: person.ID == q.Owner})
	}
	s.Terms = termGroups(terms, q.Term)
	s.Chips = chips(r.URL, s)
	return s, nil
}

// termGroups puts terms together by their vocabulary.
func termGroups(terms []cms.Term, chosen cms.ID) []pages.Group {
	var groups []pages.Group
	for _, t := range terms {
		name := vocabularyLabel(t.Vocabulary)
		if len(groups) == 0 || groups[len(groups)-1].Name != name {
			groups = append(groups, pages.Group{Name: name})
		}
		last := &groups[len(groups)-1]
		last.Options = append(last.Options, pages.Option{Value: string(t.ID), Text: t.Name, Chosen: t.ID == chosen})
	}
	return groups
}

// chips are what a list is narrowed by, as its form says it.
func chips(at *url.URL, s pages.PageSearch) []pages.Chip {
	var list []pages.Chip
	add := func(param, text string) {
		without := at.Query()
		without.Del(param)
		without.Del("page")
		for name, values := range without {
			if len(values) == 1 && values[0] == "" {
				without.Del(name)
			}
		}
		list = append(list, pages.Chip{Text: text, Without: strings.TrimSuffix("/admin/pages?"+without.Encode(), "?")})
	}
	if s.Query.Text != "" {
		add("q", "“"+s.Text+"”")
	}
	options := func(param, name string, options []pages.Option) {
		for _, o := range options {
			if o.Chosen {
				add(param, name+": "+o.Text)
			}
		}
	}
	options("kind", "Kind", s.Kinds)
	options("state", "State", s.States)
	options("owner", "Owner", s.Owners)
	for _, group := range s.Terms {
		options("term", group.Name, group.Options)
	}
	if since := s.Query.Since; !since.IsZero() {
		add("since", "Changed since "+since.Format("2 January 2006"))
	}
	if s.Below != nil && s.Query.Narrows() {
		add("below", "Below "+s.Below.Name())
	}
	options("sort", "Order", s.Sorts)
	return list
}

// paging is the part of a list that an address asks for.
func paging(r *request, size int) cms.Paging {
	number, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || number < 1 || number > 1_000_000 {
		number = 1
	}
	return cms.Paging{Number: number, Size: size}
}

// paged leads to the other parts of a list.
func paged(r *request, total, size int) ui.Pages {
	p := paging(r, size)
	return ui.Pages{Number: p.Number, Last: p.Pages(total), Href: func(number int) string {
		to := *r.URL
		asked := to.Query()
		asked.Del("done")
		asked.Set("page", strconv.Itoa(number))
		if number == 1 {
			asked.Del("page")
		}
		return strings.TrimSuffix(to.Path+"?"+asked.Encode(), "?")
	}}
}
