package cms_test

import (
	"testing"

	"lectern/internal/cms"
)

func TestAChainEndsWhereNothingLeadsOn(t *testing.T) {
	t.Parallel()
	on := map[string]string{"/b": "/c", "/c": "/d?x=1#y", "/x": "/y", "/y": "/X/", "/out": "https://example.org/b"}
	for _, c := range []struct {
		from, to, want string
		circle         bool
	}{
		{"/a", "/z", "/a → /z", false},
		{"/a", "/b", "/a → /b → /c → /d?x=1#y", false},
		{"/a", "/b?q#f", "/a → /b?q#f → /c?q → /d?q&x=1#y", false},
		{"/a?p=1", "/z?q=2#f", "/a?p=1 → /z?p=1&q=2#f", false},
		{"/a?p=1", "/out", "/a?p=1 → /out?p=1 → https://example.org/b", false},
		{"/a", "https://example.org/b", "/a → https://example.org/b", false},
		{"/a", "/out", "/a → /out → https://example.org/b", false},
		{"/a", "/a#here", "/a → /a#here", true},
		{"/a", "/x", "/a → /x → /y → /X/", true},
		{"/d", "/b", "/d → /b → /c → /d?x=1#y", true},
	} {
		steps, circle := cms.Chain(c.from, c.to, func(path string) string { return on[path] })
		if got := cms.ChainText(steps); got != c.want || circle != c.circle {
			t.Errorf("%s, %s: %s, %v; want %s, %v", c.from, c.to, got, circle, c.want, c.circle)
		}
	}
}

func TestPathOf(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"/a": "/a", "/A/b/": "/a/b", "/a?b=c#d": "/a", "/a#d?e": "/a", "/": "/", "/?x": "/",
		"https://example.org/a": "", "a": "", "": "",
	} {
		if got := cms.PathOf(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
