package cms_test

import (
	"strings"
	"testing"

	"lectern/internal/cms"
)

func TestWebAddress(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		"https://www.gov.uk/a?b=c#d":      "https://www.gov.uk/a?b=c",
		"HTTPS://WWW.GOV.UK/A":            "https://www.gov.uk/A",
		"http://www.gov.uk":               "http://www.gov.uk",
		"https://www.gov.uk:443/":         "https://www.gov.uk:443/",
		"http://8.8.8.8/":                 "http://8.8.8.8/",
		"https://[2a00:23c0::1]/":         "https://[2a00:23c0::1]/",
		"https://www.gov.uk./a":           "https://www.gov.uk./a",
		"https://www.gov.uk/%20b/ä?c=%C3": "https://www.gov.uk/%20b/%C3%A4?c=%C3",

		"": "", "/a": "", "#a": "", "mailto:a@gov.uk": "", "tel:1": "", "ftp://www.gov.uk/": "", "//www.gov.uk/": "", "https://": "", "https:///a": "", "https://%zz": "", "https:www.gov.uk": "",
		"https://me@www.gov.uk/": "", "https://me:secret@www.gov.uk/": "",
		"https://www.gov.uk:8443/": "", "http://www.gov.uk:22/": "",
		"https://intranet/": "", "https://localhost/": "", "https://a.localhost/": "", "https://a.test": "", "https://a.example/": "", "https://a.example./": "", "https://A.Invalid/": "", "https://nas.local/": "",
		"https://db.internal/": "", "https://a.onion/": "", "https://router.home.arpa/": "",
		"https://www.gov.uk/" + strings.Repeat("a", 2000): "",
		"https://www.gov.uk/" + strings.Repeat("ä", 700):  "", // as it is written out
		"https://www.gov.uk/?\xff":                        "",
	} {
		got, is := cms.WebAddress(link)
		if got != want || is != (want != "") {
			t.Errorf("%s: %q, %t, want %q", link, got, is, want)
		}
	}
}

func TestWhatWasAnsweredIsSaid(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]cms.WebAnswer{
		"example.org answered 404 Not Found on 24 November 2026": {Host: "example.org", Status: 404},
		"example.org answered 999 on 24 November 2026":           {Host: "example.org", Status: 999},
		"no website was called example.org on 24 November 2026":  {Host: "example.org", Reason: cms.WebNoName},
	} {
		if got := a.Said("24 November 2026"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	said := map[string]bool{}
	for _, reason := range []cms.WebReason{cms.WebNoName, cms.WebTimeout, cms.WebUnreached, cms.WebCertificate, cms.WebUntrusted, cms.WebClosed, cms.WebRedirects, cms.WebGarbled} {
		said[cms.WebAnswer{Host: "h", Reason: reason}.Said("d")] = true
	}
	if len(said) != 8 {
		t.Errorf("two reasons are said alike: %v", said)
	}
}
