package cms_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/cms"
)

func TestValidSlug(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]bool{
		"a":                      true,
		"nhs-111-online":         true,
		"2026":                   true,
		strings.Repeat("a", 100): true,
		strings.Repeat("a", 101): false,
		"":                       false,
		"Spine":                  false,
		"a b":                    false,
		"a_b":                    false,
		"-a":                     false,
		"a-":                     false,
		"a--b":                   false,
		"a/b":                    false,
		"..":                     false,
		"a.html":                 false,
		"café":                   false,
		"a\n":                    false,
		"a%20b":                  false,
	} {
		if got := cms.ValidSlug(slug); got != want {
			t.Errorf("ValidSlug(%q) = %v, want %v", slug, got, want)
		}
	}
}

func TestValidTargetAndValidPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		to           string
		target, path bool
	}{
		{"/", true, true},
		{"/services/spine", true, true},
		{"/services/spine/", true, false},
		{"/Services", true, false},
		{"/services/../spine", true, false},
		{"/" + strings.Repeat("a", 1000), true, false},
		{strings.Repeat("/a", 21), true, false},
		{strings.Repeat("/a", 20), true, true},
		{"/a%20b", true, true},
		{"/a%2", false, true},
		{"/search?q=a", true, false},
		{"/services#top", true, false},
		{"https://example.org", true, false},
		{"https://example.org/a?b#c", true, false},
		{"HTTPS://example.org/", true, false},
		{"", false, false},
		{"services", false, false},
		{"//example.org", false, false},
		{"///example.org", false, false},
		{"/\\example.org", false, false},
		{"\\\\example.org", false, false},
		{"http://example.org", false, false},
		{"https://", false, false},
		{"https:///a", false, false},
		{"https:example.org", false, false},
		{"javascript:alert(1)", false, false},
		{"data:text/html,a", false, false},
		{"mailto:a@example.org", false, false},
		{"/a b", false, false},
		{" /a", false, false},
		{"/a\n", false, false},
		{"/a\r\nSet-Cookie: a=b", false, false},
		{"/a\tb", false, false},
		{"/a\x00", false, false},
		{"/a\x7f", false, false},
		{"/a\xff", false, false},
		{"/café", true, true},
		{"https://example.org/\x00", false, false},
	} {
		if got := cms.ValidTarget(test.to); got != test.target {
			t.Errorf("ValidTarget(%q) = %v, want %v", test.to, got, test.target)
		}
		if got := cms.ValidPath(test.to); got != test.path {
			t.Errorf("ValidPath(%q) = %v, want %v", test.to, got, test.path)
		}
	}
}

func TestPathsAreSplitAndJoined(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, parent, slug string
		ancestors          []string
	}{
		{"/", "/", "", nil},
		{"/a", "/", "a", []string{"/"}},
		{"/a/b", "/a", "b", []string{"/", "/a"}},
		{"/a/b/c", "/a/b", "c", []string{"/", "/a", "/a/b"}},
	} {
		parent, slug := cms.SplitPath(test.path)
		if parent != test.parent || slug != test.slug {
			t.Errorf("SplitPath(%q) = %q, %q; want %q, %q", test.path, parent, slug, test.parent, test.slug)
		}
		if got := cms.JoinPath(parent, slug); got != test.path {
			t.Errorf("JoinPath(%q, %q) = %q, want %q", parent, slug, got, test.path)
		}
		if got := cms.Ancestors(test.path); !slices.Equal(got, test.ancestors) {
			t.Errorf("Ancestors(%q) = %q, want %q", test.path, got, test.ancestors)
		}
	}
	if got := cms.JoinPath("", "a"); got != "/a" {
		t.Errorf(`JoinPath("", "a") = %q, want "/a"`, got)
	}
	if got := cms.Ancestors(""); got != nil {
		t.Errorf(`Ancestors("") = %q, want none`, got)
	}
}

func TestCardsAreEqualWhenTheyShowTheSame(t *testing.T) {
	t.Parallel()
	card := cms.Card{
		Title: "a", ShortTitle: "b", Summary: "c", SortAt: hour(3),
		Label: "d", Note: "e", StartsAt: hour(2), PinnedUntil: hour(5),
	}
	same := card
	same.SortAt, same.StartsAt, same.PinnedUntil = same.SortAt.Local(), same.StartsAt.Local(), same.PinnedUntil.Local()
	if !card.Equal(same) {
		t.Error("the same instant in another zone makes another card")
	}
	for name, change := range map[string]func(*cms.Card){
		"title": func(c *cms.Card) { c.Title = "x" }, "short title": func(c *cms.Card) { c.ShortTitle = "x" },
		"summary": func(c *cms.Card) { c.Summary = "x" }, "date": func(c *cms.Card) { c.SortAt = hour(4) },
		"label": func(c *cms.Card) { c.Label = "x" }, "note": func(c *cms.Card) { c.Note = "x" },
		"start": func(c *cms.Card) { c.StartsAt = hour(4) }, "pin": func(c *cms.Card) { c.PinnedUntil = hour(4) },
		"list": func(c *cms.Card) { c.Unlisted = true },
	} {
		other := card
		if change(&other); card.Equal(other) {
			t.Errorf("cards with another %s show the same", name)
		}
	}
}

func TestAnItemIsCalledByItsShortTitleIfItHasOne(t *testing.T) {
	t.Parallel()
	for want, card := range map[string]cms.Card{
		"long":  {Title: "long"},
		"short": {Title: "long", ShortTitle: "short"},
	} {
		if got := (cms.Item{Card: card}).Name(); got != want {
			t.Errorf("called %q, want %q", got, want)
		}
	}
}

func TestOnlySomeOutcomesShowAPage(t *testing.T) {
	t.Parallel()
	for outcome, want := range map[cms.Outcome]bool{
		cms.OutcomePage: true, cms.OutcomeAnnounced: true, cms.OutcomeWithdrawn: true,
		cms.OutcomeGone: false, cms.OutcomeRedirect: false, "": false,
	} {
		if got := outcome.Shows(); got != want {
			t.Errorf("%s shows a page: %v, want %v", outcome, got, want)
		}
	}
}
