package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/web"
)

// lead is where readers of an old address are sent.
type lead struct {
	from string // the redirect that they followed first: an address, or a rule
	to   string // empty: nowhere
}

// lead follows what leads on from an address to its end, so that readers are
// sent on once, with what they ask for. They are sent nowhere in a circle, and
// to no address of this site where nothing is.
func (s *Site) lead(ctx context.Context, snap *postgres.Snapshot, path string, query url.Values, at postgres.Address) (lead, error) {
	from, to := sign(path, at)
	if to == "" {
		return lead{}, nil
	}
	var failed error
	there := false // something is at the address that was reached
	steps, circle := cms.Chain(asked(path, query), to, func(path string) string {
		there = cms.ProgramAddress(path)
		if failed != nil || cms.OwnAddress(path) || !cms.ValidPath(path) {
			return ""
		}
		var next postgres.Address
		next, failed = snap.Address(ctx, path, nil, nil)
		there = there || next.Release != nil
		_, on := sign(path, next)
		return on
	})
	end := steps[len(steps)-1]
	if elsewhere := cms.PathOf(end) == ""; circle || !elsewhere && !there {
		end = ""
	}
	return lead{from, end}, failed
}

// asked is an address as a reader asked for it.
func asked(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// sign says where an address leads by itself, and by which redirect.
func sign(path string, at postgres.Address) (from, to string) {
	switch {
	case at.Release == nil && at.Redirect != nil:
		return at.Redirect.From, at.Redirect.To
	case at.Release != nil && at.Release.Outcome == cms.OutcomeRedirect:
		return path, at.Release.RedirectTo
	}
	return "", ""
}

// orMoved answers with what the address leads to where a machine's file is not.
func (s *Site) orMoved(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := h(w, r)
		if errors.Is(err, cms.ErrNotFound) {
			return s.showPage(w, r)
		}
		return err
	}
}
