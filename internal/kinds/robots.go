package kinds

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"lectern/internal/cms"
)

// KeepsRobotsOut reports whether a robot without rules of its own may fetch
// nothing at all, as on a site that is not open yet.
func (s *Site) KeepsRobotsOut() bool {
	everybody, out := false, false
	naming := false // the lines before say for whom the rules to come are
	for line := range strings.Lines(s.Robots) {
		name, value, said := robotsLine(line)
		switch {
		case !said:
			continue
		case name == "user-agent":
			everybody = value == "*" || naming && everybody
		case everybody && name == "allow" && value != "":
			return false
		case everybody && name == "disallow" && value == "/":
			out = true
		}
		naming = name == "user-agent"
	}
	return out
}

// checkRobots says what is wrong with each line that robots would not
// understand: RFC 9309, and what is in common use besides.
func checkRobots(text string) (problems []cms.Problem) {
	number, named := 0, false
	for line := range strings.Lines(text) {
		number++
		name, value, said := robotsLine(line)
		if !said {
			continue
		}
		wrong := wrongInRobots(name, value)
		if wrong == "" && !named && name != "user-agent" && name != "sitemap" {
			wrong = "a rule stands below the robots that it is for; write User-agent: * above it to have it for all"
		}
		if wrong != "" {
			problems = append(problems, cms.Problem{Field: "robots", Message: fmt.Sprintf("line %d: %s", number, wrong)})
		}
		named = named || name == "user-agent"
	}
	return problems
}

// robotsLine takes a line apart. It says nothing if it is blank or a comment.
func robotsLine(line string) (name, value string, said bool) {
	line, _, _ = strings.Cut(line, "#")
	name, value, _ = strings.Cut(strings.TrimSpace(line), ":")
	return strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value), strings.TrimSpace(line) != ""
}

var robotName = regexp.MustCompile(`^(\*|[A-Za-z_-]+)$`)

// wrongInRobots says what is wrong with what a line says; empty: nothing.
func wrongInRobots(name, value string) string {
	switch name {
	case "user-agent":
		if !robotName.MatchString(value) {
			return fmt.Sprintf("%q is not the name of a robot; use letters, - and _ alone, or * for all of them", value)
		}
	case "allow", "disallow":
		if value != "" && !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "*") {
			return fmt.Sprintf("%q is not an address of this site; begin it with /", value)
		}
	case "crawl-delay":
		if seconds, err := strconv.ParseFloat(value, 64); err != nil || !(seconds >= 0 && seconds <= 3600) {
			return fmt.Sprintf("%q is not a number of seconds from 0 to 3600", value)
		}
	case "sitemap":
		if !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "http://") {
			return fmt.Sprintf("%q is not the full address of a sitemap; begin it with https://. Leave this site's own out: it is named without", value)
		}
	default:
		return fmt.Sprintf("robots do not know %q; begin the line with User-agent:, Allow:, Disallow:, Crawl-delay: or Sitemap:, or with # for a note", name)
	}
	return ""
}
