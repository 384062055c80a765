package corpus

import (
	"context"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// massTerms are the terms that the mass of pages is narrowed by, those that are
// used most first. They have the names that the demonstration site gives them.
// What stands before a stroke is the term above.
var massTerms = []struct{ vocabulary, names string }{
	{"topic", "Mental health,Hospital care,Primary care,Urgent and emergency care,Primary care/General practice,Prescriptions and medicines,Screening and immunisation,Cancer," +
		"Social care,Community health,Workforce,Referrals and bookings,Population health,Dementia,Primary care/Pharmacy,Systems and infrastructure," +
		"Online services for patients,Standards,Cyber security,Data protection,Research,Sharing information,Identity and access"},
	{"information-type", "Official statistics,Accredited official statistics,Other reports and statistics,Official statistics in development,Audit,Survey,Open data"},
	{"coverage", "England,Wales,Scotland,Northern Ireland,Republic of Ireland"},
	{"granularity", "Country,Regions,Integrated care boards,Hospital trusts,Local authorities,GP practices,Sub-ICB locations,Primary care networks," +
		"Mental health trusts,Community providers,Care homes,Schools"},
	{"threat-category", "Ransomware,Trojan,Exploit,Backdoor,Loader,Botnet,Worm,Spyware,Denial of service"},
	{"threat-vector", "Email,Vulnerability,Phishing,Supply chain,Insecure network,Drive-by download,Macro,Exploit kit,Physical"},
	{"blog-category", "Tech Talk,Design Matters,Data Points,Transformation,Inside Story"},
	{"news-theme", "Services,Data,Security,People,Research"},
	{"event-type", "Webinar,Training,Conference,Open day,Consultation"},
	{"page-type", "Guidance,Data collection,Corporate information,Policy,Standard,Clinical audit"},
	{"catalogue", "For health and care staff,GP and primary care,Hospital,REST APIs,FHIR,Messaging,Social care,Mental health"},
}

// setMassTerms makes these terms, or takes those that are there already.
func (g *generator) setMassTerms(ctx context.Context, f *publishing.Filling) error {
	there, err := f.Terms(ctx)
	if err != nil {
		return err
	}
	for _, v := range massTerms {
		positions := map[cms.ID]int{} // by the term above
		for name := range strings.SplitSeq(v.names, ",") {
			t := cms.Term{ID: g.id(), Vocabulary: v.vocabulary, Slug: slugOf(name), Name: name}
			if above, below, isBelow := strings.Cut(name, "/"); isBelow {
				t.Name, t.Slug, t.Parent = below, slugOf(below), g.slugs[v.vocabulary+"/"+slugOf(above)]
			}
			t.Position = positions[t.Parent]
			positions[t.Parent]++
			if g.chance(4) {
				t.Synonyms = []string{g.words(2), g.word()}
			}
			at := slices.IndexFunc(there, func(o cms.Term) bool { return o.Vocabulary == t.Vocabulary && (o.Slug == t.Slug || o.Name == t.Name) })
			slug := t.Slug
			if at >= 0 {
				t = there[at]
			} else if err := f.SetTerm(ctx, t); err != nil {
				return err
			}
			g.offerTerm(slug, t)
		}
	}
	return nil
}

// offerTerm lets pages be about something.
func (g *generator) offerTerm(slug string, t cms.Term) {
	g.slugs[t.Vocabulary+"/"+slug] = t.ID
	g.filler.Terms[t.Vocabulary] = append(g.filler.Terms[t.Vocabulary], t.ID)
	g.filler.Terms[""] = append(g.filler.Terms[""], t.ID)
	if t.Vocabulary == "topic" {
		g.topics = append(g.topics, t.ID)
	}
}

// facets are what a page can be narrowed by.
type facets struct{ topics, types, coverage, granularity []string }

// facetsOf chooses those of a series. They are not terms yet: planning knows none.
func (m *mass) facetsOf(p prose, about *subject) facets {
	f := facets{topics: []string{about.topic}, types: skewedOf(p, "information-type", 1), coverage: []string{"england"}}
	if p.chance(6) {
		f.topics = append(f.topics, choose(p, subjects).topic)
	}
	switch p.random.IntN(20) {
	case 0, 1:
		f.coverage = []string{"england", "wales"}
	case 2:
		f.coverage = []string{"england", "scotland", "wales", "northern-ireland"}
	case 3:
		f.coverage = []string{"wales"}
	}
	f.granularity = skewedOf(p, "granularity", 1+p.skewed(5))
	return f
}

// skewedOf chooses slugs of a vocabulary, the first more often.
func skewedOf(p prose, vocabulary string, count int) []string {
	at := slices.IndexFunc(massTerms, func(v struct{ vocabulary, names string }) bool { return v.vocabulary == vocabulary })
	names := strings.Split(massTerms[at].names, ",")
	var slugs []string
	for range count {
		if slug := slugOf(names[p.skewed(len(names))]); !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
	}
	return slugs
}

// refs are the terms that slugs of a vocabulary stand for.
func (g *generator) refs(vocabulary string, slugs ...string) []cms.TermRef {
	var list []cms.TermRef
	for _, slug := range slugs {
		if id := g.slugs[vocabulary+"/"+slug]; id != "" && !slices.Contains(list, cms.TermRef(id)) {
			list = append(list, cms.TermRef(id))
		}
	}
	return list
}

// some chooses terms of a vocabulary, the first more often.
func (g *generator) some(vocabulary string, count int) []cms.TermRef {
	return g.refs(vocabulary, skewedOf(g.prose, vocabulary, count)...)
}
