package publishing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Web asks other websites.
type Web interface {
	// AskAll tells what came of each address that was asked, one at a time. It
	// returns cms.ErrNoWeb when this server seems to reach no other website.
	AskAll(ctx context.Context, addresses []string, told func(address string, a cms.WebAnswer) error) error
}

// followFor is how long each try of a look at the content asks other websites.
const followFor = time.Hour

// followLinks asks each address of another website that a public page links to,
// unless it was asked since an instant: what an earlier try of the same look has
// asked is not asked again. It keeps what comes, and says how far it got. Without a
// web nothing is asked, and what was known is forgotten.
func (p *Publisher) followLinks(ctx context.Context, web Web, since time.Time) (cms.WebLook, error) {
	if web == nil {
		return cms.WebOff, p.Edit(ctx, cms.System, func(e *Edit) error { return e.tx.KeepWebLinks(ctx, nil) })
	}
	links, err := p.publicLinks(ctx)
	if err != nil {
		return "", err
	}
	if err := p.Edit(ctx, cms.System, func(e *Edit) error { return e.tx.KeepWebLinks(ctx, links) }); err != nil {
		return "", err
	}
	asking, cancel := context.WithTimeout(ctx, followFor)
	defer cancel()
	return p.askWeb(ctx, asking, web, since)
}

// askWeb asks until asking ends, and keeps each answer at once: the next try of
// this look goes on from there.
func (p *Publisher) askWeb(ctx, asking context.Context, web Web, since time.Time) (cms.WebLook, error) {
	left, err := p.toAsk(ctx, since)
	if err != nil {
		return "", err
	}
	err = web.AskAll(asking, left, func(address string, a cms.WebAnswer) error {
		return p.Edit(ctx, cms.System, func(e *Edit) error { return e.tx.SetWebAnswer(ctx, address, a) })
	})
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, cms.ErrNoWeb):
		return cms.WebUnreachable, nil
	case err != nil && asking.Err() == nil:
		return "", err
	}
	if left, err = p.toAsk(ctx, since); err != nil {
		return "", err
	}
	if len(left) > 0 {
		return cms.WebPart, nil
	}
	return cms.WebAll, nil
}

func (p *Publisher) toAsk(ctx context.Context, since time.Time) (list []string, err error) {
	err = p.Read(ctx, cms.System, func(e *Edit) error {
		list, err = e.tx.WebLinksToAsk(ctx, since)
		return err
	})
	return list, err
}

// publicLinks returns the addresses of other websites that public pages link to.
// Those of withdrawn pages are left alone: nobody is to mend what is kept as it was,
// and no report tells of it.
func (p *Publisher) publicLinks(ctx context.Context) (links []cms.WebLink, err error) {
	known := map[string]*cms.WebLink{}
	err = p.Read(ctx, cms.System, func(e *Edit) error {
		return e.EachPage(ctx, func(page PageStates) error {
			for _, s := range page.States {
				if s.Value != nil && s.LiveAt(e.at) && s.Outcome.Shows() && s.Outcome != cms.OutcomeWithdrawn {
					e.noteLinks(known, page.ID, s.Value)
				}
			}
			return nil
		})
	})
	for _, l := range known {
		links = append(links, *l)
	}
	slices.SortFunc(links, func(a, b cms.WebLink) int { return strings.Compare(a.Address, b.Address) })
	return links, err
}

func (e *Edit) noteLinks(known map[string]*cms.WebLink, page cms.ID, value schema.Kind) {
	for _, address := range check.WebLinks(e.registry, value, e.origin) {
		if known[address] == nil {
			known[address] = &cms.WebLink{Address: address, Page: page, Title: value.Card().Title}
		}
		known[address].Pages++
	}
}

// answersOf knows what is wrong with the links of content to other websites.
func (e *Edit) answersOf(ctx context.Context, value schema.Kind) (func(string) cms.WebLink, error) {
	addresses := check.WebLinks(e.registry, value, e.origin)
	if len(addresses) == 0 {
		return nil, nil
	}
	links, err := e.tx.WebLinks(ctx, addresses)
	return knownAnswers(links), err
}

func knownAnswers(links []cms.WebLink) func(string) cms.WebLink {
	known := map[string]cms.WebLink{}
	for _, l := range links {
		known[l.Address] = l
	}
	return func(address string) cms.WebLink { return known[address] }
}
