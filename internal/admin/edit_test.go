package admin_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// edited is the address of the edit page of a page.
func edited(page cms.ID) string { return "/admin/pages/" + string(page) }

// fields is what a browser without JavaScript sends of the edit page.
func fields(p *testkit.Part) url.Values {
	values := url.Values{}
	p.Find("#edit input, #edit textarea, #edit select").Each(func(_ int, s *goquery.Selection) {
		name, named := s.Attr("name")
		switch {
		case !named:
		case goquery.NodeName(s) == "textarea":
			values.Add(name, strings.TrimPrefix(s.Text(), "\n"))
		case goquery.NodeName(s) == "select":
			value, _ := s.Find("option[selected]").Attr("value")
			if s.Find("option[selected]").Length() == 0 {
				value, _ = s.Find("option").First().Attr("value")
			}
			values.Add(name, value)
		case s.AttrOr("type", "") == "checkbox":
			if _, checked := s.Attr("checked"); checked {
				values.Add(name, s.AttrOr("value", "on"))
			}
		default:
			values.Add(name, s.AttrOr("value", ""))
		}
	})
	return values
}

// press sends the edit page with one of its buttons.
func (o *office) press(u cms.User, page cms.ID, values url.Values, action string) answer {
	values.Set("action", action)
	return o.post(u, edited(page), values)
}

// content is what is written of a page.
func (o *office) content(page cms.ID) (c publishing.Content) {
	o.t.Helper()
	err := o.publisher.Read(o.t.Context(), cms.System, func(e *publishing.Edit) (err error) {
		c, err = e.Content(o.t.Context(), page)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// TestEditPageLosesNothing opens a page of every kind with all that it may
// hold, and sends the form as it is: the draft is what was released.
func TestEditPageLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Administrator, "")
	filler := corpus.NewFiller(rand.New(rand.NewPCG(1, 1)), o.registry)
	filler.Pages = map[string][]cms.ID{"": {o.home}}
	for i, kind := range o.registry.Kinds() {
		if kind.Top {
			continue
		}
		for n := range 3 {
			value := kind.New()
			filler.Fill(value)
			page := o.draft(kind.Name, o.placeFor(kind), fmt.Sprintf("page-%d-%d", i, n), value)
			shown := o.get(u, edited(page))
			if shown.StatusCode != http.StatusOK {
				t.Fatalf("%s: %s %s", kind.Name, shown.Status, shown.body)
			}
			if a := o.press(u, page, fields(shown.page(t)), "save"); a.StatusCode != http.StatusSeeOther {
				t.Fatalf("%s: %s %s", kind.Name, a.Status, a.page(t).Text())
			}
			if changes := o.registry.Compare(value, o.content(page).Value); len(changes) > 0 {
				t.Errorf("%s: %v", kind.Name, changes)
			}
		}
	}
}

// placeFor is a page that a page of that kind may stand below.
func (o *office) placeFor(kind *schema.KindType) cms.ID {
	switch {
	case !kind.Addressed:
		return ""
	case len(kind.Below) == 0 || slices.Contains(kind.Below, "home"):
		return o.home
	}
	above, _ := o.registry.Kind(kind.Below[0])
	return o.draft(above.Name, o.placeFor(above), fmt.Sprintf("above-%d", rand.Uint64()), above.New())
}

// draft makes a page with a draft.
func (o *office) draft(kind string, parent cms.ID, slug string, value schema.Kind) (page cms.ID) {
	o.t.Helper()
	err := o.publisher.Edit(o.t.Context(), cms.System, func(e *publishing.Edit) error {
		made, err := e.Create(o.t.Context(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		if err != nil {
			return err
		}
		page = made.ID
		_, err = e.Save(o.t.Context(), publishing.Save{Page: page, Value: value})
		return err
	})
	if err != nil {
		o.t.Fatalf("%s %s: %v", kind, slug, err)
	}
	return page
}

// contentPage is a page with callouts of these titles.
func contentPage(titles ...string) *kinds.ContentPage {
	p := &kinds.ContentPage{Title: "Spine"}
	for _, title := range titles {
		p.Body = append(p.Body, cms.Block{ID: strings.ToLower(title), Type: "callout", Value: &blocks.Callout{Heading: title}})
	}
	return p
}

// TestSave stores a draft, tells what a release would ask for, and keeps text
// that cannot be read.
func TestSave(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, o.home)
	page := o.draft("blog-post", o.placeFor(o.kind("blog-post")), "first", &kinds.BlogPost{Title: "First"})

	form := fields(o.get(author, edited(page)).page(t))
	form.Set("published", "31 February 2026")
	form.Set("title", "Changed")
	a := o.press(author, page, form, "save")
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("a day that does not exist is answered %s", a.Status)
	}
	p := a.page(t)
	p.Section("Nothing was saved yet").Link("Date of publication: 31 February 2026 does not exist; give another date").Leads("#published")
	if got := p.Field("Date of publication required").AttrOr("value", ""); got != "31 February 2026" {
		t.Errorf("what was typed comes back as %q", got)
	}
	if got := fields(p).Get("title"); got != "Changed" {
		t.Errorf("the title comes back as %q", got)
	}

	form.Set("published", "28 February 2026")
	a = o.press(author, page, form, "save")
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("saving is answered %s", a.Status)
	}
	p = o.get(author, a.Header.Get("Location")).page(t)
	p.Wants("The draft was saved", "Before this can be published")
	post := o.content(page).Value.(*kinds.BlogPost)
	if post.Title != "Changed" || post.Published.String() != "2026-02-28" {
		t.Errorf("stored is %q of %s", post.Title, post.Published)
	}
}

