package admin

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// planned reads the planned release that the address names.
func (a *Admin) planned(r *request) (*publishPage, *pages.Planned, error) {
	p, err := a.publishing(r)
	if err != nil {
		return nil, nil, err
	}
	id := cms.ID(r.param("release"))
	i := slices.IndexFunc(p.overview.Planned, func(s publishing.Standing) bool { return s.ID == id })
	if i < 0 {
		return nil, nil, cms.ErrNotFound
	}
	if !p.MayRelease {
		return nil, nil, cms.Forbiddenf("only a publisher may change what is planned")
	}
	s := p.overview.Planned[i]
	view := &pages.Planned{
		Row: p.Row, Crumbs: pages.PageCrumbs(p.above), Release: p.Planned[i], Back: p.Base(), Base: p.Base() + "/planned/" + string(id),
		From: a.whenOf("from", s.LiveFrom), Until: a.whenOf("until", s.EndsAt),
		Instead: "Readers go on getting what they get before that time. ",
	}
	if i == 0 && p.Live == nil {
		view.Instead = "Readers get nothing then, as they do now. "
	}
	if s.Outcome == cms.OutcomePage {
		view.Instead += "Its text becomes the draft again, unless there is another one."
	}
	return p, view, nil
}

func (a *Admin) showPlanned(w http.ResponseWriter, r *request) error {
	_, view, err := a.planned(r)
	if err != nil {
		return err
	}
	return a.showPlannedPage(w, r, http.StatusOK, view)
}

func (a *Admin) showPlannedPage(w http.ResponseWriter, r *request, status int, view *pages.Planned) error {
	view.From.Label = "Date and time"
	view.Until.Label, view.Until.Hint = "Until (optional)", "When readers shall no longer get it."
	v := a.view(r, view.Row.Name()+": change what is planned")
	v.Crumbs = view.Crumbs
	return a.show(w, r, status, pages.PlannedPage(v, view))
}

// changePlanned moves what is planned to another time.
func (a *Admin) changePlanned(w http.ResponseWriter, r *request) error {
	_, view, err := a.planned(r)
	if err != nil {
		return err
	}
	var from, until time.Time
	var problem *cms.Problem
	tell := func(w *pages.When, problem cms.Problem) {
		problem.Field, problem.Message, w.Problem = w.Name, sentence(problem.Message), sentence(problem.Message)
		view.Problems = append(view.Problems, problem)
	}
	if from, view.From, problem = a.wallTime(r, "from"); problem != nil {
		tell(&view.From, *problem)
	} else if from.IsZero() {
		tell(&view.From, cms.Problem{Message: "Enter the date and the time"})
	}
	if until, view.Until, problem = a.wallTime(r, "until"); problem != nil {
		tell(&view.Until, *problem)
	}
	if len(view.Problems) > 0 {
		return a.showPlannedPage(w, r, http.StatusUnprocessableEntity, view)
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		_, err := e.Reschedule(r.Context(), view.Release.ID, from, until)
		return err
	})
	var invalid *cms.Invalid
	switch {
	case errors.As(err, &invalid):
		for _, one := range invalid.Problems {
			if one.Field == "live_until" {
				tell(&view.Until, one)
			} else {
				tell(&view.From, one)
			}
		}
		return a.showPlannedPage(w, r, http.StatusUnprocessableEntity, view)
	case errors.Is(err, cms.ErrConflict):
		view.Problems = []cms.Problem{{Message: sentence(err.Error())}}
		return a.showPlannedPage(w, r, http.StatusConflict, view)
	case err != nil:
		return err
	}
	return redirect(w, r, view.Back, "moved")
}

// cancelPlanned takes back what is planned.
func (a *Admin) cancelPlanned(w http.ResponseWriter, r *request) error {
	_, view, err := a.planned(r)
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.Cancel(r.Context(), view.Release.ID) })
	if errors.Is(err, cms.ErrConflict) {
		view.Problems = []cms.Problem{{Message: sentence(err.Error())}}
		return a.showPlannedPage(w, r, http.StatusConflict, view)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, view.Back, "cancelled")
}
