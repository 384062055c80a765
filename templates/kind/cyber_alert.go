package kind

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

var remediationTypes = map[string]string{
	"patch":    "Patch",
	"guidance": "Guidance",
	"action":   "Action",
	"aware":    "Be aware",
}

var vulnerabilityStatus = map[string]string{
	"published": "Published",
	"rejected":  "Rejected",
	"reserved":  "Reserved",
	"unknown":   "Not known",
}

// alertFacts say what a threat is and since when it is known.
func alertFacts(v *ui.View, p *kinds.CyberAlert) []ui.Fact {
	return []ui.Fact{
		ui.At(v, "Published", p.Published),
		ui.At(v, "Last updated", lastUpdate(p)),
		ui.Said("Type of threat", kinds.ThreatTypes[p.ThreatType]),
		ui.Said("Category", v.TermNames(p.Categories...)...),
		ui.Said("Ways of attack", v.TermNames(p.Vectors...)...),
		identifiers(p.CVEs),
		ui.Said("Topics", v.TermNames(p.Topics...)...),
	}
}

// toTodo leads to what to do, if the alert says it.
func toTodo(p *kinds.CyberAlert) cms.Link {
	if !ui.HasText(p.RemediationIntro) && len(p.Remediation) == 0 {
		return cms.Link{}
	}
	return cms.Link{Text: "What to do", URL: "#" + ui.TodoID}
}

func whatToDo(v *ui.View, p *kinds.CyberAlert) block.Section {
	s := block.Part("What to do", templ.Join(ui.RichText(v, p.RemediationIntro), remediation(v, p.Remediation)))
	s.ID = ui.TodoID
	return s
}

func identifiers(all []kinds.Vulnerability) ui.Fact {
	if len(all) == 0 {
		return ui.Fact{}
	}
	return ui.Fact{Label: "CVE identifiers", Value: unbroken(all)}
}

// lastUpdate is zero when nothing has become known since.
func lastUpdate(p *kinds.CyberAlert) time.Time {
	var last time.Time
	for _, u := range p.Updates {
		if u.At.After(last) {
			last = u.At
		}
	}
	return last
}

// A turn is something that changed about an alert: what became known, or how
// severe it is held to be.
type turn struct {
	kinds.ThreatUpdate
	day      cms.Date // of a change of severity
	from, to ui.Severity
}

// turns are all that changed, the latest first. A change of severity is told
// with what became known on its day, if something did.
func turns(v *ui.View, p *kinds.CyberAlert) []turn {
	var all []turn
	for _, u := range p.Updates {
		all = append(all, turn{ThreatUpdate: u})
	}
	var before ui.Severity
	for _, s := range p.Severities {
		change := turn{day: s.Date, from: before, to: ui.SeverityOf(s.Severity)}
		change.At = s.Date.In(v.Zone)
		if change.to == before {
			continue
		}
		before = change.to
		onItsDay := func(t turn) bool { return t.to.Name == "" && cms.DateOf(v.In(t.At)) == s.Date }
		if i := slices.IndexFunc(all, onItsDay); i >= 0 {
			all[i].from, all[i].to = change.from, change.to
			continue
		}
		all = append(all, change)
	}
	if len(all) < 2 && len(p.Updates) == 0 {
		return nil // it was published, and the head of the page says so
	}
	slices.SortStableFunc(all, func(a, b turn) int { return a.At.Compare(b.At) })
	slices.Reverse(all)
	return all
}

// called says in a few words what changed.
func (t turn) called() string {
	switch {
	case t.Title != "":
		return t.Title
	case t.from.Name == "":
		return "First published"
	case t.to.Level > t.from.Level:
		return "Severity raised from " + strings.ToLower(t.from.Word)
	default:
		return "Severity lowered from " + strings.ToLower(t.from.Word)
	}
}

// platforms are what a threat is directed at, each with its versions.
func platforms(v *ui.View, all []kinds.AffectedPlatform) []ui.Fact {
	var facts []ui.Fact
	for _, a := range all {
		facts = append(facts, ui.Fact{Label: a.Platform, Value: platform(v, a)})
	}
	return facts
}

func versionNames(a kinds.AffectedPlatform) string {
	var names []string
	for _, version := range a.Versions {
		names = append(names, version.Name)
	}
	return strings.Join(names, ", ")
}

func liveAcknowledgements(v *ui.View, all []kinds.Acknowledgement) []kinds.Acknowledgement {
	return slices.DeleteFunc(slices.Clone(all), func(a kinds.Acknowledgement) bool { return !leads(v, a.Link) })
}

var _ = describe(describeAlert)

// describeAlert tells of an alert as of a technical article, which says what to
// do. The vocabulary's special announcements are for changes in how a public
// service can be used.
func describeAlert(v *ui.View, p *kinds.CyberAlert) schemaorg.Thing {
	status := ""
	if p.Archived {
		status = "Archived"
	}
	return article(v, "TechArticle", p.Title, nil).With(outAt(v, p.Published)).With(schemaorg.Thing{
		"articleSection": "Cyber alert", "identifier": identifier("Alert number", p.ThreatID), "creativeWorkStatus": status,
		"about": append(threatened(p), vulnerable(p)...), "keywords": alertWords(v, p),
	})
}

// alertWords are what an alert can be found by.
func alertWords(v *ui.View, p *kinds.CyberAlert) []string {
	var words []string
	if p.Severity() != "" {
		words = append(words, "Severity: "+ui.SeverityOf(p.Severity()).Word)
	}
	words = append(words, kinds.ThreatTypes[p.ThreatType])
	return append(words, v.TermNames(slices.Concat(p.Categories, p.Vectors, p.Topics)...)...)
}

// threatened are the platforms that an alert is about.
func threatened(p *kinds.CyberAlert) []schemaorg.Thing {
	var all []schemaorg.Thing
	for _, a := range p.Affected {
		all = append(all, schemaorg.Of("Thing", schemaorg.Thing{"name": a.Platform}))
	}
	return all
}

// vulnerable are the entries of the CVE list that an alert is about.
func vulnerable(p *kinds.CyberAlert) []schemaorg.Thing {
	var all []schemaorg.Thing
	for _, c := range p.CVEs {
		all = append(all, schemaorg.Of("Thing", schemaorg.Thing{"name": c.ID, "sameAs": "https://www.cve.org/CVERecord?id=" + c.ID}))
	}
	return all
}