func (o *office) kind(name string) *schema.KindType {
	kind, known := o.registry.Kind(name)
	if !known {
		o.t.Fatalf("there is no kind %s", name)
	}
	return kind
}

// TestBlocksAreMarked counts what is to be looked at in each block, in words, in
// the map and at the block.
func TestBlocksAreMarked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	words := richtext.Doc{{Paragraph: []richtext.Span{{Text: "Words."}}}}
	page := o.draft("page", o.home, "a", &kinds.ContentPage{Title: "A title", Summary: "A summary.", Body: cms.Blocks{
		{ID: "fine", Type: "text", Value: &blocks.Text{Heading: "Fine", Level: "main", Body: words}},
		{ID: "empty", Type: "text", Value: &blocks.Text{Heading: "Empty", Level: "main"}},
		{ID: "chart", Type: "chart", Value: &blocks.Chart{}},
		{ID: "last", Type: "text", Value: &blocks.Text{Heading: "Last", Level: "main", Body: words}},
	}})
	marks := func(p *testkit.Part, selector string) (list []string) {
		p.Find(selector).Each(func(_ int, s *goquery.Selection) { list = append(list, s.Find(".block-mark").First().Text()) })
		return list
	}
	want := []string{"", "1 to consider", "3 to put right", ""}
	for _, query := range []string{"", "?checks=1"} {
		p := o.get(author, edited(page)+query).page(t)
		for _, where := range []string{".block-map li", ".block > details > summary"} {
			if diff := cmp.Diff(want, marks(p, where)); diff != "" {
				t.Errorf("%q in %s: %s", query, where, diff)
			}
		}
		p.Section("Publish").Link("3 things to put right before publishing, and 1 to consider").Leads(edited(page) + "?checks=1#checks")
		for i, open := range []bool{false, query != "", query != "", false} {
			if _, is := p.Find(".block > details").Eq(i).Attr("open"); is != open {
				t.Errorf("%q: block %d is open: %v", query, i+1, is)
			}
		}
	}
}

// headings are those of the callouts of a content page.
func (o *office) headings(page cms.ID) string {
	var list []string
	for _, b := range o.content(page).Value.(*kinds.ContentPage).Body {
		heading := "new"
		if c, is := b.Value.(*blocks.Callout); is && c.Heading != "" {
			heading = c.Heading
		}
		list = append(list, heading)
	}
	return strings.Join(list, " ")
}

// TestBlocksWithoutScripts arranges blocks with the buttons of the form. Each
// keeps what was typed, and leads to the block.
func TestBlocksWithoutScripts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	page := o.draft("page", o.home, "spine", contentPage("A", "B", "C"))
	press := func(action string) string {
		t.Helper()
		form := fields(o.get(u, edited(page)).page(t))
		form.Set("title", form.Get("title")+"!")
		a := o.press(u, page, form, action)
		if a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s is answered %s", action, a.Status)
		}
		return a.Header.Get("Location")
	}
	for _, step := range []struct{ action, want string }{
		{"up:body.c", "A C B"}, {"down:body.a", "C A B"}, {"duplicate:body.b", "C A B B"}, {"remove:body.a", "C B B"},
	} {
		to := press(step.action)
		if got := o.headings(page); got != step.want {
			t.Errorf("%s makes %q, want %q", step.action, got, step.want)
		}
		if !strings.Contains(to, "#") {
			t.Errorf("%s leads to %s", step.action, to)
		}
		if !strings.HasPrefix(step.action, "remove") {
			continue
		}
		p := o.get(u, to).page(t)
		p.Wants("You removed “Callout: A”")
		undo := p.Button("Undo").AttrOr("value", "")
		press(undo)
		if got := o.headings(page); got != "C A B B" {
			t.Errorf("after Undo there is %q", got)
		}
	}
	if title := o.content(page).Value.Card().Title; title != "Spine!!!!!" {
		t.Errorf("what was typed beside the buttons is %q", title)
	}

	// A type of block is chosen on a page of its own.
	to := press("block:body.c")
	chooser := o.get(u, to).page(t)
	chooser.Heading(1, "Add a block")
	a := o.post(u, edited(page)+"/blocks", url.Values{"to": {"body.c"}, "type": {"text"}})
	if got := o.headings(page); a.StatusCode != http.StatusSeeOther || got != "C new A B B" {
		t.Errorf("adding is answered %s and makes %q", a.Status, got)
	}
	a = o.post(u, edited(page)+"/blocks", url.Values{"to": {"body"}, "first": {"yes"}, "type": {"quote"}})
	if got := o.headings(page); got != "new C new A B B" {
		t.Errorf("adding before all others is answered %s and makes %q", a.Status, got)
	}
	if a := o.post(u, edited(page)+"/blocks", url.Values{"to": {"body.gone"}, "type": {"text"}}); a.StatusCode != http.StatusConflict {
		t.Errorf("adding after what is gone is answered %s", a.Status)
	}
}

