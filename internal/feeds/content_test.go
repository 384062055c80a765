package feeds_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lectern/internal/feeds"
)

var contentAddress = &url.URL{Scheme: "https", Host: "example.org", Path: "/blogs/a-post"}

func TestContent(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"words":                {"Words & <words>words", "<p>Words &amp; words</p>"},
		"classes and the like": {`<p class="lead" id="x" style="color:red" onclick="x()" data-x="1" aria-label="x">A</p>`, "<p>A</p>"},
		"wrappers":             {`<div class="hero"><div><p>A</p> <section>B <em>b</em></section></div><div></div></div>`, "<p>A</p><p>B <em>b</em></p>"},
		"what runs":            {`<script>x()</script><style>x{}</style><p>A<noscript>x</noscript></p><iframe src="/x">x</iframe><template><p>x</p></template>`, "<p>A</p>"},
		"what nobody sees":     {`<p hidden>x</p><p>A<span aria-hidden="true">x</span></p><div popover><p>x</p></div><svg><text>x</text></svg><math><mi>x</mi></math>`, "<p>A</p>"},
		"forms":                {`<form action="/x"><label>x</label><input value="x"><button>x</button></form><p>A <button>x</button></p><nav>x</nav>`, "<p>A</p>"},
		"links": {
			`<p><a href="/x">a</a> <a href="#part">b</a> <a href="b-post">c</a> <a href="//other.example/x">d</a> <a href="mailto:a@b.example">e</a> <a href="tel:111">f</a> <a href="?view=whole">g</a></p>`,
			`<p><a href="https://example.org/x">a</a> <a href="https://example.org/blogs/a-post#part">b</a> <a href="https://example.org/blogs/b-post">c</a> <a href="https://other.example/x">d</a> <a href="mailto:a@b.example">e</a> <a href="tel:111">f</a> <a href="https://example.org/blogs/a-post?view=whole">g</a></p>`,
		},
		"links that lead nowhere good": {`<p><a href="javascript:x()">a</a><a href=" JavaScript:x()">b</a><a href="data:,x">c</a><a href="">d</a><a>e</a><a href="https:///x">f</a><a href="http://[x">g</a></p>`, "<p>abcdefg</p>"},
		"pictures": {
			`<picture><source srcset="/a.webp"><img src="/media/1/960/a.jpg" srcset="/media/1/320/a.jpg 320w" sizes="100vw" alt="A &quot;cat&quot;" width="960" height="x" loading="lazy"></picture><img src="data:image/png;base64,x">`,
			`<p><img src="https://example.org/media/1/960/a.jpg" alt="A &quot;cat&quot;" width="960"></p>`,
		},
		"a decorative picture":       {`<figure><img src="/a.svg" alt=""><figcaption>A</figcaption></figure>`, `<figure><img src="https://example.org/a.svg" alt=""><figcaption>A</figcaption></figure>`},
		"words for those who listen": {`<p><strong><span class="govuk-visually-hidden">Warning:</span> hot</strong></p>`, "<p><strong>Warning: hot</strong></p>"},
		"what opens":                 {`<details class="x"><summary>More <span>of it</span></summary><div><p>A</p></div></details>`, "<p><strong>More of it</strong></p><p>A</p>"},
		"a table": {
			`<div role="region" tabindex="0"><table><caption><span>C</span></caption><thead><tr><td></td><th scope="col" class="n">H</th></tr></thead><tr><th scope="row">R</th><td colspan="2"><p>1</p></td></tr></table></div>`,
			`<table><caption>C</caption><thead><tr><td></td><th scope="col">H</th></tr></thead><tbody><tr><th scope="row">R</th><td colspan="2">1</td></tr></tbody></table>`,
		},
		"lists":                           {`<ul class="x"><li></li><li><div><p>A</p></div></li> <li>B<ul></ul></li></ul><dl><div><dt>T</dt><dd>D</dd></div></dl><ul></ul>`, "<ul><li>A</li><li>B</li></ul><dl><dt>T</dt><dd>D</dd></dl>"},
		"lone paragraphs":                 {`<ul><li><span>Yes:</span><div><p>A <em>b</em></p></div></li><li><p>C</p><p>D</p></li><li>E<ul><li>F</li></ul><p>G</p></li></ul>`, `<ul><li>Yes: A <em>b</em></li><li><p>C</p><p>D</p></li><li>E<ul><li>F</li></ul><p>G</p></li></ul>`},
		"code":                            {"<pre><code><span class=\"l\">a &lt;\n</span><span>  b</span></code></pre>", "<pre><code>a &lt;\n  b</code></pre>"},
		"spaces":                          {"<p>\n  A <b> b </b>\n <i> </i>\t c <br> d\u00a0 </p> \n ", "<p>A <b>b</b> c<br>d\u00a0</p>"},
		"characters that XML cannot hold": {"<p>A\x00\x08&#x8;&#xffff;B&#13;\xff</p>", "<p>AB</p>"},
		"blocks among words":              {`<p>A</p><h2><div>B</div><div>C</div></h2><a href="/x"><div><p>D</p></div></a>`, `<p>A</p><h2>B C</h2><p><a href="https://example.org/x">D</a></p>`},
		"a title":                         {"<h1>A</h1>", "<h2>A</h2>"},
		"what is unknown":                 {"<x-y>A <z>b</z></x-y><o><p>C</p></o>", "<p>A b</p><p>C</p>"},
		"parts without a whole":           {"<li>A</li><dt>B</dt><figcaption>C</figcaption>", "<p>A</p><p>B</p><p>C</p>"},
		"nothing":                         {" <div> <p> </p> </div> <!-- x -->", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := feeds.Content(c.page, contentAddress)
			if err != nil || got != c.want {
				t.Errorf("the content is, with error %v,\n%s\nwant\n%s", err, got, c.want)
			}
			again, err := feeds.Content(got, contentAddress)
			if err != nil || again != got {
				t.Errorf("its own content is, with error %v,\n%s", err, again)
			}
		})
	}
}

