package app

import (
	"context"
	"io"

	"lectern/internal/cms"
	"lectern/internal/forms"
	"lectern/internal/publishing"
)

// WriteSubmissions writes the forms that visitors sent from the page at that
// path, or with an empty one from any, the oldest first.
func (a *App) WriteSubmissions(ctx context.Context, w io.Writer, path string, csv bool) error {
	var list []forms.Received
	err := a.Publisher.Read(ctx, cms.System, func(e *publishing.Edit) error {
		tree, err := e.Tree(ctx)
		if err != nil {
			return err
		}
		paths := publishing.Paths(tree)
		page, err := pageAt(paths, path)
		if err != nil {
			return err
		}
		return e.EachSubmission(ctx, page, func(s cms.Submission) error {
			list = append(list, forms.Received{ID: s.Token, Page: paths[s.Page], At: s.At.In(a.Zone), Answers: s.Answers})
			return nil
		})
	})
	if err != nil {
		return err
	}
	if csv {
		return forms.WriteCSV(w, list)
	}
	return forms.WriteJSON(w, list)
}

func pageAt(paths map[cms.ID]string, path string) (cms.ID, error) {
	if path == "" {
		return "", nil
	}
	for id, p := range paths {
		if p == path {
			return id, nil
		}
	}
	return "", cms.Invalidf("", "there is no page at %s", path)
}
