package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/mail"
	"lectern/internal/publishing"
)

// Post is how letters leave the house.
type Post struct {
	Sender mail.Sender
	Origin string         // of the site, for links
	Zone   *time.Location // of the times in letters
}

// writer mails people the links by which they choose a password.
type writer struct {
	river.WorkerDefaults[publishing.LetterArgs]
	publisher *publishing.Publisher
	post      Post
}

func (w *writer) Work(ctx context.Context, job *river.Job[publishing.LetterArgs]) error {
	secret, hash := auth.NewSecret()
	var letter publishing.Letter
	err := w.publisher.Edit(ctx, cms.System, func(e *publishing.Edit) (err error) {
		letter, err = e.WriteLetter(ctx, job.Args, hash)
		return err
	})
	if errors.Is(err, cms.ErrNotFound) {
		return nil // whoever asked is told the same
	}
	if err != nil {
		return err
	}
	to := letter.Account
	if to.HasPassword {
		return w.post.Sender.Send(ctx, mail.Reset(to.Email, to.Name, w.post.Origin, w.post.Origin+"/admin/reset/set?token="+secret, letter.Lasts))
	}
	return w.post.Sender.Send(ctx, mail.Invite(to.Email, to.Name, w.post.Origin, w.post.Origin+"/admin/setup?token="+secret, letter.Lasts))
}
