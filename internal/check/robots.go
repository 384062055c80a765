package check

import "lectern/internal/cms"

// A site that is not open yet keeps robots out. One that is open and still does
// so is not found by anybody, and nothing on its pages shows why.
var robots = Rule{
	Name: "robots", Label: "Robots", Level: Advise,
	Help: "A site that keeps robots out is not found by search engines",
	find: func(p *page) []cms.Problem {
		if site, is := p.value.(interface{ KeepsRobotsOut() bool }); is && site.KeepsRobotsOut() {
			return []cms.Problem{problem("robots", "robots may fetch nothing, so that no search engine finds the site; once it is open, take Disallow: / away")}
		}
		return nil
	},
}
