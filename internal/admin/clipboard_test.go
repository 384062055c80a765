package admin_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"

	"github.com/PuerkitoBio/goquery"
)

// TestBlocksAreCopiedBetweenPages copies each type of block on one page, and
// pastes it on another: all that it holds comes along, under keys of its own.
func TestBlocksAreCopiedBetweenPages(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	from := o.draft("page", o.home, "from", o.manyBlocks(len(o.registry.Blocks())))
	to := o.draft("page", o.home, "to", contentPage("A"))
	for i, b := range o.content(from).Value.(*kinds.ContentPage).Body {
		a := o.press(u, from, fields(o.get(u, edited(from)).page(t)), "copy:body."+b.ID)
		if a.StatusCode != http.StatusSeeOther {
			t.Fatalf("copying %s is answered %s", b.Type, a.Status)
		}
		o.get(u, a.Header.Get("Location")).page(t).Wants("The block was copied")
		chooser := o.get(u, edited(to)+"/blocks?to=body").page(t)
		copied := chooser.Find("button[name=copy]").First().AttrOr("value", "")
		if a := o.post(u, edited(to)+"/blocks", url.Values{"to": {"body"}, "copy": {copied}}); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("pasting %s is answered %s", b.Type, a.Status)
		}
		body := o.content(to).Value.(*kinds.ContentPage).Body
		pasted := body[len(body)-1]
		if len(body) != i+2 || pasted.Type != b.Type || pasted.ID == b.ID || pasted.ID == "" {
			t.Fatalf("pasting %s makes %d blocks, the last of type %s", b.Type, len(body), pasted.Type)
		}
		one, other := &kinds.ContentPage{Body: cms.Blocks{b}}, &kinds.ContentPage{Body: cms.Blocks{{ID: b.ID, Type: b.Type, Value: pasted.Value}}}
		if before, after := o.registry.SearchText(one), o.registry.SearchText(other); before.Body != after.Body {
			t.Errorf("%s says %q, and its copy %q", b.Type, before.Body, after.Body)
		}
		if before, after := o.registry.Assets(one), o.registry.Assets(other); !slices.Equal(before, after) {
			t.Errorf("%s shows %q, and its copy %q", b.Type, before, after)
		}
	}
}

// TestCopiesAreOnesOwn: what somebody has copied is offered to them alone, where
// it may stand, and only the last few of it.
func TestCopiesAreOnesOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u, other := o.user(cms.Author, ""), o.user(cms.Author, "")
	page := o.draft("page", o.home, "page", contentPage("A", "B", "C", "D", "E", "F"))
	for _, key := range []string{"a", "b", "c", "d", "e", "f", "e"} {
		o.press(u, page, fields(o.get(u, edited(page)).page(t)), "copy:body."+key)
	}
	offered := func(u cms.User, list string) (what string) {
		o.get(u, edited(page)+"/blocks?to=body&place="+url.QueryEscape(list)).page(t).Find("button[name=copy] .block-choice-help").
			Each(func(_ int, s *goquery.Selection) { what += s.Text() + "; " })
		return what
	}
	if got := offered(u, "kind/page:body"); got != "Callout: E; Callout: F; Callout: D; Callout: C; Callout: B; " {
		t.Errorf("offered is %s", got)
	}
	if got := offered(other, "kind/page:body"); got != "" {
		t.Errorf("somebody else is offered %s", got)
	}
	copied := o.get(u, edited(page)+"/blocks?to=body").page(t).Find("button[name=copy]").First().AttrOr("value", "")
	for name, want := range map[string]struct {
		user   cms.User
		form   url.Values
		status int
	}{
		"by somebody else":  {other, url.Values{"to": {"body"}, "copy": {copied}}, http.StatusConflict},
		"after what is not": {u, url.Values{"to": {"body.x"}, "copy": {copied}}, http.StatusConflict},
		"what is not":       {u, url.Values{"to": {"body"}, "copy": {"x"}}, http.StatusConflict},
	} {
		if a := o.post(want.user, edited(page)+"/blocks", want.form); a.StatusCode != want.status {
			t.Errorf("pasting %s is answered %s", name, a.Status)
		}
	}
	if a := o.press(u, page, fields(o.get(u, edited(page)).page(t)), "copy:body.gone"); a.StatusCode != http.StatusConflict {
		t.Errorf("copying what is not there is answered %s", a.Status)
	}
	fragment := o.get(u, edited(page)+"/block?place=kind/page:body&name=body&key=k1&copy="+copied).page(t)
	if got := fragment.Find("[name='body.k1.heading']").AttrOr("value", ""); got != "E" {
		t.Errorf("a script is given %q", got)
	}
}

// TestBlocksWithinBlocksAreCopied: what stands within a block has keys of its own
// in the copy, so that both may stand on one page.
func TestBlocksWithinBlocksAreCopied(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Author, "")
	inner := cms.Block{ID: "inner", Type: "callout", Value: &blocks.Callout{Heading: "Inner"}}
	page := o.draft("page", o.home, "page", &kinds.ContentPage{Title: "Page", Body: cms.Blocks{
		{ID: "outer", Type: "expander", Value: &blocks.Expander{Heading: "Outer", Body: cms.Blocks{inner}}},
	}})
	o.press(u, page, fields(o.get(u, edited(page)).page(t)), "copy:body.outer")
	copied := o.get(u, edited(page)+"/blocks?to=body").page(t).Find("button[name=copy]").First().AttrOr("value", "")
	o.post(u, edited(page)+"/blocks", url.Values{"to": {"body.outer"}, "copy": {copied}})
	body := o.content(page).Value.(*kinds.ContentPage).Body
	if len(body) != 2 {
		t.Fatalf("there are %d blocks", len(body))
	}
	again := body[1].Value.(*blocks.Expander)
	if len(again.Body) != 1 || again.Body[0].ID == "inner" || again.Body[0].Value.(*blocks.Callout).Heading != "Inner" {
		t.Errorf("the copy holds %+v", again.Body)
	}
}
