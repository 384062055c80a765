package app

import (
	"context"
	"fmt"

	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// Check looks at everything that is public or planned with the content rules, at
// the levels that administrators have chosen. base is the origin of the site, if
// it is known.
func (a *App) Check(ctx context.Context, base string) (report check.Report, err error) {
	pages := map[cms.ID]bool{}
	err = a.Publisher.Read(ctx, cms.System, func(e *publishing.Edit) error {
		report.Problems, report.Levels, err = e.CheckSite(ctx, publishing.SiteCheck{Base: base, Name: func(p publishing.PageStates, _ publishing.TimedState) string {
			pages[p.ID] = true
			if p.Path == "" {
				return p.Kind + " " + p.Slug
			}
			return p.Path
		}})
		return err
	})
	report.Looked = fmt.Sprintf("%d pages", len(pages))
	return report, err
}
