package editing_test

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// TestUnreadable types what is not what it should be: it comes back as it was
// typed, with a problem beside it.
func TestUnreadable(t *testing.T) {
	editor := newEditor(t)
	for _, test := range []struct{ kind, field, typed, want string }{
		{"blog-post", "published", "31 February 2026", "31 February 2026 does not exist"},
		{"blog-post", "published", "soon", "not a date"},
		{"blog-post", "published", "5 Brumaire 2026", "not a month"},
		{"event", "sessions.0.starts", "29 March 2026 01:30", "does not exist"},
		{"event", "sessions.0.starts", "25 October 2026 1:30 am", "comes twice"},
		{"event", "sessions.0.starts", "5 March 2026", "not a date and time"},
		{"event", "sessions.0.starts", "5 March 2026 25:00", "no time of day"},
		{"form", "fields.0.max", "many", "not a whole number"},
		{"service", "intro", "a *b", "line 1"},
	} {
		t.Run(test.field+" "+test.typed, func(t *testing.T) {
			kind, _ := editor.Registry.Kind(test.kind)
			form := editor.Read(kind, url.Values{test.field: {test.typed}, "sessions": {"0"}, "fields": {"0"}})
			_, problems := form.Value()
			if len(problems) != 1 || !strings.Contains(problems[0].Message, test.want) {
				t.Fatalf("problems %v, want one that says %q", problems, test.want)
			}
			form.Refuse(problems)
			field, _ := form.Find(test.field)
			if field.Text != test.typed || len(field.Problems) != 1 {
				t.Errorf("the field holds %q and has %d problems", field.Text, len(field.Problems))
			}
			if told := form.Told(); len(told) != 1 || told[0].Name != test.field {
				t.Errorf("the summary tells %v", told)
			}
		})
	}
}

// TestDates reads dates and instants as people write them.
func TestDates(t *testing.T) {
	zone := newEditor(t).Registry.Zone()
	for typed, want := range map[string]string{
		"5 March 2026": "2026-03-05", "05/03/2026": "2026-03-05", " 5 mar 2026 ": "2026-03-05", "2026-3-5": "2026-03-05",
		"1 Sept 2026": "2026-09-01", "5.3.2026": "2026-03-05", "29 February 2028": "2028-02-29", "": "",
	} {
		if d, err := editing.ParseDate(typed); err != nil || d.String() != want {
			t.Errorf("%q is %v, %v; want %s", typed, d, err, want)
		}
	}
	for typed, want := range map[string]string{
		"5 March 2026 09:30": "2026-03-05T09:30:00Z", "5/7/2026 9.30 am": "2026-07-05T08:30:00Z", "5 July 2026 at 12 pm": "2026-07-05T11:00:00Z",
		"5 July 2026, 12:05 am": "2026-07-04T23:05:00Z", "2026-07-05 09:30": "2026-07-05T08:30:00Z", "2026-07-05T09:30": "2026-07-05T08:30:00Z",
		"2026-10-25T01:30:00+01:00": "2026-10-25T00:30:00Z",
	} {
		at, err := editing.ParseInstant(typed, zone)
		if got := at.Format("2006-01-02T15:04:05Z07:00"); err != nil || got != want {
			t.Errorf("%q is %s, %v; want %s", typed, got, err, want)
		}
	}
}

// FuzzRead sends whatever comes to mind as a form of any kind.
func FuzzRead(f *testing.F) {
	editor := newEditor(f)
	for _, post := range []string{
		"title=x&body=a&body=b&body.a:type=text&body.b:type=expander&body.b.body=c&body.b.body.c:type=table",
		"body=a&body=a&body=&body.a:type=gone&body.a:raw={", "published=2026-02-31&fields=1&fields=1&fields.1.options=x",
		"intro=**x&intro:format=json", `intro=[{"paragraph":[{"text":"a"}]},{"list":{"items":[null]}}]&intro:format=json`,
	} {
		for n := range 3 {
			f.Add(n, post, "up:body.a")
		}
	}
	all := editor.Registry.Kinds()
	f.Fuzz(func(t *testing.T, n int, post, action string) {
		values, err := url.ParseQuery(post)
		if err != nil {
			return
		}
		form := editor.Read(all[uint(n)%uint(len(all))], values)
		form.Do(action)
		value, problems := form.Value()
		form.Refuse(problems)
		form.Told()
		if len(problems) > 0 {
			return
		}
		again, problems := editor.Read(form.Kind, editor.Of(value).Post()).Value()
		if len(problems) > 0 {
			t.Fatalf("what was read cannot be read again: %v", problems)
		}
		if changes := editor.Registry.Compare(value, again); len(changes) > 0 {
			t.Fatalf("what was read is something else when it is read again: %v", changes)
		}
		_, _ = editor.Registry.Encode(value)
	})
}

