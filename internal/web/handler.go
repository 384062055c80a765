package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"lectern/internal/cms"
)

// Handler answers a request, or fails. What it writes before failing must be
// nothing: see Respond, and Stream for what is too long for that.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Failure shows the visitor a page for an error with that status.
type Failure func(w http.ResponseWriter, r *http.Request, status int, err error)

// Adapt turns handlers into http.Handlers: it gives every error its status,
// logs those that are nobody's mistake but ours, and has the page shown.
func Adapt(logger *slog.Logger, show Failure) func(Handler) http.HandlerFunc {
	return func(h Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			err := h(w, r)
			if err == nil {
				return
			}
			status := StatusOf(err)
			var begun cut
			isCut := errors.As(err, &begun)
			if status >= 500 && !begun.gone {
				logger.Error("request failed", "request", RequestID(r.Context()), "path", r.URL.Path, "status", status, "error", err)
			}
			if isCut {
				panic(http.ErrAbortHandler) // the only way to end the connection
			}
			for _, name := range ofTheAnswer {
				w.Header().Del(name)
			}
			show(w, r, status, err)
		}
	}
}

// ofTheAnswer are headers that a handler may have set before it failed, and that
// are not true of the page that is shown instead.
var ofTheAnswer = []string{"Content-Disposition", "Content-Encoding", "Content-Length", "Content-Type", "ETag", "Last-Modified", "Link"}

// statusClientGone is for the log only: the client has left before the answer.
const statusClientGone = 499

// Refusal is an error for a request that is nobody's fault but the client's: a
// status from 400 on.
type Refusal int

func (r Refusal) Error() string { return http.StatusText(int(r)) }

// StatusOf returns the HTTP status for a kind of failure.
func StatusOf(err error) int {
	var tooLarge *http.MaxBytesError
	var refusal Refusal
	switch {
	case errors.As(err, &refusal):
		return int(refusal)
	case errors.Is(err, context.Canceled):
		return statusClientGone
	case errors.Is(err, cms.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, cms.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, cms.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, cms.ErrInvalid):
		return http.StatusUnprocessableEntity
	case errors.Is(err, cms.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	default:
		return http.StatusInternalServerError
	}
}

// Component is anything that renders itself, such as a templ component.
type Component interface {
	Render(ctx context.Context, w io.Writer) error
}

// Render renders to memory, so that a failing template never leaves half a
// page behind.
func Render(ctx context.Context, c Component) ([]byte, error) {
	var page bytes.Buffer
	if err := c.Render(ctx, &page); err != nil {
		return nil, err
	}
	return page.Bytes(), nil
}
