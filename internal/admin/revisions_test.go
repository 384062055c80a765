package admin_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// write saves the draft of a page by hand, and returns the revision of it.
func (o *office) write(u cms.User, page cms.ID, value schema.Kind) (revision cms.ID) {
	o.t.Helper()
	err := o.publisher.Edit(context.Background(), u, func(e *publishing.Edit) (err error) {
		if _, err = e.Save(context.Background(), publishing.Save{Page: page, Value: value, Version: o.version(page)}); err != nil {
			return err
		}
		revision, err = e.LatestRevision(context.Background(), page)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return revision
}

func comparison(page cms.ID, from, to string) string {
	return edited(page) + "/compare?" + url.Values{"from": {from}, "to": {to}}.Encode()
}

func textSaying(id string, doc richtext.Doc) cms.Block {
	return cms.Block{ID: id, Type: "text", Value: &blocks.Text{Level: "main", Body: doc}}
}

func TestRevisionsOfAPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann, bob := o.user(cms.Author, ""), o.user(cms.Publisher, "")
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "Public", Summary: "S."})
	o.write(ann, page, &kinds.ContentPage{Title: "By hand", Summary: "S."})
	for i, automatic := range []bool{true, true, true, false} {
		_, err := o.store.Pool.Exec(t.Context(), `
			insert into revision (id, page_id, number, body, automatic, created_by, created_at)
			values (gen_random_uuid(), $1, $2, '{"title": "Kept"}', $3, $4, $5)`,
			page, 3+i, automatic, ann.ID, time.Date(2026, 3, 5, 10, 12+i, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
	}
	o.saveAs(bob, page, &kinds.ContentPage{Title: "Going on", Summary: "S."})
	list := o.get(bob, edited(page)+"/revisions").page(t)
	list.Wants("The draft", "Last changed by you", "Revision 7", "Kept when you went on", "Revision 6", "Revision 2", "Saved", "Revision 1", "Live now",
		"Published by the system", "3 automatic saves between 10:12 am and 10:14 am on 5 March 2026")
	if at := strings.Index(list.Text(), "Revision 1"); at < strings.Index(list.Text(), "Revision 7") {
		t.Error("the newest is not the first")
	}
	list.Link("What will change").Leads(edited(page) + "/compare?from=live&to=draft")
	o.get(bob, edited(page)+"/history").page(t).Link("See, compare and restore what was written before").Leads(edited(page) + "/revisions")
	o.get(bob, edited(page)).page(t).Link("What will change").Leads(edited(page) + "/compare?from=live&to=draft")
	o.get(bob, edited(page)+"/publish").page(t).Wants("1 field changed.")
	if got := o.get(ann, edited(page)+"/revisions?before=3").page(t); got.Says("Revision 3") || got.Says("The draft") || !got.Says("Revision 2") {
		t.Error("an older part holds what is newer")
	}
}

func TestWhatWentOutCanBeLookedAt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann := o.user(cms.Author, "")
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "Public", Summary: "S."})
	href, _ := o.get(ann, edited(page)+"/revisions").page(t).Section("Public").Selection.Find(`.revision-why a`).Attr("href")
	if !strings.Contains(href, "/preview?") {
		t.Fatalf("the release leads to %q", href)
	}
	frame, _ := o.get(ann, href).page(t).Selection.Find("iframe").Attr("src")
	if a := o.get(ann, frame); a.StatusCode != http.StatusOK || !strings.Contains(string(a.body), "Public") {
		t.Errorf("%s is answered %s", frame, a.Status)
	}
	old := o.write(ann, page, &kinds.ContentPage{Title: "Never public", Summary: "S."})
	o.write(ann, page, &kinds.ContentPage{Title: "Newer", Summary: "S."})
	preview := o.get(ann, edited(page)+"/preview?revision="+string(old)).page(t)
	preview.Wants("This is revision 2")
	frame, _ = preview.Selection.Find("iframe").Attr("src")
	if a := o.get(ann, frame); a.StatusCode != http.StatusOK || !strings.Contains(string(a.body), "Never public") {
		t.Errorf("%s is answered %s", frame, a.Status)
	}
	other := o.publish("page", o.home, "b", &kinds.ContentPage{Title: "B", Summary: "S."})
	for _, path := range []string{"/preview?revision=", "/preview/frame?revision=", "/compare?from=", "/compare?to="} {
		if a := o.get(ann, edited(other)+path+string(old)); a.StatusCode != http.StatusNotFound {
			t.Errorf("a revision of another page at %s is answered %s", path, a.Status)
		}
	}
}

func TestRevisionsAreNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann := o.user(cms.Author, "")
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "Public", Summary: "S."})
	revision := o.write(ann, page, &kinds.ContentPage{Title: "One", Summary: "S."})
	o.saveAs(ann, page, &kinds.ContentPage{Title: "Two", Summary: "S."})
	base := edited(page) + "/revisions"
	name := func(of, text string) answer { return o.post(ann, base+"/"+of+"/name", o.form(page, "name", text)) }
	if a := name(string(revision), "<b>Before</b>"); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != base+"?done=named" {
		t.Fatal(a.Status, a.Header)
	}
	if a := name("draft", "As it stands"); a.StatusCode != http.StatusSeeOther {
		t.Fatal(a.Status)
	}
	list := o.get(ann, base).page(t)
	list.Wants("<b>Before</b>", "As it stands")
	o.get(ann, edited(page)+"/history").page(t).Wants("named revision 2 “<b>Before</b>”", "named revision 3 “As it stands”")
	o.get(ann, comparison(page, "live", "draft")).page(t).Wants("Revision 2 “<b>Before</b>”")
	long := strings.Repeat("x", 81)
	a := name(string(revision), long)
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Fatal(a.Status)
	}
	a.page(t).Wants("A name has at most 80 characters")
	if value, _ := a.page(t).Selection.Find(`input#name`).Attr("value"); value != long {
		t.Errorf("what was typed is gone: %q", value)
	}
	if a := o.post(ann, base+"/draft/name", url.Values{"name": {"x"}, "version": {"1"}}); a.StatusCode != http.StatusConflict {
		t.Errorf("naming a draft that has changed is answered %s", a.Status)
	}
	name(string(revision), "")
	o.get(ann, base).page(t).Lacks("<b>Before</b>")
	o.get(ann, edited(page)+"/history").page(t).Wants("took the name “<b>Before</b>” away from revision 2")
}

func TestTextsAreCompared(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann := o.user(cms.Author, "")
	target := o.publish("page", o.home, "target", &kinds.ContentPage{Title: "The <i>target</i>", Summary: "S."})
	p := func(text string) richtext.Doc { return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}} }
	linked := richtext.Doc{{Paragraph: []richtext.Span{{Text: "It was "}, {Text: "here", Link: &cms.Link{Page: cms.Ref(target)}}, {Text: "."}}}}
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "Public", Summary: "The same.", Body: cms.Blocks{
		textSaying("a", p("The old words stand.")), textSaying("b", p("Gone soon.")), textSaying("c", p("Stays.")), textSaying("d", p("Moves.")),
	}})
	o.write(ann, page, &kinds.ContentPage{Title: "Public", Summary: "The same.", Body: cms.Blocks{
		textSaying("d", p("Moves.")), textSaying("a", p("The new words stand.")), textSaying("c", p("Stays.")), textSaying("e", linked),
	}})
	got := o.get(ann, comparison(page, "live", "draft")).page(t)
	got.Wants("1 field changed, 1 block added, 1 block moved, 1 block removed.", "2 fields are the same",
		"Moved from place 4 to place 1", "The [removed: old][added: new] words stand.", "Gone soon.", "(link to The <i>target</i> (/target))", "1 block is the same")
	if text := got.Selection.Find("del").Text(); !strings.Contains(text, "old") || strings.Contains(text, "new") {
		t.Errorf("removed is %q", text)
	}
	if text := got.Selection.Find("ins").Text(); !strings.Contains(text, "new") || strings.Contains(text, "old") {
		t.Errorf("added is %q", text)
	}
	o.get(ann, comparison(page, "draft", "draft")).page(t).Wants("Both say the same.")
	o.get(ann, comparison(target, "live", "draft")).page(t).Wants("There is no draft")
	if a := o.get(ann, comparison(page, "nothing", "draft")); a.StatusCode != http.StatusNotFound {
		t.Errorf("what there is not is answered %s", a.Status)
	}
}

// TestNothingComparedIsHTML puts what would run in a page into every field of
// every kind and block.
func TestNothingComparedIsHTML(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann := o.user(cms.Administrator, "")
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`
	doc := richtext.Doc{{Paragraph: []richtext.Span{{Text: evil, Abbr: evil, Marks: richtext.Strong, Link: &cms.Link{URL: "javascript:alert(1)//" + evil}}}}}
	body := func(extra string) (list cms.Blocks) {
		for _, bt := range o.registry.Blocks() {
			b := cms.Block{ID: evil + bt.Name, Type: bt.Name, Value: bt.New()}
			list = append(list, b)
		}
		list = append(list, textSaying(evil+"t", append(doc, richtext.Block{Paragraph: []richtext.Span{{Text: extra}}})),
			cms.Block{ID: evil + "raw", Type: "unknown" + evil, Raw: []byte(`{"a": "` + strings.ReplaceAll(evil, `"`, `\"`) + extra + `"}`)},
			cms.Block{ID: evil + "table", Type: "table", Value: &blocks.Table{Caption: evil + extra, Columns: []blocks.Column{{Name: evil + extra}}, Rows: []blocks.Row{{Cells: []blocks.Cell{{Text: doc}}}}}},
			cms.Block{ID: evil + "code", Type: "code", Value: &blocks.Code{Text: evil + extra}})
		return list
	}
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A", Summary: "S."})
	var revisions []cms.ID
	for _, extra := range []string{"one", "two"} {
		revisions = append(revisions, o.write(ann, page, &kinds.ContentPage{Title: evil + extra, Summary: evil + extra, Body: body(extra)}))
	}
	o.post(ann, edited(page)+"/revisions/"+string(revisions[0])+"/name", url.Values{"name": {`"><script>alert(3)</script>`}})
	for _, path := range []string{comparison(page, "live", "draft"), comparison(page, string(revisions[0]), "draft"), comparison(page, "draft", "live"), edited(page) + "/revisions", edited(page) + "/history"} {
		a := o.get(ann, path)
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s is answered %s", path, a.Status)
		}
		found := a.page(t).Selection
		if n := found.Find("main script, main img[onerror], main [onerror]").Length(); n > 0 {
			t.Errorf("%s: %d scripts", path, n)
		}
		found.Find("main a, main form").Each(func(_ int, s *goquery.Selection) {
			for _, name := range []string{"href", "action"} {
				if to, has := s.Attr(name); has && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#") {
					t.Errorf("%s leads to %q", path, to)
				}
			}
		})
	}
}

func TestThingsArePutBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann := o.user(cms.Author, "")
	p := func(text string) richtext.Doc { return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}} }
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "Public", Summary: "S."})
	old := o.write(ann, page, &kinds.ContentPage{Title: "Old", Summary: "Old lead.", Body: cms.Blocks{textSaying("a/b", p("Kept.")), textSaying("c", p("Gone."))}})
	o.write(ann, page, &kinds.ContentPage{Title: "New", Summary: "New lead.", Body: cms.Blocks{textSaying("a/b", p("Changed."))}})
	at := comparison(page, string(old), "draft")
	for _, step := range []struct{ button, told string }{
		{"Put this field back as it was: Lead", "restored the field Lead of revision 2"},
		{"Bring this block back: Text section", "restored the block Content › Text section of revision 2"},
		{"Put this block back as it was: Text section", "restored the block Content › Text section of revision 2"},
		{"Restore all of revision 2", "restored revision 2"},
	} {
		form := o.get(ann, at).page(t).Button(step.button).Selection.Closest("form")
		to, _ := form.Attr("action")
		values := url.Values{}
		form.Find("input").Each(func(_ int, s *goquery.Selection) {
			name, _ := s.Attr("name")
			value, _ := s.Attr("value")
			values.Set(name, value)
		})
		a := o.post(ann, to, values)
		if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != at+"&done=put-back" {
			t.Fatalf("%s is answered %s: %s", step.button, a.Status, a.page(t).Text())
		}
		o.get(ann, edited(page)+"/history").page(t).Wants(step.told)
		a = o.post(ann, to, values) // of the draft as it was before
		if a.StatusCode != http.StatusConflict {
			t.Errorf("%s once more is answered %s", step.button, a.Status)
		}
		a.page(t).Wants("This could not be done", "The draft has changed since you read it")
	}
	o.get(ann, at).page(t).Wants("Both say the same.")
	o.get(ann, edited(page)+"/revisions").page(t).Wants("Restored revision 2, by you", "Restored the field Lead of revision 2, by you")
	if a := o.post(ann, edited(o.home)+"/revisions/"+string(old)+"/restore", url.Values{"version": {"0"}}); a.StatusCode != http.StatusNotFound {
		t.Errorf("a revision of another page is answered %s", a.Status)
	}
	reader := o.user(0, "")
	if a := o.get(reader, at); a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusNotFound {
		t.Errorf("whoever may not read the draft is answered %s", a.Status)
	}
}

// BenchmarkCompare measures how long the comparison of two revisions of 200
// blocks takes, of which every other was changed. The budget is 200 ms for 95 of
// 100 pages.
func BenchmarkCompare(b *testing.B) {
	o := newOffice(b)
	ann := o.user(cms.Author, "")
	page := o.draft("page", o.home, "many", o.manyBlocks(200))
	old := o.write(ann, page, o.manyBlocks(200))
	changed := o.manyBlocks(200)
	filler := corpus.NewFiller(rand.New(rand.NewPCG(8, 8)), o.registry)
	filler.Pages = map[string][]cms.ID{"": {o.home}}
	for i := 0; i < len(changed.Body); i += 2 {
		bt, _ := o.registry.Block(changed.Body[i].Type)
		value := bt.New()
		filler.Fill(value)
		changed.Body[i].Value = value
	}
	now := o.write(ann, page, changed)
	size := 0
	measure(b, 200*time.Millisecond, func(int) time.Duration {
		begun := time.Now()
		a := o.get(ann, comparison(page, string(old), string(now)))
		if size = len(a.body); a.StatusCode != http.StatusOK {
			b.Fatal(a.Status)
		}
		return time.Since(begun)
	})
	b.ReportMetric(float64(size)/1000, "KB")
}
