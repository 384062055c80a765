package testkit_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"lectern/internal/testkit"
)

// A page with one fault of each sort. A check that has never failed has shown
// nothing.
const faulty = `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Faults</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/static/style.css"><script type="module" src="/static/script.js"></script></head>
<body>
<header><a href="/elsewhere">Not a skip link</a><button type="button">Menu</button>
<nav aria-label="Main" popover id="menu"><a href="/">Home</a></nav></header>
<main id="main"><h1>Faults</h1>
<p class="pale">Pale text on white</p>
<p class="dim">Dim in the dark</p>
<h2></h2>
<p style="color: red">Styled here</p>
<p class="wide">Wider than a phone</p>
<p class="large">Wider than a screen once text is large</p>
<img src="/static/late.svg" alt="It has no size">
<p>What follows the picture</p>
<p id="promise">This page works.</p>
<p><a class="ringless" href="#main">No ring</a> <button type="button" aria-label="Close"></button></p>
<div class="cover"></div><p><a href="#promise">Covered</a></p>
<p class="cut">A box with room for one line</p>
</main></body></html>`

const faultyStyle = `@media (prefers-color-scheme: dark) { .dim { color: #444; background: #333 } } .pale { color: #ccc; background: #fff } .wide { width: 500px } .large { width: 50rem } img { display: block }
.ringless:focus { outline: none } .ringless { transition: color 1s } 
.cover { position: relative; height: 0 } .cover::after { content: ''; position: absolute; inset: 0 0 -4rem 0; background: #fff } .cut { height: 1.4em; line-height: 1.2; width: 16em; overflow: hidden }
@media (forced-colors: active) { .pale { outline: solid } } @media (max-width: 500px) { .large { width: auto } }`

const faultyScript = `document.getElementById("promise").textContent = "This page works with scripts.";
document.cookie = "crumb=1";
console.warn("a warning"); nowhere();`

func TestChromiumFindsFaults(t *testing.T) {
	t.Parallel()
	files := map[string][2]string{
		"/":                 {"text/html; charset=utf-8", faulty},
		"/static/style.css": {"text/css", faultyStyle},
		"/static/script.js": {"text/javascript", faultyScript},
		"/static/late.svg":  {"image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="300"></svg>`},
		"/favicon.svg":      {"image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"></svg>`},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, found := files[r.URL.Path]
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		w.Header().Set("Content-Type", file[0])
		fmt.Fprint(w, file[1])
	}))
	defer server.Close()

	look := testkit.Look{Origin: server.URL, Menus: []string{"/"}, Weigh: []string{"/"}}
	for _, context := range []string{testkit.Phone, testkit.Desktop, testkit.NoJavaScript, testkit.Dark, testkit.LargeText, testkit.LateAssets, testkit.TextSpacing, testkit.Keyboard} {
		look.Visits = append(look.Visits, testkit.Visit{Path: "/", Context: context, Status: http.StatusOK})
	}
	look.Visits = append(look.Visits, testkit.Visit{Path: "/gone", Context: testkit.Phone, Status: http.StatusOK})
	seen := look.Run(t)

	for _, want := range []testkit.Finding{
		{Path: "/", Context: testkit.Phone, Finding: "axe color-contrast: .pale"},
		{Path: "/", Context: testkit.NoJavaScript, Finding: "axe empty-heading: h2"},
		{Path: "/", Context: testkit.Dark, Finding: "axe color-contrast: .dim"},
		{Path: "/", Context: testkit.Phone, Finding: "console, warning: a warning"},
		{Path: "/", Context: testkit.Phone, Finding: "error in a script: nowhere is not defined"},
		{Path: "/", Context: testkit.Phone, Finding: "the content security policy refused style-src-attr"},
		{Path: "/", Context: testkit.Phone, Finding: `is 508 pixels wide, because of <p class="wide">`},
		{Path: "/", Context: testkit.LargeText, Finding: `because of <p class="large">`},
		{Path: "/", Context: testkit.LateAssets, Finding: "the layout shifts by"},
		{Path: "/", Context: testkit.Phone, Finding: "the first stop of the Tab key is <a> “Not a skip link”"},
		{Path: "/", Context: testkit.NoJavaScript, Finding: "and with JavaScript “picture This page works with scripts."},
		{Path: "/", Context: testkit.Phone, Finding: `no words can be seen on <button type="button" aria-label="Close">`},
		{Path: "/", Context: testkit.Phone, Finding: "leaves crumb in the browser"},
		{Path: "/", Context: testkit.TextSpacing, Finding: `text is cut off in <p class="cut">`},
		{Path: "/", Context: testkit.Keyboard, Finding: "<a> “No ring”, stop 3 of the Tab key, does not show that it has the focus"},
		{Path: "/", Context: testkit.Keyboard, Finding: "<a> “Covered”, stop 5 of the Tab key, is covered by <div class=\"cover\">"},
		{Path: "/", Context: testkit.Keyboard, Finding: `moves although calm was asked for: <a class="ringless"`},
		{Path: "/", Context: "phone, by keyboard", Finding: "Enter on the Menu button does not open the menu"},
		{Path: "/", Context: "weight", Finding: "/static/style.css comes without brotli"},
		{Path: "/gone", Context: testkit.Phone, Finding: "answers 404 and not 200"},
	} {
		if !slices.ContainsFunc(seen.Findings, func(f testkit.Finding) bool {
			return f.Path == want.Path && f.Context == want.Context && strings.Contains(f.Finding, want.Finding)
		}) {
			t.Errorf("Chromium did not find %v", want)
		}
	}
	if t.Failed() {
		for _, f := range seen.Findings {
			t.Logf("it found %v", f)
		}
	}
	if len(seen.Weights) != 1 || seen.Weights[0].Requests != 5 || seen.Weights[0].JS < len(faultyScript) || seen.Weights[0].CSS < len(faultyStyle) {
		t.Errorf("weights %+v: want 5 requests, and styles and scripts in full", seen.Weights)
	}
}

func TestHTMLCheckerFindsFaults(t *testing.T) {
	t.Parallel()
	found := testkit.CheckHTML(t, map[string][]byte{
		"/sound":  []byte("<!doctype html><html lang=en><head><title>Sound</title></head><body><h1>Sound</h1></body></html>"),
		"/faulty": []byte("<!doctype html><html lang=en><head><title>Faulty</title></head><body><h1>Faulty</h1><div><p>An end too many</p></p></div></body></html>"),
	})
	if len(found) != 1 || found[0].Path != "/faulty" || !strings.Contains(found[0].Finding, "“p”") {
		t.Errorf("found %v: want one fault on /faulty, about p", found)
	}
}