// TestNoInputIsCalledAction: the buttons of the form are. A link called action
// has inputs such as action.text.
func TestNoInputIsCalledAction(t *testing.T) {
	for _, kind := range newEditor(t).Registry.Kinds() {
		for _, f := range kind.Fields {
			if f.Name == "action" && f.Type != schema.TypeLink {
				t.Errorf("%s has a field called action, as the buttons of its form are; call it something else", kind.Name)
			}
		}
	}
}

// TestHostileForms are far too large or too deep, and refused.
func TestHostileForms(t *testing.T) {
	editor := newEditor(t)
	kind, _ := editor.Registry.Kind((&kinds.ContentPage{}).Kind().Name)
	many, deep := url.Values{}, url.Values{}
	for i := range 200_000 {
		many.Add("body", fmt.Sprint(i))
		many.Set(fmt.Sprintf("body.%d:type", i), "text")
	}
	name := "body"
	for i := range 500 {
		key := fmt.Sprint(i)
		deep.Set(name, key)
		deep.Set(name+"."+key+":type", "expander")
		name += "." + key + ".body"
	}
	for what, post := range map[string]url.Values{"many": many, "deep": deep} {
		if _, problems := editor.Read(kind, post).Value(); len(problems) != 1 || problems[0].Field != "" {
			t.Errorf("%s: %v", what, problems)
		}
	}
}

// TestActions presses the buttons of blocks and lists.
func TestActions(t *testing.T) {
	editor := newEditor(t)
	for _, test := range []struct{ action, want, next string }{
		{"up:body.b", "b a c", "body.b"},
		{"up:body.a", "a b c", "body.a"},
		{"down:body.a", "b a c", "body.a"},
		{"down:body.c", "a b c", "body.c"},
		{"remove:body.b", "a c", "body.c"},
		{"remove:body.c", "a b", "body.b"},
		{"duplicate:body.a", "a + b c", "new"},
		{"add:body.a:text", "a + b c", "new"},
		{"add:body:text", "a b c +", "new"},
		{"first:body:text", "+ a b c", "new"},
		{"add:body:banner", "a b c", ""},
		{"up:body.x", "a b c", ""},
		{"up:body", "a b c", ""},
		{"", "a b c", ""},
	} {
		t.Run(test.action, func(t *testing.T) {
			form := editor.Of(page(t, editor, "a", "b", "c"))
			next, done := form.Do(test.action)
			body, _ := form.Find("body")
			var keys []string
			for _, entry := range body.Entries {
				if !strings.Contains("abc", entry.Key) {
					if next != entry.Name {
						t.Errorf("next is %s and not the new block", next)
					}
					next, entry.Key = "new", "+"
				}
				keys = append(keys, entry.Key)
			}
			if got := strings.Join(keys, " "); got != test.want || next != test.next || done != (test.next != "") {
				t.Errorf("%s leads to %q at %s, %v; want %q at %s", test.action, got, next, done, test.want, test.next)
			}
			if _, problems := form.Value(); len(problems) > 0 {
				t.Error(problems)
			}
		})
	}
}

// TestChosen presses the buttons of what was chosen.
func TestChosen(t *testing.T) {
	editor := newEditor(t)
	service := &kinds.Service{Title: "x", Further: []cms.Ref{"p1", "p2"}, Image: cms.Image{Asset: "a1", Alt: "An alt"}}
	form := editor.Of(service)
	for _, action := range []string{"up:further:p2", "clear:image.asset", "down:further:p1", "up:further:p2"} {
		if next, done := form.Do(action); !done || !strings.Contains(action, next) {
			t.Errorf("%s leads to %q, %v", action, next, done)
		}
	}
	if !form.Choose("further", "p2", "p3") || !form.Choose("image.asset", "a2") || form.Choose("title", "p1") || form.Choose("gone.asset", "p1") {
		t.Error("what can be chosen is not what it should be")
	}
	v, _ := form.Value()
	got := v.(*kinds.Service)
	if fmt.Sprint(got.Further) != "[p2 p1 p3]" || got.Image.Asset != "a2" || got.Image.Alt != "An alt" {
		t.Errorf("chosen are %v and %v", got.Further, got.Image)
	}
}

