package media_test

import (
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
		"paths":             {open + `<title>T</title><g fill="#fff"><path d="M0 0h9"/></g></svg>`, ""},
		"a declaration":     {`<?xml version="1.0" encoding="UTF-8"?><!-- made by hand -->` + open + `<path d="M0 0h9"/></svg>`, ""},
		"a gradient":        {open + `<defs><linearGradient id="a"><stop stop-color="#fff"/></linearGradient></defs><path fill="url(#a)" d="M0 0h9"/></svg>`, ""},
		"a part used again": {open + `<use xlink:href="#a"/></svg>`, ""},
		"styles":            {open + `<style>.a{fill:#fff;clip-path:url( "#b")}</style><path class="a" d="M0 0h9"/></svg>`, ""},
		"an editor's notes": {open + `<n:view xmlns:n="http://www.inkscape.org/namespaces/inkscape" n:zoom="1"/></svg>`, ""},
		"a size":            {`<svg xmlns="http://www.w3.org/2000/svg" width="44px" height="22"/>`, ""},
		"a script":          {open + `<script>alert(1)</script></svg>`, "<script>"},
		"an event":          {open + `<path onload="alert(1)" d="M0 0h9"/></svg>`, "onload"},
		"an event on top":   {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onLoad="x()"/>`, "script"},
		"a web page":        {open + `<foreignObject><p>x</p></foreignObject></svg>`, "foreignObject"},
		"another's script":  {open + `<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script></svg>`, "web page"},
		"a link":            {open + `<a href="https://example.org"><path d="M0 0h9"/></a></svg>`, "<a>"},
		"a picture":         {open + `<image href="https://example.org/x.png"/></svg>`, "<image>"},
		"a use elsewhere":   {open + `<use href="https://example.org/x.svg#a"/></svg>`, "another file"},
		"a fill elsewhere":  {open + `<path fill="url(https://example.org/x.svg#a)" d="M0 0h9"/></svg>`, "fetches"},
		"an import":         {open + `<style>@import "https://example.org/x.css";</style></svg>`, "fetch"},
		"an escape":         {open + `<style>.a{fill:u\72l(https://example.org)}</style></svg>`, "fetch"},
		"a movement":        {open + `<set attributeName="href" to="javascript:x"/></svg>`, "<set>"},
		"a style sheet":     {`<?xml-stylesheet href="https://example.org/x.css"?>` + open + `</svg>`, "xml-stylesheet"},
		"an entity":         {`<!DOCTYPE svg [<!ENTITY a "b">]>` + open + `&a;</svg>`, "document type"},
		"no size":           {`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`, "viewBox"},
		"no namespace":      {`<svg viewBox="0 0 44 22"/>`, "viewBox"},
		"something else":    {`<p xmlns="http://www.w3.org/1999/xhtml">x</p>`, "web page"},
		"half":              {open + `<path d="M0 0h9"/>`, "cannot be read"},
		"nothing":           {` `, "empty"},
		"too much":          {open + strings.Repeat(`<path d="M0 0h9"/>`, 6000) + `</svg>`, "may have 100"},
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
