package publishing

import (
	"context"
	"slices"
	"strings"

	"lectern/internal/cms"
)

// Places returns where the pages are that text links to, whether it names them
// by id, or by an address that somebody wrote. An address gives away no page
// that the user may not see. Who has a page's id was told of it before, and is
// told where it is, but not its title.
func (e *Edit) Places(ctx context.Context, links []cms.Link) (cms.Places, error) {
	if !cms.CanSomewhere(e.user, cms.ActionSave) {
		return nil, cms.Forbiddenf("you may not write pages")
	}
	var pages []cms.ID
	var paths []string
	for _, l := range links {
		if path, _, _ := strings.Cut(l.URL, "#"); l.Page == "" && cms.ValidPath(path) {
			paths = append(paths, path)
		} else if page := cms.ID(l.Page); page.Valid() {
			pages = append(pages, page)
		}
	}
	hidden := func(p cms.Place) bool { return !p.Live && !cms.Can(e.user, cms.ActionRead, p.Branch) }
	places, err := e.tx.Places(ctx, pages)
	for i, p := range places {
		if hidden(p) {
			places[i].Title = ""
		}
	}
	if err != nil || len(paths) == 0 {
		return places, err
	}
	written, err := e.tx.PlacesAt(ctx, paths)
	if err != nil {
		return nil, err
	}
	return append(places, slices.DeleteFunc(written, hidden)...), nil
}
