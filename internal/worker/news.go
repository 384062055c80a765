package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"lectern/internal/cms"
	"lectern/internal/mail"
	"lectern/internal/publishing"
)

// addNews adds what writes to people about pages. publishing says in which steps.
func addNews(workers *river.Workers, publisher *publishing.Publisher, post Post) {
	river.AddWorker(workers, &newsman{publisher: publisher})
	river.AddWorker(workers, &beginner{publisher: publisher})
	river.AddWorker(workers, &reminder{publisher: publisher, zone: post.Zone})
	river.AddWorker(workers, &poster{publisher: publisher, post: post})
}

// newsman finds out whom it concerns what was done.
type newsman struct {
	river.WorkerDefaults[publishing.NewsArgs]
	publisher *publishing.Publisher
}

func (n *newsman) Work(ctx context.Context, job *river.Job[publishing.NewsArgs]) error {
	return n.publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error { return e.TellNews(ctx, job.Args) })
}

// beginner finds out whom it concerns that something has begun.
type beginner struct {
	river.WorkerDefaults[publishing.BeginArgs]
	publisher *publishing.Publisher
}

func (b *beginner) Work(ctx context.Context, job *river.Job[publishing.BeginArgs]) error {
	early, err := b.publisher.TellBegin(ctx, job.Args)
	if err == nil && early { // by the clock of this machine it was time, by the database's it is not
		return river.JobSnooze(time.Second)
	}
	return err
}

// OverdueArgs is the job that reminds people of pages that are overdue for review.
type OverdueArgs struct{}

// Kind is the permanent name of the job.
func (OverdueArgs) Kind() string { return "overdue" }

type reminder struct {
	river.WorkerDefaults[OverdueArgs]
	publisher *publishing.Publisher
	zone      *time.Location
}

func (r *reminder) Work(ctx context.Context, _ *river.Job[OverdueArgs]) error {
	return r.publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		return e.TellOverdue(ctx, cms.DateOf(time.Now().In(r.zone)))
	})
}

// mondays are the mornings of Mondays: when a week's work begins.
type mondays struct{ zone *time.Location }

// Next returns the first seven o'clock of a Monday after an instant.
func (m mondays) Next(after time.Time) time.Time {
	local := after.In(m.zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), 7, 0, 0, 0, m.zone)
	for at.Weekday() != time.Monday || !at.After(after) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// poster writes a letter to one person, and sends it.
type poster struct {
	river.WorkerDefaults[publishing.PostArgs]
	publisher *publishing.Publisher
	post      Post
}

func (p *poster) Work(ctx context.Context, job *river.Job[publishing.PostArgs]) error {
	m, err := p.publisher.Mailing(ctx, job.Args)
	if errors.Is(err, cms.ErrNotFound) {
		return nil // there is nothing to tell them
	}
	if err != nil {
		return err
	}
	write, known := sorts[m.Sort]
	if !known {
		return river.JobCancel(fmt.Errorf("worker: there is no sort of letter called %q", m.Sort))
	}
	var pages []mail.Page
	for i := range m.Items {
		pages = append(pages, p.page(m.Sort, &m.Items[i]))
	}
	return p.post.Sender.Send(ctx, write(mail.Reader{Email: m.To.Email, Name: m.To.Name, Origin: p.post.Origin}, pages))
}

var sorts = map[cms.LetterSort]func(mail.Reader, []mail.Page) mail.Letter{
	cms.LetterReview: mail.Review, cms.LetterAnswer: mail.Answer, cms.LetterReleased: mail.Released,
	cms.LetterPlanned: mail.Planned, cms.LetterOverdue: mail.Overdue,
}

// places are where on the page for publishing something can be done.
var places = map[cms.LetterSort]string{
	cms.LetterReview: "draft", cms.LetterAnswer: "draft", cms.LetterReleased: "live", cms.LetterOverdue: "again",
}

func (p *poster) page(sort cms.LetterSort, t *publishing.Told) mail.Page {
	page := mail.Page{
		Title: t.Row.Name(), Public: t.Row.Public(), Happens: t.What, Who: t.Who, Planned: t.Planned, Note: t.Note,
		Link: p.post.Origin + "/admin/pages/" + string(t.Page) + "/publish",
	}
	if t.Row.Path != "" {
		page.Address = p.post.Origin + t.Row.Path
	}
	if place := places[sort]; place != "" {
		page.Link += "#" + place
	}
	switch t.What {
	case publishing.DraftReturned:
		page.Link = p.post.Origin + "/admin/pages/" + string(t.Page)
	case publishing.ReleaseBegun:
		page.Happens = string(t.Release.Outcome)
	case publishing.ReleaseCancelled, publishing.ReleaseMoved:
		page.When, page.Now = p.at(t.From), p.at(t.To)
	case publishing.PageOverdue:
		page.When = t.Row.ReviewBy.In(time.UTC).Format("2 January 2006")
	}
	return page
}

func (p *poster) at(t time.Time) string {
	return t.In(p.post.Zone).Format("2 January 2006, 3:04 pm MST")
}
