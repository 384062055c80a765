package kinds

import (
	"strings"
	"testing"
)

func TestLinesOfRobots(t *testing.T) {
	for text, wrong := range map[string]string{ // empty: nothing is
		"":                                 "",
		"# nothing yet":                    "",
		"User-agent: *\nDisallow:":         "",
		"user-AGENT : * # all\n\nALLOW:/a": "",
		"User-agent: Googlebot\nUser-agent: Bing_bot-image\nDisallow: /search\nAllow: *.pdf$\nCrawl-delay: 0.5": "",
		"Sitemap: https://other.example/sitemap.xml\nUser-agent: *\nDisallow: /x":                               "",
		"User-agent: *\n# a note\n\n\nDisallow: /a":                                                             "",

		"Disallow: /search":                      `line 1: a rule stands below the robots that it is for; write User-agent: * above it to have it for all`,
		"Crawl-delay: 1\nUser-agent: *":          `line 1: a rule stands below`,
		"User-agent:":                            `line 1: "" is not the name of a robot; use letters, - and _ alone, or * for all of them`,
		"User-agent: Mozilla/5.0":                `line 1: "Mozilla/5.0" is not the name`,
		"User-agent: *\n\nDisallow: search":      `line 3: "search" is not an address of this site; begin it with /`,
		"User-agent: *\nAllow: https://x.org":    `line 2: "https://x.org" is not an address of this site`,
		"User-agent: *\nCrawl-delay: often":      `line 2: "often" is not a number of seconds from 0 to 3600`,
		"User-agent: *\nCrawl-delay: NaN":        `line 2: "NaN" is not a number`,
		"User-agent: *\nCrawl-delay: -1":         `line 2: "-1" is not a number`,
		"Sitemap: /sitemap.xml":                  `line 1: "/sitemap.xml" is not the full address of a sitemap; begin it with https://. Leave this site's own out`,
		"User-agent: *\nDisalow: /search":        `line 2: robots do not know "disalow"; begin the line with User-agent:, Allow:, Disallow:, Crawl-delay: or Sitemap:, or with # for a note`,
		"User-agent: *\nDisallow /search":        `line 2: robots do not know "disallow /search"`,
		"Keep out, please.":                      `line 1: robots do not know "keep out, please."`,
		"User-agent: *\nDisallow: /a\n: nothing": `line 3: robots do not know ""`,
	} {
		problems := (&Site{Robots: text}).Check()
		switch {
		case wrong == "" && len(problems) > 0:
			t.Errorf("%q: %v", text, problems)
		case wrong != "" && (len(problems) != 1 || problems[0].Field != "robots" || !strings.HasPrefix(problems[0].Message, wrong)):
			t.Errorf("%q: %v, want %s", text, problems, wrong)
		}
	}
	if problems := (&Site{Robots: "Disallow: /a\nAllow: b\n\nno"}).Check(); len(problems) != 3 {
		t.Errorf("three wrong lines: %v", problems)
	}
}

func TestRobotsAreKeptOut(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                 false,
		"User-agent: *\nDisallow: /":       true,
		"User-agent: *\nDisallow: / # yet": true,
		"user-agent: a\nuser-agent: *\n\ndisallow: /":          true,
		"User-agent: *\nUser-agent: a\nDisallow: /":            true,
		"User-agent: a\nDisallow: /":                           false,
		"User-agent: *\nDisallow: /a":                          false,
		"User-agent: *\nDisallow:":                             false,
		"User-agent: *\nDisallow: /\nAllow: /open":             false,
		"User-agent: *\nDisallow:\nUser-agent: a\nDisallow: /": false,
		"User-agent: *\nDisallow: /\nUser-agent: a\nAllow: /":  true,
	} {
		if got := (&Site{Robots: text}).KeepsRobotsOut(); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