// contentElements are all that content may hold, with their attributes.
var contentElements = map[string]string{
	"a": "href", "abbr": "title", "b": "", "blockquote": "", "br": "", "caption": "", "cite": "", "code": "", "dd": "", "del": "", "dfn": "",
	"dl": "", "dt": "", "em": "", "figcaption": "", "figure": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "hr": "", "i": "",
	"img": "src alt width height", "ins": "", "kbd": "", "li": "", "mark": "", "ol": "start", "p": "", "pre": "", "q": "", "s": "", "samp": "",
	"small": "", "strong": "", "sub": "", "sup": "", "table": "", "tbody": "", "td": "scope colspan rowspan", "tfoot": "", "th": "scope colspan rowspan",
	"thead": "", "time": "datetime", "tr": "", "u": "", "ul": "", "var": "",
}

func FuzzContent(f *testing.F) {
	for _, page := range []string{
		"<p>A</p>", "<p><b><b><b><b>x</p>y</b>", "<table><tr><td><p>a<table><b>c</table>d", "<a href=x><p><a href=y>z", "<pre>\n\nx</pre>",
		"<ul><li>a<div><li>b</ul>", "<select><option>x<p>", "<svg><foreignObject><p>x</svg>", "<h2><p>a<h3>b", "<dl><div><dt>a<dd>b<p>c<dt>d",
		"<table><caption><div>x<p>y</caption><colgroup><col>z<tr>w<th><h1>v", "a<br> <br>b<hr>c", "<i>a<p>b</i>c", "<plaintext>x<p>", "<a href='https://a b/%zz?#'>x",
		"<object><p>a<p>b</object>c", "<button><p>a</button>", "<li>a<ol start=2><li>b", "<span> a</span><span>b </span> c", "<img src=/x><img src='http://:80'>",
	} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		content, err := feeds.Content(page, contentAddress)
		if err != nil {
			return // so deep that no reader would take it
		}
		contentHoldsOnly(t, content)
		again, err := feeds.Content(content, contentAddress)
		if err != nil || again != content {
			t.Errorf("its own content is, with error %v,\n%q\ninstead of\n%q", err, again, content)
		}
	})
}

// contentHoldsOnly fails the test for elements, attributes and addresses that
// content must not hold, and for tags that do not match.
func contentHoldsOnly(t *testing.T, content string) {
	t.Helper()
	var open []string
	tokens := html.NewTokenizer(strings.NewReader(content))
	for tokens.Next() != html.ErrorToken {
		token := tokens.Token()
		switch token.Type {
		case html.StartTagToken:
			attributes, known := contentElements[token.Data]
			if !known {
				t.Errorf("there is an element %s in %q", token.Data, content)
			}
			for _, a := range token.Attr {
				if !slices.Contains(strings.Fields(attributes), a.Key) {
					t.Errorf("%s has an attribute %s in %q", token.Data, a.Key, content)
				}
				if a.Key == "href" || a.Key == "src" {
					contentAddressIsGood(t, a.Val)
				}
			}
			if !slices.Contains([]string{"br", "hr", "img"}, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%s ends within %q in %q", token.Data, open, content)
			}
			open = open[:len(open)-1]
		case html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
			t.Errorf("there is a %s in %q", token, content)
		}
	}
	if len(open) > 0 {
		t.Errorf("%q do not end in %q", open, content)
	}
}

func contentAddressIsGood(t *testing.T, address string) {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil || !to.IsAbs() || !slices.Contains([]string{"http", "https", "mailto", "tel"}, to.Scheme) {
		t.Errorf("something leads to %q", address)
	}
}
