package cms_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"lectern/internal/cms"
)

func TestARuleLeadsOnFromWhatItsStarsFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, path, want string }{
		{"/news/*", "/n/$1", "/news/a", "/n/a"},
		{"/news/*", "/n/$1", "/news", ""},
		{"/news/*", "/n/$1", "/news/a/b", ""},
		{"/news/*", "/n/$1", "/newsy/a", ""},
		{"/feed/*.xml", "/feeds/$1.rss", "/feed/all-blogs.xml", "/feeds/all-blogs.rss"},
		{"/feed/*.xml", "/feeds/$1.rss", "/feed/.xml", ""},
		{"/cc-*-x", "/$1", "/cc--x", ""},
		{"/**", "/old/$1", "/", ""},
		{"/a/**", "/b/$1", "/a/b/c", "/b/b/c"},
		{"/a/**", "/b/$1", "/a", ""},
		{"/**/content", "/$1", "/a/b/content", "/a/b"},
		{"/**/content", "/$1", "/content", ""},
		{"/a/**/c/*", "/$2/$1", "/a/b/b/c/d", "/d/b/b"},
		{"/a/**", "/b", "/a/b", "/b"},
		{"/*/*", "/search?$1=$2#$1", "/topic/a&b=c", "/search?topic=a%26b%3Dc#topic"},
		{"/a/**", "/search?q=$1", "/a/b/c", "/search?q=b%2Fc"},
		{"/a/*", "/b/$1", "/a/100%25", "/b/100%2525"},
		{"/a/*", "/b/$1", "/a/caf\u00e9", "/b/caf%C3%A9"},
		{"/a/**", "https://example.org/$1", "/a/b/c", "https://example.org/b/c"},
		{"/a/*", "https://example.org$1/", "/a/.evil.example", "https://example.org$1/"}, // refused when it is written
		{"/a/*", "/$1$", "/a/b", "/b$"},
		{"/a/*", "/$2", "/a/b", "/$2"},
		{"/a/**", "/$1", "/a/%2f%2fevil.example", "/%252f%252fevil.example"},
	} {
		got, _ := cms.NewRules([]cms.Redirect{{From: c.from, To: c.to}}).Find(c.path)
		if got.To != c.want {
			t.Errorf("%s to %s: %s leads to %q, want %q", c.from, c.to, c.path, got.To, c.want)
		}
	}
}

func TestTheMoreSpecificRuleWins(t *testing.T) {
	t.Parallel()
	order := []string{ // from the more specific down
		"/a/b/*", "/a/bc*", "/a/b*/c", "/a/b*", "/a/*/c", "/a/*", "/a/**/c", "/a/**", "/ab*", "/a*/b", "/a*", "/*/b/**", "/*/**", "/*", "/**/a/b", "/**/b", "/**",
	}
	var rules []cms.Redirect
	for _, from := range order {
		rules = append(rules, cms.Redirect{From: from, To: "/x"})
	}
	rules = append(rules, cms.Redirect{From: "/exact", To: "/x"})
	slices.Reverse(rules)
	var got []string
	for _, r := range cms.NewRules(rules) {
		got = append(got, r.From)
	}
	if !slices.Equal(got, order) {
		t.Errorf("the order is\n%s, want\n%s", strings.Join(got, " "), strings.Join(order, " "))
	}
	if r, _ := cms.NewRules(rules).Find("/a/b"); r.From != "/a/b*" && r.From != "/a/*" {
		t.Errorf("/a/b follows %s", r.From)
	}
}

func TestBadRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, field, want string }{
		{"/a/*", "/b/$1", "", ""},
		{"/*/a-*/**", "/b/$1/$2?x=$3#$1", "", ""},
		{"/a/*", "/costs-$-5", "", ""},
		{"/a/*", "https://example.org/$1", "", ""},
		{"/a/*", "/b/$2", "to", "asks for $2"},
		{"/a/**", "/b/$2", "to", "asks for $2"},
		{"/a/*", "/b/$0", "to", "asks for $0"},
		{"/a/*", "https://$1/", "to", "which site"},
		{"/a/*", "https://example.org$1", "to", "which site"},
		{"/a/*", "https://$1@example.org/", "to", "which site"},
		{"/a/*", "https://example.org:$1/", "to", "which site"},
		{"/a/*", "/a/$1", "to", "lead into itself"},
		{"/a/*", "/a/x-$1", "to", "lead into itself"},
		{"/a/**", "/a/b/$1", "to", "lead into itself"},
		{"/a/**", "/$1", "", ""},
		{"/a/*", "/a/b/$1", "", ""},
		{"/**/content", "/$1", "", ""},
		{"/a/*", "/a/b", "", ""}, // perhaps a page
		{"/a/*-*", "/b", "from", "one star"},
		{"/a/x**", "/b", "from", "one star"},
		{"/a/***", "/b", "from", "one star"},
		{"/**/a/**", "/b", "from", "two stars twice"},
		{"/**", "/b", "from", "every address"},
		{"/*/*/*/*/*/*/*/*/*/*", "/b", "from", "more than 9 stars"},
	} {
		field, message := cms.BadRule(cms.Redirect{From: c.from, To: c.to})
		if field != c.field || !strings.Contains(message, c.want) || message == "" != (c.want == "") {
			t.Errorf("%s to %s: %s: %q, want %s: %q", c.from, c.to, field, message, c.field, c.want)
		}
	}
}

