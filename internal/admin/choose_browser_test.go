package admin_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// TestChoosingInABrowser chooses pages, terms and pictures, with scripts and
// without, by keyboard, and by dropping a picture on its field.
func TestChoosingInABrowser(t *testing.T) {
	t.Parallel()
	o, url := textDesk(t)
	for n := range 3 {
		o.publish("page", o.home, fmt.Sprintf("n%d", n), &kinds.ContentPage{Title: fmt.Sprintf("Number %d", n+1), Summary: "S"})
	}
	err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		for _, name := range []string{"Ambulances", "Beds", "Cancer"} {
			if err := e.SetTerm(t.Context(), cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: fmt.Sprintf("t%c", name[0]|32), Name: name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	page := o.draft("page", o.home, "chooses", &kinds.ContentPage{Title: "Chooses", Summary: "S", Body: cms.Blocks{
		{ID: "b1", Type: "image", Value: &blocks.Image{}},
	}})
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	job := map[string]any{
		"origin": url, "page": page, "image": "body.b1.image", "terms": "topics", "pages": "further",
		"png": base64.StdEncoding.EncodeToString(small.Bytes()),
	}
	var found struct {
		Findings []string `json:"findings"`
	}
	testkit.Script(t, "choose.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	stored := o.content(page).Value.(*kinds.ContentPage)
	if got := stored.Body[0].Value.(*blocks.Image).Image; got.Alt != "A lake" || got.Asset == "" {
		t.Errorf("stored is %+v", got)
	}
}
