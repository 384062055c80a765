package cms

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A rule is a redirect from many addresses. A star in its old address stands
// for one or more characters of one part; a part of two stars stands for one or
// more whole parts. In its target $1 is what the first star stood for, $2 the
// second.
const (
	star  = "*"
	stars = "**"

	mostStars = 9 // as many as one digit can name
)

// IsRule reports whether an old address stands for many.
func IsRule(from string) bool { return strings.Contains(from, star) }

// Rules are redirects from many addresses, the more specific first.
type Rules []Redirect

// NewRules returns the rules among redirects.
func NewRules(list []Redirect) Rules {
	rules := slices.DeleteFunc(slices.Clone(list), func(r Redirect) bool { return !IsRule(r.From) })
	slices.SortFunc(rules, func(a, b Redirect) int { return compareRules(a.From, b.From) })
	return rules
}

// Find returns the rule for a path: the most specific that fits. What its stars
// stand for is put into To.
func (rules Rules) Find(path string) (r Redirect, found bool) {
	for _, r := range rules {
		if matched, fits := match(r.From, path); fits {
			r.To = expand(r.To, matched)
			return r, true
		}
	}
	return r, false
}

// compareRules puts the more specific rule first, by the first part in which
// two differ: a part without a star before one with a star, that with more
// characters beside its star before one with fewer, and two stars last. Where
// one has no more parts, the longer comes first.
func compareRules(a, b string) int {
	as, bs := partsOf(a), partsOf(b)
	for i := range min(len(as), len(bs)) {
		x, y := as[i], bs[i]
		if order := cmp.Or(cmp.Compare(vagueness(x), vagueness(y)), strings.Compare(x, y)); order != 0 {
			return order
		}
	}
	return cmp.Compare(len(bs), len(as))
}

// vagueness is the less, the more a part of a rule says.
func vagueness(part string) int {
	switch {
	case part == stars:
		return 1
	case IsRule(part):
		return -len(part)
	}
	return -maxPath - 1
}

func partsOf(path string) []string { return strings.Split(strings.TrimPrefix(path, "/"), "/") }

// match returns what the stars of a rule stand for in a path. A rule holds two
// stars once and a single one once in a part, so that there is one answer.
func match(rule, path string) (matched []string, fits bool) {
	wanted, parts := partsOf(rule), partsOf(path)
	if at := slices.Index(wanted, stars); at >= 0 && len(parts) >= len(wanted) {
		rest := len(parts) - len(wanted) + 1
		parts = slices.Concat(parts[:at], []string{strings.Join(parts[at:at+rest], "/")}, parts[at+rest:])
	}
	if len(wanted) != len(parts) || path == "/" {
		return nil, false
	}
	for i, part := range parts {
		before, after, open := strings.Cut(wanted[i], star)
		if wanted[i] == stars {
			after = ""
		}
		switch {
		case !open && wanted[i] != part:
			return nil, false
		case !open:
			continue
		case len(part) <= len(before)+len(after) || !strings.HasPrefix(part, before) || !strings.HasSuffix(part, after):
			return nil, false
		}
		matched = append(matched, part[len(before):len(part)-len(after)])
	}
	return matched, true
}

// expand puts what stars stood for into a target, so that it stays one word of
// a path, a query or a fragment. Who writes the address of a site writes all of
// it: nothing is put in there. It returns nothing rather than a bad target.
func expand(to string, matched []string) string {
	var b strings.Builder
	origin := len(originOf(to))
	escape := pathEscape
	for i := 0; i < len(to); i++ {
		n := reference(to[i:])
		switch {
		case i >= origin && n >= 1 && n <= len(matched):
			b.WriteString(escape(matched[n-1]))
			i++
			continue
		case to[i] == '#':
			escape = url.PathEscape
		case to[i] == '?':
			escape = url.QueryEscape
		}
		b.WriteByte(to[i])
	}
	if !ValidTarget(b.String()) {
		return ""
	}
	return b.String()
}

// reference is the number at the start of a text such as $1; -1: there is none.
func reference(text string) int {
	if len(text) < 2 || text[0] != '$' || text[1] < '0' || text[1] > '9' {
		return -1
	}
	return int(text[1] - '0')
}

