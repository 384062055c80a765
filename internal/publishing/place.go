package publishing

import (
	"context"
	"maps"
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
	named := map[cms.ID]bool{}
	var paths []string
	for _, l := range links {
		if path, _, _ := strings.Cut(l.URL, "#"); l.Page == "" && cms.ValidPath(path) {
			paths = append(paths, path)
		} else if page := cms.ID(l.Page); page.Valid() {
			named[page] = true
		}
	}
	sight, err := e.sight(ctx)
	if err != nil {
		return nil, err
	}
	found, err := e.tx.Places(ctx, sight, slices.Collect(maps.Keys(named)), paths)
	if err != nil {
		return nil, err
	}
	var places cms.Places
	for _, p := range found {
		if p.Live || cms.Can(e.user, cms.ActionRead, p.Branch) || named[p.Page] {
			places = append(places, p)
		}
	}
	return places, nil
}
