package publishing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// CheckContentArgs is the job that looks at everything that is public with the
// content rules, unless that was done in the last days.
type CheckContentArgs struct {
	Asked bool `json:"asked"` // somebody wants it now
}

// Kind is the permanent name of the job.
func (CheckContentArgs) Kind() string { return "check_content" }

// CheckQueue is the queue of the looks at the content, of which there is one at a
// time: they may take long, and nothing else has to wait for them.
const CheckQueue = "check"

// InsertOpts are those of each such job: none is queued beside one that waits.
func (CheckContentArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: CheckQueue, MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// AskForContentCheck has everything that is public looked at as soon as may be.
func (e *Edit) AskForContentCheck(ctx context.Context) error {
	if err := e.configures(); err != nil {
		return err
	}
	if _, err := e.jobs.InsertTx(ctx, e.tx.Tx, CheckContentArgs{Asked: true}, nil); err != nil {
		return fmt.Errorf("publishing: queue a check of the content: %w", err)
	}
	return nil
}

// ErrChecking says that somebody else looks at the content already.
var ErrChecking = errors.New("publishing: the content is being looked at already")

// CheckContent asks the other websites that public pages link to, looks at
// everything that is public with the content rules, and keeps what they find. A
// website that was asked since an instant is not asked again. Without a web, other
// websites are left alone. There is one such look at a time: of a second one nothing
// comes but ErrChecking.
func (p *Publisher) CheckContent(ctx context.Context, web Web, since time.Time) error {
	alone, err := p.store.CheckAlone(ctx, func() error { return p.checkContent(ctx, web, since) })
	if err == nil && !alone {
		return ErrChecking
	}
	return err
}

func (p *Publisher) checkContent(ctx context.Context, web Web, since time.Time) (err error) {
	look := contentLook{pages: map[cms.ID]cms.PageProblem{}}
	err = p.Read(ctx, cms.System, func(e *Edit) error {
		look.report.BegunAt = e.at
		return nil
	})
	if err != nil {
		return err
	}
	if look.report.Web, err = p.followLinks(ctx, web, since); err != nil {
		return err
	}
	if err := p.Read(ctx, cms.System, func(e *Edit) error { return look.read(ctx, e) }); err != nil {
		return err
	}
	return p.Edit(ctx, cms.System, func(e *Edit) error { return e.tx.InsertContentReport(ctx, look.report, look.problems) })
}

// contentLook is a look at everything that is public.
type contentLook struct {
	report   cms.ContentReport
	problems []cms.PageProblem
	pages    map[cms.ID]cms.PageProblem // without a problem
}

func (l *contentLook) read(ctx context.Context, e *Edit) error {
	problems, levels, err := e.CheckSite(ctx, SiteCheck{Discreet: true, Name: func(p PageStates, s TimedState) string {
		if !s.LiveAt(e.at) || !s.Outcome.Shows() {
			return "" // not public, and so not for everybody
		}
		l.note(e, p, s)
		return string(p.ID)
	}})
	if err != nil {
		return err
	}
	for _, problem := range problems {
		if problem.File != "" {
			l.add(cms.ID(problem.File), problem, levels)
		}
	}
	l.report.Pages = len(l.pages)
	return nil
}

// note keeps what a page is called, and what its kind itself finds wanting.
func (l *contentLook) note(e *Edit, p PageStates, s TimedState) {
	if _, noted := l.pages[p.ID]; noted {
		return // every page comes by more than once
	}
	l.pages[p.ID] = cms.PageProblem{Page: p.ID, Title: s.Value.Card().Title, Path: p.Path}
	if s.Outcome != cms.OutcomePage {
		return // what is announced has little more than a title yet
	}
	for _, problem := range e.registry.Validate(s.Value) {
		l.add(p.ID, problem, nil)
	}
}

func (l *contentLook) add(page cms.ID, problem cms.Problem, levels check.Levels) {
	one := l.pages[page]
	one.Problem, one.Blocks = problem, levels.Of(problem.Rule) == check.Block
	l.problems = append(l.problems, one)
	if one.Blocks {
		l.report.Blocking++
	} else {
		l.report.Advice++
	}
}

// ContentReport is what the latest look at the content has found.
type ContentReport struct {
	Reports  []cms.ContentReport // this one and those before, the latest first; empty: there was none
	Rules    []cms.RuleCount
	Owners   []cms.OwnerCount
	Problems []cms.PageProblem // the part that was asked for
	Total    int               // in all

	Web    cms.WebCounts // of links to other websites; zero: the report is narrowed
	Unsure []cms.WebLink // some of which nobody knows whether they work, the oldest first
}

// unsureAtOnce is how many such links are told at most.
const unsureAtOnce = 50

// ContentReport returns what the latest look at the content has found. It is
// about nothing but what is public, and so for everybody who works here.
func (e *Edit) ContentReport(ctx context.Context, q cms.ContentQuery) (r ContentReport, err error) {
	if !cms.CanSomewhere(e.user, cms.ActionRead) {
		return r, cms.Forbiddenf("you may not read pages")
	}
	if q.Owner != "" && !q.Owner.Valid() {
		return r, cms.Invalidf("owner", "choose somebody from the list")
	}
	if r.Reports, err = e.tx.ContentReports(ctx); err != nil {
		return r, err
	}
	if r.Rules, err = e.tx.ContentRules(ctx); err != nil {
		return r, err
	}
	if r.Owners, err = e.tx.ContentOwners(ctx); err != nil {
		return r, err
	}
	if !q.Narrowed() {
		if r.Web, err = e.tx.CountWebLinks(ctx); err != nil {
			return r, err
		}
		if r.Unsure, err = e.tx.UnsureWebLinks(ctx, unsureAtOnce); err != nil {
			return r, err
		}
	}
	r.Problems, r.Total, err = e.tx.ContentProblems(ctx, q)
	return r, err
}

// PublicOf returns what readers get of the pages that some problems are of.
func (e *Edit) PublicOf(ctx context.Context, problems []cms.PageProblem) (map[cms.ID]schema.Kind, error) {
	var pages []cms.ID
	for _, p := range problems {
		if !slices.Contains(pages, p.Page) {
			pages = append(pages, p.Page)
		}
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	states, err := e.tx.States(ctx, pages, at)
	values := map[cms.ID]schema.Kind{}
	for page, list := range states {
		if value, live := e.shownAt(list, at); live {
			values[page] = value // what cannot be read is told by its path
		}
	}
	return values, err
}

// checkedOften is how long ago the last look at the content must be for the next
// to begin by itself: a week, less the hour by which it may have been late.
const checkedOften = 7*24*time.Hour - time.Hour

// ContentCheckIsDue reports whether the content was not looked at for a week.
func (e *Edit) ContentCheckIsDue(ctx context.Context) (bool, error) {
	reports, err := e.tx.ContentReports(ctx)
	if err != nil || len(reports) == 0 {
		return err == nil, err
	}
	at, err := e.now(ctx)
	return at.Sub(reports[0].BegunAt) > checkedOften, err
}
