package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/sharecard"
	"lectern/internal/web"
	"lectern/templates/ui"
)

var siteKind = (*kinds.Site)(nil).Kind().Name

// showShareCard draws the picture that stands for a page where others link to
// it. It says no more than the page's title, kind and organisation.
func (s *Site) showShareCard(w http.ResponseWriter, r *http.Request) error {
	path, isPicture := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/share"), ".png")
	switch {
	case !isPicture || path == "/":
		return cms.ErrNotFound
	case path == "":
		path = "/"
	}
	if !cms.ValidPath(path) {
		return cms.ErrNotFound
	}
	card, err := s.shareCard(r.Context(), path)
	if err != nil {
		return err
	}
	name := cardName(card)
	h := w.Header()
	// A title may be put right, and a page taken down, at any moment. To ask
	// whether that has happened costs us one query, and networks keep copies of
	// their own besides.
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", "image/png")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // it is for the pages of others
	h.Set("ETag", `"`+name[:24]+`"`)
	if web.NotModified(w, r) {
		return nil
	}
	picture, err := s.drawCard(r.Context(), name, card)
	if err != nil {
		return err
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(picture))
	return nil
}

// shareCard reads what the picture says. A page that is not live has none.
func (s *Site) shareCard(ctx context.Context, path string) (sharecard.Card, error) {
	l := &loading{site: s, path: path}
	err := s.DB.Snapshot(ctx, func(snap *postgres.Snapshot) (err error) {
		l.address, err = snap.Address(ctx, path, []string{siteKind}, nil)
		return err
	})
	if err != nil {
		return sharecard.Card{}, err
	}
	release := l.address.Release
	if release == nil || !release.Outcome.Shows() {
		return sharecard.Card{}, cms.ErrNotFound
	}
	if err := l.decodeFixtures(); err != nil {
		return sharecard.Card{}, err
	}
	site := l.shell().site
	card := sharecard.Card{
		Title: release.Card.Title, Organisation: site.Title, OwnLogo: site.Logo.Asset != "", Theme: sharecard.ThemeOf(site.Theme()),
		Motif: shareMotif(release.Kind, release.Page),
	}
	if kind, known := s.Registry.Kind(release.Kind); known && ui.SaysItsKind(kind.Name) {
		card.Kind = kind.Label
	}
	return card, nil
}

func shareMotif(kind string, page cms.ID) sharecard.Motif {
	drawn := ui.ShareMotif(kind, page)
	motif := sharecard.Motif{Colour: drawn.Colour(), Height: drawn.Height()}
	for _, tone := range drawn.Tones() {
		motif.Tones = append(motif.Tones, sharecard.Tone(tone))
	}
	return motif
}

// draw has one picture drawn at a time: whoever asks for many gets them one
// after the other, and pages keep the other processors.
func (s *Site) draw(ctx context.Context, picture func() ([]byte, error)) ([]byte, error) {
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return picture()
}

// drawCard returns the picture as it was drawn before, or draws it.
func (s *Site) drawCard(ctx context.Context, name string, card sharecard.Card) ([]byte, error) {
	if kept, ok := s.Cards.Get(name); ok {
		return kept, nil
	}
	return s.draw(ctx, func() ([]byte, error) {
		if kept, ok := s.Cards.Get(name); ok { // others have asked while we waited
			return kept, nil
		}
		picture, err := card.PNG()
		if err != nil {
			return nil, err
		}
		if err := s.Cards.Put(name, picture); err != nil {
			s.Logger.Warn("a drawn picture was not kept", "error", err)
		}
		return picture, nil
	})
}

// cardName is that of a picture: another one has another name.
func cardName(card sharecard.Card) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %+v", sharecard.Version, card))
	return hex.EncodeToString(sum[:])
}
