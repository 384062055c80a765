package admin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
)

const (
	uploadTime    = 30 * time.Minute
	largestUpload = media.MaxDocument + 1<<20 // with what the form says besides
	largestAnswer = 64 << 10
	mostAnswers   = 20
)

// upload is a form with a file.
type upload struct {
	form     url.Values
	picture  bool         // nothing else will do
	answers  int          // that have come
	file     cms.AssetRow // as it is stored
	problems []cms.Problem
}

// receive takes a form with a file, judges the file and stores it. What is wrong
// with it is told in problems, and nothing is stored. picture: only one will do.
func (a *Admin) receive(w http.ResponseWriter, r *request, picture bool) (u upload, err error) {
	u.form, u.picture = url.Values{}, picture
	if err := publishing.MayUpload(r.User); err != nil {
		return u, err
	}
	c := http.NewResponseController(w)
	until := time.Now().Add(uploadTime) // a slow line takes its time
	if err := errors.Join(c.SetReadDeadline(until), c.SetWriteDeadline(until)); err != nil {
		return u, fmt.Errorf("admin: give an upload time: %w", err)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return u, cms.Invalidf("file", "no file has come; choose one")
	}
	var in *media.Incoming
	var name string
	defer func() {
		if in != nil {
			err = errors.Join(err, in.Discard())
		}
	}()
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return u, a.store(r, &u, name, in)
		case err != nil:
			return u, u.broken(err)
		case part.FormName() == "file" && part.FileName() != "" && in == nil:
			name = media.CleanName(part.FileName())
			in, err = a.Blobs.Receive(part, media.MaxDocument)
		default:
			err = u.answer(part)
		}
		if err != nil {
			return u, u.broken(err)
		}
	}
}

// answer takes what is said besides the file.
func (u *upload) answer(part *multipart.Part) error {
	if u.answers++; u.answers > mostAnswers || part.FileName() != "" {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(part, largestAnswer))
	if err == nil {
		u.form.Add(part.FormName(), string(text))
	}
	return err
}

// broken says what is wrong when the form does not come to its end; otherwise
// it is our fault.
func (u *upload) broken(err error) error {
	var tooLarge *http.MaxBytesError
	var ours *fs.PathError
	switch {
	case errors.Is(err, media.ErrTooLarge), errors.As(err, &tooLarge):
		u.problem("file", fmt.Sprintf("The file is larger than %d MB, which is the most; make it smaller, or several of it", media.MaxDocument/1_000_000))
		return nil
	case errors.As(err, &ours):
		return err
	}
	u.problem("file", "The file did not come to its end; send it again")
	return nil
}

func (u *upload) problem(field, message string) {
	u.problems = append(u.problems, cms.Problem{Field: field, Message: message})
}

// store judges what has come and keeps it: the bytes first, then the row that
// names them.
func (a *Admin) store(r *request, u *upload, name string, in *media.Incoming) error {
	if in == nil {
		u.problem("file", "Choose a file")
		return nil
	}
	facts, err := a.judge(r, name, in)
	var ours *fs.PathError
	if errors.As(err, &ours) || r.Context().Err() != nil {
		return err
	}
	switch {
	case err != nil:
		u.problem("file", name+": "+err.Error())
		return nil
	case u.picture && facts.Width == 0:
		u.problem("file", name+" is no picture; choose one")
		return nil
	}
	if err := in.Keep(); err != nil {
		return err
	}
	about := cms.AssetAbout{Title: u.form.Get("title"), Description: u.form.Get("description")}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		u.file, err = e.Upload(r.Context(), cms.Asset{
			Hash: in.Hash, Filename: name, MediaType: facts.MediaType, Size: in.Size, Width: facts.Width, Height: facts.Height,
		}, about)
		return err
	})
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		u.problems = append(u.problems, invalid.Problems...)
		return nil
	}
	return err
}

// judge looks at one file at a time: a picture takes much memory.
func (a *Admin) judge(r *request, name string, in *media.Incoming) (media.Facts, error) {
	select {
	case a.judging <- struct{}{}:
		defer func() { <-a.judging }()
		return media.Accept(name, in, in.Size)
	case <-r.Context().Done():
		return media.Facts{}, fmt.Errorf("%w: %w", cms.ErrUnavailable, r.Context().Err())
	}
}
