package media_test

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"lectern/internal/media"
)

func TestDrawingsAreOnlyDrawings(t *testing.T) {
	t.Parallel()
	const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 44 22">`
	for name, c := range map[string]struct {
		svg  string
		says string // empty: accepted
	}{
		"paths":                      {open + `<title>T</title><g fill="#fff"><path d="M0 0h9"/></g></svg>`, ""},
		"a declaration":              {`<?xml version="1.0" encoding="UTF-8"?><!-- made by hand -->` + open + `<path d="M0 0h9"/></svg>`, ""},
		"a gradient":                 {open + `<defs><linearGradient id="a"><stop stop-color="#fff"/></linearGradient></defs><path fill="url(#a)" d="M0 0h9"/></svg>`, ""},
		"a part used again":          {open + `<use xlink:href="#a"/></svg>`, ""},
		"styles":                     {open + `<style>.a{fill:#fff;clip-path:url( "#b")}</style><path class="a" d="M0 0h9"/></svg>`, ""},
		"an editor's notes":          {open + `<n:view xmlns:n="http://www.inkscape.org/namespaces/inkscape" n:zoom="1"/></svg>`, ""},
		"a size":                     {`<svg xmlns="http://www.w3.org/2000/svg" width="44px" height="22"/>`, ""},
		"a script":                   {open + `<script>alert(1)</script></svg>`, "<script>"},
		"an event":                   {open + `<path onload="alert(1)" d="M0 0h9"/></svg>`, "onload"},
		"an event on top":            {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onLoad="x()"/>`, "script"},
		"a web page":                 {open + `<foreignObject><p>x</p></foreignObject></svg>`, "foreignObject"},
		"another's script":           {open + `<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script></svg>`, "web page"},
		"a link":                     {open + `<a href="https://example.org"><path d="M0 0h9"/></a></svg>`, "<a>"},
		"a picture":                  {open + `<image href="https://example.org/x.png"/></svg>`, "<image>"},
		"a use elsewhere":            {open + `<use href="https://example.org/x.svg#a"/></svg>`, "another file"},
		"a fill elsewhere":           {open + `<path fill="url(https://example.org/x.svg#a)" d="M0 0h9"/></svg>`, "fetches"},
		"an import":                  {open + `<style>@import "https://example.org/x.css";</style></svg>`, "fetch"},
		"an escape":                  {open + `<style>.a{fill:u\72l(https://example.org)}</style></svg>`, "fetch"},
		"an import after an element": {open + `<style><desc/>@import url(http://x/);</style></svg>`, "comment or an element"},
		"an element of an editor":    {open + `<style><n:a xmlns:n="n"/>a{fill:url(http://x)}</style></svg>`, "comment or an element"},
		"a comment in a word":        {open + `<style>a{fill:u<!-- -->rl(http://x)}</style></svg>`, "comment or an element"},
		"an instruction in a word":   {open + `<style>a{fill:u<?xml ?>rl(http://x)}</style></svg>`, "comment or an element"},
		"a word in two parts":        {open + `<style>a{fill:u<![CDATA[rl(http://x)]]>}</style></svg>`, "fetch"},
		"a letter by its number":     {open + `<style>a{fill:&#117;rl(http://x)}</style></svg>`, "fetch"},
		"a style of an editor":       {open + `<n:style xmlns:n="n">@import "x"</n:style></svg>`, "fetch"},
		"the second styles":          {open + `<style>a{fill:red}</style><style>@import "x"</style></svg>`, "fetch"},
		"a set of pictures":          {open + `<path style="fill:image-set('http://x/a.png' 1x)" d="M0 0h9"/></svg>`, "fetches"},
		"a set under its old name":   {open + `<path style="fill:-webkit-IMAGE-SET('http://x/a.png' 1x)" d="M0 0h9"/></svg>`, "fetches"},
		"an image":                   {open + `<style>a{fill:image('http://x/a.png')}</style></svg>`, "fetch"},
		"a source":                   {open + `<path mask="src('http://x/a.png')" d="M0 0h9"/></svg>`, "fetches"},
		"an escape in an attribute":  {open + `<path fill="u\72l(http://x)" d="M0 0h9"/></svg>`, "fetches"},
		"one part and one file":      {open + `<path style="fill:url(#a);mask:url(http://x)" d="M0 0h9"/></svg>`, "fetches"},
		"a base":                     {open + `<g xml:base="http://x/"><use href="#a"/></g></svg>`, "xml:base"},
		"a name on a disk":           {open + `<path file="C:\x" data-name="logo@2x" id="a@b" d="M0 0h9"/></svg>`, ""},
		"an editor's file":           {`<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://sodipodi" s:docname="C:\x@2.svg" viewBox="0 0 44 22"/>`, ""},
		"parts between quotes":       {open + `<path style="fill:url('#a');mask:url(&quot;#b&quot;)" d="M0 0h9"/></svg>`, ""},
		"styles in a section":        {open + `<style><![CDATA[.a{fill:#fff}]]></style></svg>`, ""},
		"a movement":                 {open + `<set attributeName="href" to="javascript:x"/></svg>`, "<set>"},
		"a style sheet":              {`<?xml-stylesheet href="https://example.org/x.css"?>` + open + `</svg>`, "xml-stylesheet"},
		"an entity":                  {`<!DOCTYPE svg [<!ENTITY a "b">]>` + open + `&a;</svg>`, "document type"},
		"no size":                    {`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`, "viewBox"},
		"no namespace":               {`<svg viewBox="0 0 44 22"/>`, "viewBox"},
		"something else":             {`<p xmlns="http://www.w3.org/1999/xhtml">x</p>`, "web page"},
		"half":                       {open + `<path d="M0 0h9"/>`, "cannot be read"},
		"nothing":                    {` `, "empty"},
		"too much":                   {open + strings.Repeat(`<path d="M0 0h9"/>`, 6000) + `</svg>`, "may have 100"},
	} {
		facts, err := media.Sniff("logo.svg", []byte(c.svg))
		switch {
		case c.says == "" && (err != nil || facts.MediaType != "image/svg+xml" || facts.Width != 44 || facts.Height != 22):
			t.Errorf("%s: %+v, %v", name, facts, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want a sentence with %q", name, err, c.says)
		}
	}
}

// FuzzDrawings reads the style sheets of what is accepted as a browser does.
func FuzzDrawings(f *testing.F) {
	for _, inside := range []string{
		"<style>a{fill:url(#b)}</style>", "<style><desc/>@import url(http://x/);</style>", "<style>a{fill:u<!-- -->rl(http://x)}</style>",
		"<style><![CDATA[a{}]]></style><desc>@import</desc>", `<g style="fill:image-set('x' 1x)"/>`, `<g xml:base="http://x/" fill="u\72l(x)"/>`,
	} {
		f.Add(inside)
	}
	fetching := regexp.MustCompile(`(?i)@|\\|(image|image-set|src)\(|url\(\s*["']?[^#"'\s]`)
	f.Fuzz(func(t *testing.T, inside string) {
		svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 22">` + inside + `</svg>`
		if _, err := media.Sniff("a.svg", []byte(svg)); err != nil {
			return
		}
		decoder, within, text := xml.NewDecoder(strings.NewReader(svg)), 0, ""
		for {
			token, err := decoder.Token()
			if err != nil {
				break
			}
			switch token := token.(type) {
			case xml.StartElement:
				if within > 0 || token.Name.Local == "style" {
					within++
				}
				for _, a := range token.Attr {
					if a.Name.Local == "style" && a.Name.Space == "" && fetching.MatchString(a.Value) || a.Name.Local == "base" && a.Name.Space == "http://www.w3.org/XML/1998/namespace" {
						t.Errorf("%s is accepted in %s", a.Value, svg)
					}
				}
			case xml.EndElement:
				within = max(0, within-1)
			case xml.CharData:
				if within > 0 {
					text += string(token)
				}
			}
		}
		if fetching.MatchString(text) {
			t.Errorf("%q is accepted in %s", text, svg)
		}
	})
}