// TestChoosingWithoutScripts keeps the text, and puts what was chosen where it
// belongs.
func TestChoosingWithoutScripts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	page := o.draft("page", o.home, "spine", contentPage("A"))
	form := fields(o.get(u, edited(page)).page(t))
	form.Set("title", "Typed")
	a := o.press(u, page, form, "choose:body.a.link.page")
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil || to.Path != "/admin/choose/pages" || to.Query().Get("for") != string(page) || to.Query().Get("name") != "body.a.link.page" {
		t.Fatalf("choosing leads to %s", to)
	}
	if o.content(page).Value.Card().Title != "Typed" {
		t.Error("what was typed is not in the draft")
	}
	a = o.post(u, edited(page)+"/choose", url.Values{"name": {"body.a.link.page"}, "id": {string(o.home)}})
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("what was chosen is answered %s", a.Status)
	}
	callout := o.content(page).Value.(*kinds.ContentPage).Body[0].Value.(*blocks.Callout)
	if callout.Link.Page != cms.Ref(o.home) {
		t.Errorf("the link is %v", callout.Link)
	}
	o.get(u, a.Header.Get("Location")).page(t).Wants("Home", "Your choice was put into the draft")
}

// TestNewEntries gives scripts the markup of new blocks and entries, and stores
// nothing.
func TestNewEntries(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	page := o.draft("page", o.home, "spine", contentPage("A"))
	for query, status := range map[string]int{
		"place=kind/page:body&name=body&key=k1&type=text":                 http.StatusOK,
		"place=block/card-grid:cards&name=body.k1.cards&key=k2":           http.StatusOK,
		"place=kind/page:body&name=body&key=k1&type=page":                 http.StatusNotFound,
		"place=kind/page:title&name=title&key=k1":                         http.StatusNotFound,
		"place=kind/home:body&name=body&key=k1&type=table":                http.StatusNotFound,
		"place=nothing&name=body&key=k1&type=text":                        http.StatusNotFound,
		"place=kind/page:body&name=body&type=text":                        http.StatusNotFound,
		"place=kind/form:fields.options&name=fields.1.options&key=option": http.StatusOK,
	} {
		if a := o.get(u, edited(page)+"/block?"+query); a.StatusCode != status {
			t.Errorf("%s is answered %s", query, a.Status)
		}
	}
	block := o.get(u, edited(page)+"/block?place=kind/page:body&name=body&key=k1&type=text").page(t)
	if block.Find("[id='body.k1'] [name='body.k1.heading']").Length() != 1 || block.Find("[name='body'][value='k1']").Length() != 1 {
		t.Error("a new block has not the names that its place gives it")
	}
	if len(o.content(page).Value.(*kinds.ContentPage).Body) != 1 {
		t.Error("a new block was stored")
	}
}

// TestLongTable saves a table with thousands of cells.
func TestLongTable(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	table := &blocks.Table{Caption: "Long", Columns: make([]blocks.Column, 8)}
	for range 500 {
		table.Rows = append(table.Rows, blocks.Row{Cells: make([]blocks.Cell, 8)})
	}
	page := o.draft("page", o.home, "long", &kinds.ContentPage{Title: "Long", Body: cms.Blocks{{ID: "t", Type: "table", Value: table}}})
	form := fields(o.get(u, edited(page)).page(t))
	form.Set("body.t.rows.499.cells.7.text", "The last")
	if a := o.press(u, page, form, "save"); a.StatusCode != http.StatusSeeOther {
		t.Fatal(a.Status)
	}
	rows := o.content(page).Value.(*kinds.ContentPage).Body[0].Value.(*blocks.Table).Rows
	if got := rows[499].Cells[7].Text.Plain(); got != "The last" {
		t.Errorf("the last cell holds %q", got)
	}
}

// TestWritingIsForThoseWhoMay keeps others out of drafts.
func TestWritingIsForThoseWhoMay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	page := o.draft("page", o.home, "spine", contentPage("A"))
	elsewhere := o.draft("page", o.home, "else", contentPage("B"))
	stranger := o.user(cms.Administrator, elsewhere)
	for _, path := range []string{"", "/blocks?to=body", "/block?place=kind/page:body&name=body&key=k&type=text"} {
		if a := o.get(stranger, edited(page)+path); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s is answered %s", path, a.Status)
		}
	}
	for path, form := range map[string]url.Values{
		"": {":version": {"1"}, "title": {"x"}}, "/blocks": {"to": {"body"}, "type": {"text"}}, "/choose": {"name": {"image.asset"}, "id": {"x"}},
	} {
		if a := o.post(stranger, edited(page)+path, form); a.StatusCode != http.StatusForbidden {
			t.Errorf("sending %s is answered %s", path, a.Status)
		}
	}
}