// originOf is the beginning of a URL that says whose it is; empty: a path.
func originOf(to string) string {
	const scheme = "https://"
	if len(to) < len(scheme) || !strings.EqualFold(to[:len(scheme)], scheme) {
		return ""
	}
	if end := strings.IndexAny(to[len(scheme):], `/?#\`); end >= 0 {
		return to[:len(scheme)+end]
	}
	return to
}

// pathEscape escapes what stands in a path, and leaves its slashes.
func pathEscape(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}

// BadRule says what is wrong with a rule by itself, and in which field; empty:
// nothing.
func BadRule(r Redirect) (field, message string) {
	if message := badStars(r.From); message != "" {
		return "from", message
	}
	for i := range len(r.To) {
		switch n := reference(r.To[i:]); {
		case n < 0:
		case i < len(originOf(r.To)):
			return "to", fmt.Sprintf("%q would leave it to readers which site they are sent to; write the name of the site out", r.To)
		case n == 0 || n > strings.Count(strings.ReplaceAll(r.From, stars, star), star):
			return "to", fmt.Sprintf("%q asks for $%d, and %s has no such star; $1 is what the first star stands for", r.To, n, r.From)
		}
	}
	if strings.Contains(r.To, "$") && intoItself(r) {
		return "to", fmt.Sprintf("%s would lead into itself: what it leads to is an address that it leads on from", r.From)
	}
	return "", ""
}

// intoItself reports whether a rule fits wherever it leads.
func intoItself(r Redirect) bool {
	return !slices.ContainsFunc(examples(r.From), func(example string) bool {
		on, _ := Rules{r}.Find(example)
		_, again := match(r.From, PathOf(on.To))
		return !again
	})
}

func badStars(from string) string {
	parts := partsOf(from)
	count := 0
	for _, part := range parts {
		switch n := strings.Count(part, star); {
		case part == stars:
			count++
		case n > 1:
			return fmt.Sprintf("%q: a part of an address holds one star, or is two stars and nothing else", part)
		default:
			count += n
		}
	}
	switch first := slices.Index(parts, stars); {
	case first >= 0 && slices.Contains(parts[first+1:], stars):
		return fmt.Sprintf("%s holds two stars twice, and where the first ends would be a guess; keep one of them", from)
	case count > mostStars:
		return fmt.Sprintf("%s holds more than %d stars", from, mostStars)
	case from == "/"+stars:
		return "/** is every address there is; say how those that lead on begin or end"
	}
	return ""
}

// examples are addresses that a rule fits as any other would: a star stands for
// itself. What leads on from all of them leads on from whatever the rule fits.
func examples(rule string) []string {
	return []string{rule, strings.Replace(rule, stars, stars+"/"+stars, 1)}
}

// Target is where a redirect leads; the stars of a rule stand for themselves.
func (r Redirect) Target() string {
	if !IsRule(r.From) {
		return r.To
	}
	r, _ = Rules{r}.Find(r.From)
	return r.To
}

// ChainOf is the chain that a redirect begins, and a rule whatever its stars
// stand for.
func ChainOf(r Redirect, next func(path string) string) (steps []string, circle bool) {
	steps, circle = Chain(r.From, r.Target(), next)
	if !IsRule(r.From) || len(steps) == 2 {
		return steps, circle
	}
	for _, example := range examples(r.From)[1:] {
		on, _ := Rules{r}.Find(example)
		others, round := Chain(example, on.To, next)
		if len(others) == 2 {
			return steps[:2], false
		}
		circle = circle && round
	}
	return steps, circle
}

// Under is the address of this site that a target stands at or below, whatever
// the stars of its rule stand for; empty: an address elsewhere.
func Under(to string) string {
	path, _, _ := strings.Cut(to, "?")
	path, _, _ = strings.Cut(path, "#")
	for i := range len(path) {
		if reference(path[i:]) > 0 {
			return PathOf(path[:strings.LastIndexByte(path[:i], '/')+1])
		}
	}
	return PathOf(path)
}
