package site_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/templates/block"
	"lectern/templates/kind"
	"lectern/templates/ui"
)

// recipe and step are a kind and a block of an organisation's own: a struct
// and a template each is all there is to it.
type recipe struct {
	Title  string `rule:"required"`
	Serves int    `rule:"min=1"`
	Eaten  cms.Date
	Origin cms.Ref
	Tags   []cms.TermRef `vocabulary:"food"`
	Photo  cms.Image
	Method cms.Blocks `blocks:"step"`
	Secret string     `search:"none"`
}

func (*recipe) Kind() cms.Kind {
	return cms.Kind{Name: "recipe", Label: "Recipe", Addressed: true, Below: []string{"home"}}
}

func (r *recipe) Card() cms.Card {
	return cms.Card{Title: r.Title, Summary: fmt.Sprintf("Serves %d", r.Serves)}
}

func (*recipe) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"recipe"}, Sort: cms.ByTitle, Size: 10, Count: true}}
}

func (r *recipe) ChangesAt(at time.Time) time.Time {
	if eaten := r.Eaten.In(time.UTC); eaten.After(at) {
		return eaten
	}
	return time.Time{}
}

func (r *recipe) Redact() schema.Kind { return &recipe{Title: r.Title} }

type step struct {
	Do   richtext.Doc `rule:"required"`
	With cms.Link
}

func (*step) Block() cms.BlockType { return cms.BlockType{Name: "step", Label: "Step"} }

func recipeHTML(v *ui.View, value any, blocks block.Renderers) templ.Component {
	r := value.(*recipe)
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		list := v.List(r, 0)
		fmt.Fprintf(w, "<h1>%s</h1><p>Serves %d, %d recipes:", r.Title, r.Serves, list.Total)
		for _, item := range list.Items {
			fmt.Fprintf(w, " %s", item.Path)
		}
		fmt.Fprintf(w, "<p>From %s, tagged %s, %d wide", v.Refs[cms.ID(r.Origin)].Card.Title, tagNames(v, r), v.Assets[r.Photo.Asset].Width)
		for _, b := range r.Method {
			if err := blocks[b.Type](v, b.Value, nil).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func tagNames(v *ui.View, r *recipe) (names string) {
	for _, t := range r.Tags {
		names += v.Terms[cms.ID(t)].Name
	}
	return names
}

func stepHTML(v *ui.View, value any, _ *block.Place) templ.Component {
	s := value.(*step)
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		href, _ := v.Href(s.With)
		_, err := fmt.Fprintf(w, "<li>%s, with <a href=%q>%s</a>", s.Do.Plain(), href, v.LinkText(s.With))
		return err
	})
}

func TestKindAndBlockOfOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{
		kinds: []schema.Kind{&recipe{}}, blocks: []schema.Block{&step{}},
		renderers: kind.Renderers{"recipe": recipeHTML}, blockHTML: block.Renderers{"step": stepHTML},
	})
	const soup = `kind: recipe
title: Soup
serves: 4
eaten: 2077-07-07
origin: /bread
tags: [winter]
photo: {file: soup.png, alt: A bowl}
secret: Salt
method:
- {type: step, do: Boil **all**, with: /bread}
`
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/soup.yaml":  soup,
		"pages/bread.yaml": "kind: recipe\ntitle: Bread\nserves: 2\n",
		"terms/food.yaml":  "- {slug: winter, name: Cold days}\n",
		"media/soup.png":   picture(t),
	})

	// rendering, with references, terms, files and a list
	w.get("/soup").wants(t, 200, "<h1>Soup</h1>", "Serves 4, 2 recipes: /bread /soup", "From Bread, tagged Cold days, 40 wide", `<li>Boil all, with <a href="/bread">Bread</a>`)
	if at := w.render("/soup").ChangesAt.Format("2006-01-02"); at != "2077-07-07" {
		t.Errorf("changes at %s", at)
	}

	// storage and projections
	ctx := context.Background()
	id, bread := w.pageAt("/soup"), w.pageAt("/bread")
	var fields []string
	var searched, term string
	err := w.store.Pool.QueryRow(ctx, `
		select array(select field from reference where revision_id = release.revision_id and target_id = $2 order by field),
			(select title || '|' || summary || '|' || body from search_document where release_id = release.id),
			(select name from release_term join term on term.id = term_id where release_id = release.id)
		from release where page_id = $1`, id, bread).Scan(&fields, &searched, &term)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"method[0].with", "origin"}, fields); diff != "" {
		t.Errorf("references: %s", diff)
	}
	if want := "Soup||A bowl\nBoil all"; searched != want {
		t.Errorf("search text %q, want %q", searched, want)
	}
	if term != "Cold days" {
		t.Errorf("carries the term %q", term)
	}

	// comparison of two revisions
	value := func(number int) any {
		var body []byte
		if err := w.store.Pool.QueryRow(ctx, `select body from revision where page_id = $1 and number = $2`, id, number).Scan(&body); err != nil {
			t.Fatal(err)
		}
		v, err := w.registry.Decode("recipe", body)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	changed := value(1).(*recipe)
	changed.Serves = 6
	changed.Method[0].Value.(*step).Do = richtext.Doc{{Paragraph: []richtext.Span{{Text: "Boil half"}}}}
	w.edit(func(e *publishing.Edit) error {
		if _, err := e.Save(ctx, publishing.Save{Page: id, Value: changed}); err != nil {
			return err
		}
		_, err := e.Release(ctx, id, publishing.Plan{})
		return err
	})
	w.get("/soup").wants(t, 200, "Serves 6", "Boil half")
	paths := map[string]string{}
	for _, c := range w.registry.Compare(value(1), value(2)) {
		paths[c.Path] = c.Old + " → " + c.New
	}
	if diff := cmp.Diff(map[string]string{"serves": "4 → 6", "method[0].do": "Boil all → Boil half"}, paths); diff != "" {
		t.Errorf("comparison: %s", diff)
	}

	// announcement: only what the kind lets be known
	w.edit(func(e *publishing.Edit) error {
		if _, err := e.Gone(ctx, bread, "", publishing.Plan{}); err != nil {
			return err
		}
		_, err := e.Announce(ctx, id, publishing.Plan{})
		return err
	})
	announced := w.get("/soup")
	announced.wants(t, 200, "<h1>Soup</h1>", "Serves 0, 1 recipes: /soup")
	announced.lacks(t, "Boil", "Cold days")

	// strict files
	if _, err := w.importFiles(map[string]string{"pages/soup.yaml": soup + "- {type: callout, body: No}\n"}); err == nil {
		t.Error("a block that the kind does not hold was accepted")
	}
}
