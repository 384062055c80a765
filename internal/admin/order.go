package admin

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// mostOrdered is how many pages somebody can put in order by hand.
const mostOrdered = 500

// showOrder asks for the order of the pages below a page.
func (a *Admin) showOrder(w http.ResponseWriter, r *request) error {
	return a.order(w, r, http.StatusOK, nil, nil)
}

// place is where somebody wants a page to stand among others.
type place struct {
	child cms.ID
	typed string
}

// order shows the form. wanted is the order that is asked for, as it was typed;
// nil: the one that there is.
func (a *Admin) order(w http.ResponseWriter, r *request, status int, wanted []place, problems []cms.Problem) error {
	parent, err := r.page()
	if err != nil {
		return err
	}
	var page shown
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		v, row, err := a.pageView(r, e, parent)
		if err != nil {
			return err
		}
		if !row.May(cms.ActionSave) {
			return cms.Forbiddenf("you may not change the order of these pages")
		}
		list, err := e.Children(r.Context(), parent, cms.Paging{Size: mostOrdered})
		if err != nil {
			return err
		}
		if list.Total > mostOrdered {
			return cms.Conflictf("there are %d pages below this one, too many to put in order by hand; they are shown from A to Z", list.Total)
		}
		f := pages.OrderForm{Rows: list.Rows, Problems: problems}
		f.Ordered = slices.ContainsFunc(f.Rows, func(r cms.PageRow) bool { return r.Position > 0 })
		inOrder(&f, wanted)
		page = shown{status, pages.Order(v, row, f)}
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

// inOrder puts rows as they are wanted, and what is not named last.
func inOrder(f *pages.OrderForm, wanted []place) {
	at, typed := map[cms.ID]int{}, map[cms.ID]string{}
	for i, p := range wanted {
		at[p.child], typed[p.child] = i+1, p.typed
	}
	turn := func(r cms.PageRow) int {
		if n := at[r.ID]; n > 0 {
			return n
		}
		return len(wanted) + 1
	}
	slices.SortStableFunc(f.Rows, func(a, b cms.PageRow) int { return cmp.Compare(turn(a), turn(b)) })
	for i, row := range f.Rows {
		text, was := typed[row.ID]
		if !was || text == "" {
			text = strconv.Itoa(i + 1)
		}
		f.Places = append(f.Places, text)
	}
}

// saveOrder keeps an order, or moves a page up or down in the form.
func (a *Admin) saveOrder(w http.ResponseWriter, r *request) error {
	parent, err := r.page()
	if err != nil {
		return err
	}
	places, problems := readPlaces(r)
	if len(problems) > 0 {
		return a.order(w, r, http.StatusUnprocessableEntity, places, problems)
	}
	action, child, _ := strings.Cut(r.PostFormValue("action"), ":")
	if action == "up" || action == "down" {
		return a.order(w, r, http.StatusOK, nudged(places, cms.ID(child), action), nil)
	}
	var children []cms.ID
	if action != "alphabet" {
		for _, p := range places {
			children = append(children, p.child)
		}
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.Order(r.Context(), parent, children) })
	if err != nil {
		return err
	}
	http.Redirect(w, r.Request, "/admin/pages?below="+string(parent)+"&done=order-saved", http.StatusSeeOther)
	return nil
}

// readPlaces reads the places that were typed, and sorts the pages by them.
func readPlaces(r *request) (places []place, problems []cms.Problem) {
	_ = r.ParseForm()
	children, typed := r.PostForm["child"], r.PostForm["place"]
	numbers := map[cms.ID]int{}
	for i, child := range children[:min(len(children), len(typed), mostOrdered)] {
		p := place{cms.ID(child), strings.TrimSpace(typed[i])}
		n, err := strconv.Atoi(p.typed)
		if err != nil {
			problems = append(problems, cms.Problem{Field: "place-" + child, Message: strconv.Quote(p.typed) + " is not a place; write a number such as 3"})
		}
		if !p.child.Valid() {
			continue
		}
		numbers[p.child] = n
		places = append(places, p)
	}
	if len(problems) > 0 {
		return places, problems
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(numbers[a.child], numbers[b.child]) })
	for i := range places {
		places[i].typed = "" // numbered anew
	}
	return places, nil
}

// nudged moves one page by one place.
func nudged(places []place, child cms.ID, way string) []place {
	i := slices.IndexFunc(places, func(p place) bool { return p.child == child })
	j := i + 1
	if way == "up" {
		j = i - 1
	}
	if i >= 0 && j >= 0 && j < len(places) {
		places[i], places[j] = places[j], places[i]
	}
	return places
}
