package corpus

import (
	"fmt"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schema"
)

// genre is one sort of page that is no statistics: its share of them, how such
// pages are called, and what they hold.
type genre struct {
	kind   string
	share  int // of all that have one
	most   int // characters of a title
	titles []pattern
	value  func(*generator, planned) schema.Kind
}

var genres = []genre{
	{"page", 430, 150, patterns(
		"How to {verb} {adjective} {nouns}", "{Name}: {nouns} and {nouns}", "{Name} guidance for {level}", "{Verb} the {noun} of a {noun}",
		"{Adjective} {nouns} in {place}", "{Gerund} {nouns} for {level}", "{Noun} {noun} {noun}", "Guide to the {noun} {noun} for {name}",
		"What a {noun} {noun} must hold", "{Name} {noun} collection", "{Product} user guide", "{Noun} {noun} checklist for {level}",
		"Questions on {nouns} and {adjective} {nouns}", "{Disease} {noun} data set", "{Drug} {noun} notes", "Support with {gerund} {nouns}",
	), (*generator).massPage},
	{"cyber-alert", 170, 150, patterns(
		"{Product} {product} remote code execution vulnerability", "{Product} ransomware spreads by {noun} {nouns}", "Weakness in {product} {noun} manager",
		"{Product} {product} releases security updates", "{Product} trojan in {adjective} {nouns}", "{Product} {noun} server authentication bypass",
		"Attacks on {product} {nouns} of {level}",
	), (*generator).massAlert},
	{"news-article", 120, 150, patterns(
		"{Number} {nouns} {past} in {place}", "New {noun} for {level} in {region}", "{Name} figures: {nouns} up by {per cent}", "{Level} {verb} {adjective} {nouns} with {product}",
		"{Place} {past} its last {noun}", "{Adjective} {noun} for {nouns} in {name}", "{Surname} appointed to lead {name}",
	), (*generator).massNews},
	{"published-work", 45, 250, patterns(
		"{Name}: {adjective} {noun} {year}", "A {noun} for {adjective} {nouns}", "{Product} {noun} handbook", "{Adjective} {nouns} in {level}: report {year}",
		"Guide to {gerund} {nouns} in {level}", "{Disease} in {region}: findings",
	), (*generator).massWork},
	{"blog-post", 80, 150, patterns(
		"What {nouns} taught us about {nouns}", "Why we {past} the {noun}", "Behind the {noun}: {gerund} {nouns} in {place}", "{Small} things we {past} about {adjective} {nouns}",
		"The {noun} that {past} our {noun}", "{Gerund} {nouns} without {nouns}", "A {noun} in the life of a {noun} {noun}", "How {place} {past} its {nouns}",
	), (*generator).massPost},
	{"event", 20, 150, patterns("{Name} webinar: {gerund} {nouns}", "{Gerund} {adjective} {nouns}, {place}", "{Name} open day in {place}", "Training: {gerund} a {noun}"), (*generator).massEvent},
	{"service", 22, 100, patterns("{Noun} {noun} service", "{Product} {noun} service", "{Adjective} {noun} {noun}", "{Name} {noun} hub"), (*generator).massService},
	{"api", 14, 150, patterns("{Noun} {noun} API - FHIR", "{Product} {noun} API", "{Adjective} {noun} API - HL7 V3"), (*generator).massAPI},
	{"feature", 12, 150, patterns("{Small} {nouns} and one {noun}: a story from {place}", "The {noun} of {place}", "{Gerund} {nouns} at night"), (*generator).massFeature},
	{"case-study", 12, 150, patterns("{Place}: {gerund} {nouns} in {small} weeks", "How {level} in {region} {past} {adjective} {nouns}"), (*generator).massCase},
	{"person", 12, 100, nil, (*generator).massPerson},
	{"legal", 5, 150, patterns("Privacy notice: {name} {noun} {noun}", "Terms for the use of {product}", "Accessibility of {product}"), (*generator).massLegal},
	{"job", 4, 150, patterns("{Adjective} {noun} manager, {place}", "{Noun} analyst, {name}", "Senior {noun} engineer"), (*generator).massJob},
}

// planOthers plans all that is no statistics.
func (m *mass) planOthers(p prose) {
	shares := 0
	for _, s := range genres {
		shares += s.share
	}
	for n := map[string]int{}; !m.done(); {
		at := p.random.IntN(shares)
		for _, s := range genres {
			if at -= s.share; at < 0 {
				m.planOther(p, s, n[s.kind])
				n[s.kind]++
				break
			}
		}
	}
}

