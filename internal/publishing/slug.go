package publishing

import (
	"context"
	"fmt"
	"strings"

	"github.com/gosimple/slug"

	"lectern/internal/cms"
)

const longestSlug = 60 // bytes that we suggest; more are allowed

// SlugOf returns what a page of that title may be called in its address; empty:
// the title holds nothing that could stand there.
func SlugOf(title string) string {
	s := strings.ReplaceAll(slug.MakeLang(title, "en"), "_", "-")
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '-' }), "-")
	if len(s) > longestSlug {
		s = s[:longestSlug]
		if i := strings.LastIndexByte(s, '-'); i > 0 {
			s = s[:i]
		}
	}
	if !cms.ValidSlug(s) {
		return ""
	}
	return s
}

// FreeSlug returns the slug, or one like it that no page below that parent has.
// Whoever may make no page there is not told what there is.
func (e *Edit) FreeSlug(ctx context.Context, parent cms.ID, wanted string) (string, error) {
	line, err := e.lineage(ctx, parent)
	if err != nil || !cms.Can(e.user, cms.ActionCreate, pageIDs(line)) {
		return wanted, err
	}
	page := line[len(line)-1]
	taken, err := e.tx.SlugsLike(ctx, parent, wanted)
	if err != nil {
		return "", err
	}
	free := wanted
	for n := 2; taken[free] || page.Parent == "" && cms.OwnName(free); n++ {
		free = fmt.Sprintf("%s-%d", wanted, n)
	}
	return free, nil
}
