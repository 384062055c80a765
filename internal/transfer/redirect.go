package transfer

import (
	"fmt"
	"time"

	"lectern/internal/check"
	"lectern/internal/cms"
)

// signs is where the old addresses of the files lead.
type signs struct {
	*reading
	live  map[string]bool   // addresses with a live page, which win
	exact map[string]string // where an address leads
	rules cms.Rules
}

func (r *reading) signs() *signs {
	s := &signs{reading: r, live: r.liveAddresses(time.Now()), exact: map[string]string{}}
	var all []cms.Redirect
	for _, f := range r.redirects {
		redirect := cms.Redirect{From: f.from, To: f.to}
		if all = append(all, redirect); !cms.IsRule(f.from) {
			s.exact[f.from] = f.to
		}
	}
	s.rules = cms.NewRules(all)
	return s
}

// next says where a path leads on to; empty: nowhere.
func (s *signs) next(path string) string {
	if to, there := s.exact[path]; there || s.live[path] {
		if s.live[path] {
			return ""
		}
		return to
	}
	rule, _ := s.rules.Find(path)
	return rule.To
}

func (r *reading) checkRedirects() {
	signs, seen := r.signs(), map[string]bool{}
	for _, f := range r.redirects {
		if field, message := signs.unfit(f, seen[f.from]); message != "" {
			r.problems.add(f.file, f.line, field, "%s", message)
		}
		seen[f.from] = true
	}
}

// unfit says what is wrong with a redirect.
func (s *signs) unfit(f fileRedirect, twice bool) (field, message string) {
	switch {
	case !cms.ValidPath(f.from):
		return "from", cms.BadPath(f.from)
	case s.live[f.from] || cms.OwnAddress(f.from):
		return "from", fmt.Sprintf("%s is a page, or an address of the program's own, and cannot lead on", f.from)
	case twice:
		return "from", fmt.Sprintf("%s has a redirect above already", f.from)
	case f.from == cms.PathOf(f.to):
		return "to", fmt.Sprintf("%s would lead to itself", f.from)
	case !cms.ValidTarget(f.to):
		return "to", cms.BadTarget(f.to)
	}
	redirect := cms.Redirect{From: f.from, To: f.to}
	if cms.IsRule(f.from) {
		if field, message := cms.BadRule(redirect); message != "" {
			return field, message
		}
	}
	steps, circle := cms.ChainOf(redirect, s.next)
	switch {
	case circle:
		return "to", fmt.Sprintf("readers would go round in a circle: %s; choose another address", cms.ChainText(steps))
	case len(steps) > 2 && s.byRules(f, steps[1]):
		return "to", s.straight(steps)
	case !s.leads(redirect):
		return "to", fmt.Sprintf("there is no page %s", cms.Under(f.to))
	}
	return "", ""
}

// byRules reports whether a rule leads to where another rule leads on from.
// That is never needed, where an address that leads to one comes about by
// itself when a page moves.
func (s *signs) byRules(f fileRedirect, second string) bool {
	_, exact := s.exact[cms.PathOf(second)]
	return cms.IsRule(f.from) && !exact
}

func (s *signs) straight(steps []string) string {
	return fmt.Sprintf("%s leads on itself: %s; lead straight to %s",
		cms.ChainText(steps[1:2]), cms.ChainText(steps), cms.ChainText(steps[len(steps)-1:]))
}

// leads reports whether there is something where a redirect leads, as far as
// that can be known without what the stars of a rule stand for.
func (s *signs) leads(r cms.Redirect) bool {
	under := cms.Under(r.To)
	_, isPage := s.site.Page(under)
	_, isOld := s.exact[under]
	return under == "" || isPage || isOld || cms.ProgramAddress(under) || s.next(cms.PathOf(r.Target())) != ""
}

// chains advises on redirects that lead to an address which leads on itself.
func (r *reading) chains() (advice []cms.Problem) {
	signs := r.signs()
	for _, f := range r.redirects {
		redirect := cms.Redirect{From: f.from, To: f.to}
		if steps, circle := cms.ChainOf(redirect, signs.next); len(steps) > 2 && !circle && !signs.byRules(f, steps[1]) {
			advice = append(advice, cms.Problem{File: f.file, Line: f.line, Field: "to", Rule: check.RedirectChain.Name, Message: signs.straight(steps)})
		}
	}
	return advice
}

// liveAddresses returns the addresses at which the files have a live page. Until
// a page is live, an old address leads on.
func (r *reading) liveAddresses(now time.Time) map[string]bool {
	addresses := map[string]bool{}
	for _, page := range r.pages {
		if live, _, _ := page.states(now); live != nil && live.liveAt(now) {
			addresses[page.path] = true
		}
	}
	return addresses
}