// planOther plans the n-th page of a sort, with its chapters if it has any.
func (m *mass) planOther(p prose, s genre, n int) {
	about := m.subject(p)
	titles := author{p, about, nil}
	page := planned{
		Page: cms.Page{Kind: s.kind}, from: p.past(), fate: p.fate(), author: m.by(about, nil),
		value: func(p planned) schema.Kind { return s.value(m.generator, p) },
	}
	if s.kind == "person" {
		page.title = m.unlike(p, s.most, func() string { return choose(p, firstNames) + " " + vocabulary.surname.choose(p) })
	} else {
		page.title = m.unlike(p, s.most, func() string { return titles.fill(choose(p, s.titles)) })
	}
	slug := slugOf(page.title)
	switch s.kind {
	case "cyber-alert":
		page.ref = alertNumber(n)
		slug = strings.ToLower(page.ref)
	case "published-work":
		page.fate = lasts
	}
	below, listed := m.hubs[s.kind]
	if !listed {
		sections := m.sections[about.name]
		below = sections[p.skewed(len(sections))]
	}
	page = m.add(page, below, m.freeSlug(below, slug))
	if s.kind == "published-work" {
		m.planChapters(p, page, titles)
	}
}

// freeSlug is the slug, with a number if a page of the section has it.
func (m *mass) freeSlug(below section, slug string) string {
	free := slug
	for n := 2; !m.take(below.path + "/" + free); n++ {
		free = fmt.Sprintf("%s-%d", slug, n)
	}
	return free
}

func (m *mass) planChapters(p prose, work planned, titles author) {
	for range p.random.IntN(5) {
		title := m.unlike(p, 250, func() string { return titles.fill(choose(p, headings)) })
		m.add(planned{
			Page: cms.Page{Kind: "published-work-chapter"}, title: title, from: work.from, author: work.author,
			value: func(p planned) schema.Kind {
				return &kinds.PublishedWorkChapter{Title: p.title, Summary: p.author.lead(300), Topics: m.topicsOf(p), Body: p.author.body(m.generator, m.length(4))}
			},
		}, work.section(), m.freeSlug(work.section(), slugOf(title)))
	}
}

// fate chooses what becomes of a page: most last.
func (p prose) fate() fate {
	switch p.random.IntN(200) {
	case 0:
		return hasEnded
	case 1:
		return willEnd
	case 2:
		return isToCome
	}
	return lasts
}

// topicsOf is what a page is about: its subject, now and then something else.
func (g *generator) topicsOf(p planned) []cms.TermRef {
	slugs := []string{p.author.topic}
	if g.chance(4) {
		slugs = append(slugs, choose(g.prose, subjects).topic)
	}
	return g.refs("topic", slugs...)
}

func (g *generator) massPage(p planned) schema.Kind {
	return &kinds.ContentPage{
		Title: p.title, Summary: p.author.lead(300), Topics: g.topicsOf(p), Types: g.some("page-type", 1), Body: p.author.body(g, g.length(5)),
	}
}

func (g *generator) massAlert(p planned) schema.Kind {
	v := &kinds.CyberAlert{
		Title: p.title, ShortTitle: atMost(60, p.ref+" "+p.title), Summary: p.author.lead(300), ThreatID: p.ref, Published: p.from,
		Severities: []kinds.SeverityChange{{Date: cms.DateOf(p.from), Severity: choose(g.prose, []string{"medium", "medium", "high", "high", "low", "critical", "information"})}},
		ThreatType: choose(g.prose, []string{"vulnerability", "vulnerability", "insecure-software", "malware", "malware", "intelligence", "attack-methodology"}),
		Categories: g.some("threat-category", 1), Vectors: g.some("threat-vector", 2), Topics: g.refs("topic", "cyber-security"),
		Affected: []kinds.AffectedPlatform{{Platform: p.author.slot("product") + " " + p.author.slot("noun")}}, Details: p.author.body(g, g.length(2)),
		Remediation: []kinds.RemediationStep{{Text: plain(p.author.statement()), Type: "action"}},
	}
	if g.chance(2) {
		v.CVEs = []kinds.Vulnerability{{ID: fmt.Sprintf("CVE-%d-%d", p.from.Year(), 1000+g.random.IntN(40_000)), Status: "published"}}
	}
	return v
}

func (g *generator) massNews(p planned) schema.Kind {
	return &kinds.NewsArticle{
		Title: p.title, Summary: p.author.lead(300), PublishedAt: p.from, Type: choose(g.prose, []string{"news", "news", "news", "update", "press-release", "statement", "correction"}),
		Topics: g.topicsOf(p), Theme: g.some("news-theme", 1), Body: p.author.body(g, g.length(4)),
	}
}

func (g *generator) massWork(p planned) schema.Kind {
	return &kinds.PublishedWork{
		Title: p.title, Summary: p.author.lead(400), Published: p.from, InformationTypes: g.some("information-type", 1), Topics: g.topicsOf(p),
		Coverage: g.refs("coverage", "england"), Granularity: g.some("granularity", 1), Body: p.author.body(g, g.length(3)),
	}
}

func (g *generator) massPost(p planned) schema.Kind {
	return &kinds.BlogPost{
		Title: p.title, Summary: p.author.lead(300), Published: cms.DateOf(p.from), GuestAuthors: g.writer(p), Categories: g.some("blog-category", 1),
		Topics: g.topicsOf(p), Lead: plain(p.author.statement()), Body: p.author.body(g, g.length(6)),
	}
}