func TestTheChainOfARuleIsOneForAllThatItFits(t *testing.T) {
	t.Parallel()
	rules := cms.NewRules([]cms.Redirect{
		{From: "/b/*", To: "/c/$1"}, {From: "/d/**", To: "/e/$1"}, {From: "/f/*.x", To: "/g/$1"}, {From: "/r/*", To: "/s/x$1"}, {From: "/s/*", To: "/r/$1"},
	})
	for _, c := range []struct {
		from, to, want string
		circle         bool
	}{
		{"/a/*", "/b/$1", "/a/* → /b/* → /c/*", false},
		{"/a/**", "/b/$1", "/a/** → /b/**", false}, // only of what is one part
		{"/a/**", "/d/$1", "/a/** → /d/** → /e/**", false},
		{"/a/*", "/f/$1", "/a/* → /f/*", false},
		{"/a/*", "/f/$1.x", "/a/* → /f/*.x → /g/*", false},
		{"/a/**", "/b/y", "/a/** → /b/y → /c/y", false},
		{"/a/*", "https://example.org/b/$1", "/a/* → https://example.org/b/*", false},
		{"/a/*", "/r/$1", "/a/* → /r/* → /s/x* → /r/x* → /s/xx* → …", true},
	} {
		steps, circle := cms.ChainOf(cms.Redirect{From: c.from, To: c.to}, func(path string) string { r, _ := rules.Find(path); return r.To })
		if got := cms.ChainText(steps); got != c.want || circle != c.circle {
			t.Errorf("%s: %s, %v; want %s, %v", c.from, got, circle, c.want, c.circle)
		}
	}
}

func TestUnder(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"/a/b": "/a/b", "/a/$1": "/a", "/a/b$1/c": "/a", "/$1": "/", "/a?b=$1": "/a", "/a#$1": "/a",
		"https://example.org/$1": "",
	} {
		if got := cms.Under(to); got != want {
			t.Errorf("%q stands under %q, want %q", to, got, want)
		}
	}
}

func TestProgramAddresses(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]bool{ // its own whatever a redirect says, and no page
		"/search": {true, true}, "/search/year/2020": {}, "/admin/x": {true, true}, "/media/x/y.png": {true, true},
		"/sitemap.xml": {true, true}, "/sitemap-blogs.xml": {false, true}, "/feeds/blogs.rss": {false, true}, "/feeds": {}, "/feeds/rss": {}, "/": {}, "/news": {},
	} {
		if got := [2]bool{cms.OwnAddress(path), cms.ProgramAddress(path)}; got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

// FuzzRules: whatever the rule, and whatever is asked for, readers are led to a
// sound address of the site that was written down, or nowhere; and another rule
// changes that only where it is the one that is followed.
func FuzzRules(f *testing.F) {
	for _, seed := range [][4]string{
		{"/a/**", "/$1", "/A//\\evil.example/x", "/a/*"},
		{"/*/b", "https://example.org/$1?x=$1#$1", "/%2f%2fevil.example/b", "/**/b"},
		{"/**/content", "/$1", "/x/\x00\r\nSet-Cookie: a=b/content", "/x*"},
		{"/a*b/**", "/x?$1=$2", "/a&=#b/..;/\u2028/%2e%2e/", "/a*/**"},
		{"/a/*", "//$1", "/a/evil.example", "/a/*"},
		{"/a/*", "https://$1.example.org@$1/", "/a/evil.example", "/***"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	f.Fuzz(func(t *testing.T, from, to, asked, other string) {
		path := cms.CanonicalPath(asked)
		rules := cms.NewRules([]cms.Redirect{{From: from, To: to}})
		r, found := rules.Find(path)
		if found && r.To != "" {
			soundTarget(t, to, r.To)
		}
		more, foundMore := cms.NewRules([]cms.Redirect{{From: from, To: to}, {From: other, To: "/other"}}).Find(path)
		if found && !foundMore || foundMore && more.From != other && more != r {
			t.Errorf("%q leads to %q by %q, and beside %q to %q by %q", path, r.To, r.From, other, more.To, more.From)
		}
		cms.BadRule(cms.Redirect{From: from, To: to})
		cms.Under(to)
		if fits := (cms.Redirect{From: from, To: "/x"}).Target(); cms.IsRule(from) && badFrom(from) == "" && fits != "/x" {
			t.Errorf("%q does not fit itself", from)
		}
		on := func(path string) string { r, _ := rules.Find(path); return r.To }
		if found && r.To != "" && strings.HasPrefix(to, "/") && cms.ValidPath(path) {
			steps, _ := cms.Chain(path+"?"+url.Values{asked: {to}}.Encode(), r.To, on)
			for _, step := range steps[1:] {
				soundTarget(t, "/", step)
			}
		}
		if steps, _ := cms.ChainOf(cms.Redirect{From: from, To: to}, on); len(steps) < 2 || len(steps) > 100 {
			t.Errorf("%q begins a chain of %d steps", from, len(steps))
		}
	})
}

func badFrom(from string) string {
	if !cms.ValidPath(from) {
		return "no path"
	}
	_, message := cms.BadRule(cms.Redirect{From: from})
	return message
}

// soundTarget checks that readers stay on the site that the target names.
func soundTarget(t *testing.T, written, got string) {
	t.Helper()
	if !cms.ValidTarget(got) {
		t.Errorf("%q has become %q, which is no target", written, got)
	}
	end, err := url.Parse(got)
	if err != nil {
		t.Fatalf("%q has become %q: %v", written, got, err)
	}
	if strings.HasPrefix(written, "/") {
		if end.Scheme != "" || end.Host != "" || end.User != nil || !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.Contains(got, `\`) {
			t.Errorf("%q has become %q, which leaves the site", written, got)
		}
		return
	}
	authority := func(address string) string {
		rest := address[len("https://"):]
		if at := strings.IndexAny(rest, "/?#"); at >= 0 {
			rest = rest[:at]
		}
		return rest
	}
	if authority(written) != authority(got) {
		t.Errorf("%q has become %q, on another site", written, got)
	}
}
