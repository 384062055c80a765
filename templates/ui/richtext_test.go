package ui_test

import (
	"testing"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/templates/ui"
)

func TestRichText(t *testing.T) {
	const live, notLive = cms.Ref("live"), cms.Ref("not live")
	view := &ui.View{Refs: map[cms.ID]cms.Item{cms.ID(live): {Path: "/services", Card: cms.Card{Title: "Services"}}}}

	span := func(text string, marks richtext.Marks) richtext.Span { return richtext.Span{Text: text, Marks: marks} }
	link := func(text string, marks richtext.Marks, to cms.Link) richtext.Span {
		return richtext.Span{Text: text, Marks: marks, Link: &to}
	}
	p := func(spans ...richtext.Span) richtext.Block { return richtext.Block{Paragraph: spans} }
	list := func(ordered bool, items ...richtext.Doc) richtext.Block {
		return richtext.Block{List: &richtext.List{Ordered: ordered, Items: items}}
	}

	for _, test := range []struct {
		name string
		doc  richtext.Doc
		want string
	}{
		{"no text", nil, ""},
		{"an empty paragraph is not there", richtext.Doc{p(), p(span("", 0))}, ""},
		{"text is escaped", richtext.Doc{p(span(`a < b & "c"`, 0))}, `<p>a &lt; b &amp; &#34;c&#34;</p>`},
		{"spaces between spans stay", richtext.Doc{p(span("one ", 0), span("two", richtext.Strong), span(" three", 0))},
			"<p>one <strong>two</strong> three</p>"},
		{"neighbours share what they have in common", richtext.Doc{p(span("a", richtext.Strong), span("b", richtext.Strong|richtext.Emphasis), span("c", richtext.Emphasis))},
			"<p><strong>a<em>b</em></strong><em>c</em></p>"},
		{"every mark", richtext.Doc{p(span("x", richtext.Code), span("2", richtext.Subscript), span("3", richtext.Superscript))},
			"<p><code>x</code><sub>2</sub><sup>3</sup></p>"},
		{"abbreviation", richtext.Doc{p(richtext.Span{Text: "GP", Abbr: "general practitioner", Marks: richtext.Strong})},
			`<p><strong><abbr title="general practitioner">GP</abbr></strong></p>`},
		{"a link stays whole", richtext.Doc{p(link("a ", 0, cms.Link{Page: live}), link("bold", richtext.Strong, cms.Link{Page: live}), span(" b", richtext.Strong))},
			`<p><a href="/services">a <strong>bold</strong></a><strong> b</strong></p>`},
		{"links beside each other are two", richtext.Doc{p(link("a", 0, cms.Link{Page: live}), link("b", 0, cms.Link{Page: live, Fragment: "x"}))},
			`<p><a href="/services">a</a><a href="/services#x">b</a></p>`},
		{"a link that leads nowhere is its words", richtext.Doc{p(span("see ", 0), link("the page", richtext.Emphasis, cms.Link{Page: notLive}))},
			"<p>see <em>the page</em></p>"},
		{"an address that runs a script is not one", richtext.Doc{p(link("x", 0, cms.Link{URL: "javascript:alert(1)"}))},
			`<p><a href="about:invalid#TemplFailedSanitizationURL">x</a></p>`},
		{"a short entry is no paragraph", richtext.Doc{list(false, richtext.Doc{p(span("a", 0))}, richtext.Doc{p(span("b", 0)), list(true, richtext.Doc{p(span("c", 0))})})},
			"<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>"},
		{"an entry of two paragraphs", richtext.Doc{list(true, richtext.Doc{p(span("a", 0)), p(span("b", 0))})},
			"<ol><li><p>a</p><p>b</p></li></ol>"},
		{"an empty entry is not there, nor a list of them", richtext.Doc{list(false, nil, richtext.Doc{p(span("a", 0))}), list(false, nil)},
			"<ul><li>a</li></ul>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := html(t, ui.RichText(view, test.doc)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if got, want := ui.HasText(test.doc), test.want != ""; got != want {
				t.Errorf("HasText is %v, want %v", got, want)
			}
		})
	}
}