// TestLink makes links of addresses once it is known where the pages are.
func TestLink(t *testing.T) {
	linked, unlinked := newEditor(t), &editing.Editor{Registry: newEditor(t).Registry}
	kind, _ := unlinked.Registry.Kind("service")
	for _, post := range []url.Values{
		{"intro": {"See [it](/services#part)."}},
		{"intro": {`[{"paragraph":[{"text":"it","link":{"page":"` + string(pageIDs[1]) + `","fragment":"part"}}]}]`}, "intro:format": {"json"}},
		{"intro": {"See [it](/nowhere)."}},
	} {
		form := unlinked.Read(kind, post)
		form.Link(linked.Links)
		want := linked.Read(kind, post)
		value, problems := form.Value()
		wanted, told := want.Value()
		if fmt.Sprint(problems) != fmt.Sprint(told) || len(unlinked.Registry.Compare(value, wanted)) > 0 {
			t.Errorf("%v is read as %v, %v and not as %v, %v", post, value, problems, wanted, told)
		}
		got, _ := form.Find("intro")
		if field, _ := want.Find("intro"); got.Text != field.Text {
			t.Errorf("the text is %q and not %q", got.Text, field.Text)
		}
	}
}

// TestRestore brings back a block that was removed.
func TestRestore(t *testing.T) {
	editor := newEditor(t)
	before, after := page(t, editor, "a", "b", "c"), editor.Of(page(t, editor, "a", "c"))
	if next, done := after.Restore(editor.Of(before), "body.b"); !done || next != "body.b" {
		t.Fatalf("restored %s, %v", next, done)
	}
	got, _ := after.Value()
	if changes := editor.Registry.Compare(before, got); len(changes) > 0 {
		t.Error(changes)
	}
}

// page has callouts with these IDs.
func page(t *testing.T, editor *editing.Editor, ids ...string) *kinds.ContentPage {
	t.Helper()
	bt, _ := editor.Registry.Block("callout")
	p := &kinds.ContentPage{Title: "x"}
	for _, id := range ids {
		p.Body = append(p.Body, cms.Block{ID: id, Type: "callout", Value: bt.New()})
	}
	editor.Registry.Normalise(p)
	return p
}

// TestTable arranges the columns and rows of a table: cells stay with their
// column, and every row keeps as many as there are columns.
func TestTable(t *testing.T) {
	editor := newEditor(t)
	text := func(s string) richtext.Doc { return richtext.Doc{{Paragraph: []richtext.Span{{Text: s}}}} }
	row := func(cells ...string) (r blocks.Row) {
		for _, cell := range cells {
			r.Cells = append(r.Cells, blocks.Cell{Text: text(cell)})
		}
		return r
	}
	for action, want := range map[string]string{
		"up:body.t.columns.1":        "ba 21",
		"down:body.t.columns.1":      "ab 12",
		"remove:body.t.columns.0":    "b 2",
		"duplicate:body.t.columns.0": "aab 112",
		"add:body.t.columns.0":       "a-b 1-2",
		"add:body.t.columns":         "ab- 12-",
		"add:body.t.rows":            "ab 12 --",
		"add:body:table":             "ab 12",
	} {
		form := editor.Of(&kinds.ContentPage{Title: "x", Body: cms.Blocks{{ID: "t", Type: "table", Value: &blocks.Table{
			Columns: []blocks.Column{{Name: "a"}, {Name: "b"}}, Rows: []blocks.Row{row("1", "2")},
		}}}})
		if _, done := form.Do(action); !done {
			t.Errorf("%s is not done", action)
		}
		v, _ := form.Value()
		table := v.(*kinds.ContentPage).Body[0].Value.(*blocks.Table)
		got := ""
		for _, c := range table.Columns {
			got += cmp.Or(c.Name, "-")
		}
		for _, r := range table.Rows {
			got += " "
			for _, c := range r.Cells {
				got += cmp.Or(c.Text.Plain(), "-")
			}
		}
		if got != want {
			t.Errorf("%s makes %q, want %q", action, got, want)
		}
	}
}
