package admin

import (
	"net/url"
	"strings"
	"testing"
)

func TestLinksOfAPreviewLeadOnWithinIt(t *testing.T) {
	l := &relinker{
		site: "https://site.example", path: "/news/spine",
		frame: func(to *url.URL) string { return "frame:" + to.String() },
		away:  func(to string) string { return "away:" + to },
		own:   ownAddress,
	}
	for html, want := range map[string]string{
		`<a href="/services">x</a>`:                      `<a href="frame:/services">x</a>`,
		`<a class="b" href="/a?page=2#top">x</a>`:        `<a class="b" href="frame:/a?page=2#top">x</a>`,
		`<a href="?page=2&amp;year=2024">x</a>`:          `<a href="frame:/news/spine?page=2&amp;year=2024">x</a>`,
		`<a href="other">x</a>`:                          `<a href="frame:/news/other">x</a>`,
		`<a href="#part">x</a>`:                          `<a href="#part">x</a>`,
		`<a href="mailto:a@example.org">x</a>`:           `<a href="mailto:a@example.org">x</a>`,
		`<a href="tel:0300">x</a>`:                       `<a href="tel:0300">x</a>`,
		`<a href="https://site.example/about-us">x</a>`:  `<a href="frame:/about-us">x</a>`,
		`<a href="https://site.example">x</a>`:           `<a href="frame:/">x</a>`,
		`<a href="https://site.example.org/x">x</a>`:     `<a href="away:https://site.example.org/x">x</a>`,
		`<a href="https://example.org/?a=1&amp;b">x</a>`: `<a href="away:https://example.org/?a=1&amp;b">x</a>`,
		`<a href="//example.org/x">x</a>`:                `<a href="away://example.org/x">x</a>`,
		`<a href="/search?q=a">x</a>`:                    `<a href="away:/search?q=a">x</a>`,
		`<a href="/sitemap.xml">x</a>`:                   `<a href="away:/sitemap.xml">x</a>`,
		`<a href="/media/1/a.pdf">x</a>`:                 `<a href="/admin/media/1/a.pdf">x</a>`,
		`<img src="/media/1/a.jpg" srcset="/media/1/320/a.jpg 320w, /media/1/640/a.jpg 640w" alt="">`: `<img src="/admin/media/1/a.jpg" srcset="/admin/media/1/320/a.jpg 320w, /admin/media/1/640/a.jpg 640w" alt="">`,
		`<link rel="stylesheet" href="/static/site.css">`:                                             `<link rel="stylesheet" href="/static/site.css">`,
		`<p>1 < 2 &amp; "a" <!-- <a href="/x"> --></p>`:                                               `<p>1 < 2 &amp; "a" <!-- <a href="/x"> --></p>`,
		`<svg><use href="#icon"/></svg>`:                                                              `<svg><use href="#icon"/></svg>`,
		`<a href="https://[">x</a>`:                                                                   `<a href="https://[">x</a>`,
	} {
		if got := string(l.page([]byte(html))); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", html, got, want)
		}
	}
}

// FuzzRelink looks for pages that are not taken whole, and for links that would
// leave the preview.
func FuzzRelink(f *testing.F) {
	f.Add(`<!DOCTYPE html><p><a href="/x">a</a><img src=/media/1/a.jpg>`)
	f.Add(`<a href="https://example.org"><script>"<a href='/x'>"</script>`)
	f.Fuzz(func(t *testing.T, page string) {
		l := &relinker{
			site: "https://site.example", path: "/", own: ownAddress,
			frame: func(to *url.URL) string { return "/admin/frame?" + url.Values{"path": {to.String()}}.Encode() },
			away:  func(to string) string { return "/admin/frame?" + url.Values{"away": {to}}.Encode() },
		}
		once := string(l.page([]byte(page)))
		if !strings.ContainsAny(page, "<") && once != page {
			t.Errorf("%q without a tag becomes %q", page, once)
		}
	})
}