// writer is somebody without a page.
func (g *generator) writer(p planned) []kinds.GuestAuthor {
	return []kinds.GuestAuthor{{Name: choose(g.prose, firstNames) + " " + p.author.slot("surname")}}
}

func (g *generator) massFeature(p planned) schema.Kind {
	return &kinds.Feature{
		Title: p.title, Summary: p.author.lead(300), Published: cms.DateOf(p.from), GuestAuthors: g.writer(p), Topics: g.topicsOf(p), Body: p.author.body(g, g.length(4)),
	}
}

func (g *generator) massCase(p planned) schema.Kind {
	return &kinds.CaseStudy{
		Title: p.title, Summary: p.author.lead(300), Published: cms.DateOf(p.from), GuestAuthors: g.writer(p), Topics: g.topicsOf(p), Body: p.author.body(g, g.length(3)),
	}
}

func (g *generator) massEvent(p planned) schema.Kind {
	return &kinds.Event{
		Title: p.title, Summary: p.author.lead(300), Location: p.author.slot("place"), Types: g.some("event-type", 1), Topics: g.topicsOf(p),
		Sessions: []kinds.Session{{Starts: p.from, Ends: p.from.Add(90 * time.Minute)}}, Body: p.author.body(g, 1),
	}
}

func (g *generator) massService(p planned) schema.Kind {
	return &kinds.Service{
		Title: p.title, Summary: p.author.lead(300), Status: choose(g.prose, []string{"live", "live", "live", "live", "beta", "alpha", "retiring", "retired"}),
		Level: "silver", Topics: g.topicsOf(p), Catalogue: g.some("catalogue", 2), Body: p.author.body(g, g.length(3)),
	}
}

func (g *generator) massAPI(p planned) schema.Kind {
	return &kinds.API{
		Title: p.title, Summary: p.author.lead(300), Status: choose(g.prose, []string{"live", "live", "live", "beta", "alpha", "deprecated", "retired"}),
		Version: fmt.Sprintf("%d.%d.0", 1+g.random.IntN(4), g.random.IntN(10)), Released: cms.DateOf(p.from), Topics: g.topicsOf(p),
		Catalogue: g.some("catalogue", 2), Introduction: p.author.paragraphs(1), Body: p.author.body(g, g.length(2)),
	}
}

func (g *generator) massPerson(p planned) schema.Kind {
	first, last, _ := strings.Cut(p.title, " ")
	return &kinds.Person{FirstName: first, LastName: last, Summary: p.author.lead(300), Biography: p.author.paragraphs(2), Topics: g.topicsOf(p)}
}

func (g *generator) massLegal(p planned) schema.Kind {
	return &kinds.Legal{Title: p.title, Summary: p.author.lead(300), Body: p.author.body(g, g.length(4))}
}

func (g *generator) massJob(p planned) schema.Kind {
	return &kinds.Job{
		Title: p.title, Summary: p.author.lead(300), Reference: fmt.Sprintf("990-OFF-%04d", g.random.IntN(10_000)), Location: p.author.slot("place"),
		Salary: "£43,742 to £50,056 a year", Contract: "permanent", Closes: g.ahead(), Body: p.author.body(g, 1),
		Apply: cms.Link{Text: "Apply", URL: "https://jobs.example.org/" + p.Slug},
	}
}

// hubValue is a page that lists the pages below it.
func (m *mass) hubValue(p planned) schema.Kind {
	lead := p.author.lead(250)
	switch p.Kind {
	case "publications-hub":
		return &kinds.PublicationsHub{Title: p.title, Summary: lead}
	case "service-catalogue":
		return &kinds.ServiceCatalogue{Title: p.title, Summary: lead}
	case "api-catalogue":
		return &kinds.APICatalogue{Title: p.title, Summary: lead}
	case "blog-hub":
		return &kinds.BlogHub{Title: p.title, Summary: lead}
	case "news-hub":
		return &kinds.NewsHub{Title: p.title, Summary: lead}
	case "events-hub":
		return &kinds.EventsHub{Title: p.title, Summary: lead}
	case "alert-hub":
		return &kinds.AlertHub{Title: p.title, Summary: lead}
	case "careers":
		return &kinds.Careers{Title: p.title, Summary: lead, JobsTitle: "Latest jobs"}
	}
	landing := m.landing()
	landing.Title, landing.Summary = p.title, lead
	return landing
}

// alertNumber numbers the alerts of the mass. It leaves out those that the
// demonstration has.
func alertNumber(n int) string {
	number := 1001 + n
	for _, taken := range []int{4456, 4501, 4502, 4503, 4504, 4505, 4506, 4507, 4508, 4509, 4510, 4511, 4512} {
		if number >= taken {
			number++
		}
	}
	return fmt.Sprintf("CC-%d", number)
}
