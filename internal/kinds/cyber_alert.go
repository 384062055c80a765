package kinds

import (
	"fmt"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// CyberAlert warns of a threat and says what to do about it.
type CyberAlert struct {
	Title            string             `rule:"required max=150"`
	ShortTitle       string             `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary          string             `type:"longtext" label:"Lead" rule:"required max=300"`
	ThreatID         string             `name:"threat_id" label:"Alert number" help:"Such as CC-4321" rule:"required pattern=^CC-[0-9]{1,6}$" search:"title"`
	Severities       []SeverityChange   `label:"Severity" help:"The last entry is in force" rule:"required"`
	Published        time.Time          `rule:"required"`
	ThreatType       string             `type:"choice" options:"attack-methodology=Attack methodology,insecure-software=Insecure software,intelligence=Intelligence,malware=Malware,vulnerability=Vulnerability" rule:"required" facet:"threat-type"`
	Categories       []cms.TermRef      `vocabulary:"threat-category"`
	Vectors          []cms.TermRef      `vocabulary:"threat-vector" label:"Ways of attack"`
	Topics           []cms.TermRef      `vocabulary:"topic"`
	Affected         []AffectedPlatform `label:"Affected platforms"`
	Details          cms.Blocks         `label:"Threat details"`
	Updates          []ThreatUpdate     `label:"Threat updates"`
	RemediationIntro richtext.Doc       `label:"Advice on remediation"`
	Remediation      []RemediationStep  `label:"Steps of remediation"`
	Indicators       cms.Blocks         `label:"Indicators of compromise" blocks:"expander text table code"`
	CVEs             []Vulnerability    `name:"cves" label:"CVE identifiers"`
	Guidance         []FurtherLink      `label:"Guidance of the national cyber security authority"`
	Sources          []FurtherLink      `label:"Definitive sources of updates"`
	Services         []cms.Ref          `label:"Services affected"`
	Acknowledgements []Acknowledgement  `help:"Where organisations say that they have acted"`
	Archived         bool               `label:"Kept for reference only"`
}

// SeverityChange is how severe a threat was held to be from a day on.
type SeverityChange struct {
	Date     cms.Date `rule:"required"`
	Severity string   `type:"choice" options:"critical=Critical,high=High,medium=Medium,low=Low,information=Information only" rule:"required" facet:"severity last"`
}

// AffectedPlatform is something that a threat is directed at.
type AffectedPlatform struct {
	Platform string            `rule:"required max=120"`
	Versions []AffectedVersion `help:"Leave empty for all"`
	Text     richtext.Doc
}

// AffectedVersion is one version, or a range of them.
type AffectedVersion struct {
	Name string `rule:"required max=80"`
}

// ThreatUpdate is what has become known since.
type ThreatUpdate struct {
	At    time.Time `rule:"required"`
	Title string    `rule:"required max=150"`
	Text  richtext.Doc
}

// RemediationStep is one thing to do.
type RemediationStep struct {
	Text richtext.Doc `rule:"required"`
	Type string       `type:"choice" options:"patch=Patch,guidance=Guidance,action=Action,aware=Be aware"`
	Link cms.Link
}

// Vulnerability is an entry of the CVE list.
type Vulnerability struct {
	ID     string `name:"cve" label:"Identifier" help:"Such as CVE-2024-12345" rule:"required pattern=^CVE-[0-9]{4}-[0-9]{4,}$"`
	Text   richtext.Doc
	Status string `type:"choice" options:"published=Published,rejected=Rejected,reserved=Reserved,unknown=Not known"`
}

// Acknowledgement is where and until when organisations answer.
type Acknowledgement struct {
	Link cms.Link  `rule:"required"`
	By   time.Time `label:"Answer until" rule:"required"`
}

func (*CyberAlert) Kind() cms.Kind {
	return cms.Kind{Name: "cyber-alert", Label: "Cyber alert", Help: "Warns of a threat and says what to do", Addressed: true}
}

func (a *CyberAlert) Card() cms.Card {
	return cms.Card{
		Title: a.Title, ShortTitle: a.ShortTitle, Summary: a.Summary, SortAt: a.Published,
		Label: labelOf(Severities, a.Severity()), Note: a.ThreatID,
	}
}

// Numbers are the alert's own, and those of the CVE list.
func (a *CyberAlert) Numbers() []string {
	numbers := []string{a.ThreatID}
	for _, c := range a.CVEs {
		numbers = append(numbers, c.ID)
	}
	return numbers
}

// FeedEntry tells what those who look after machines look for: how severe it
// is, of what type, and which vulnerabilities it uses.
func (a *CyberAlert) FeedEntry() FeedEntry {
	severity := labelOf(Severities, a.Severity())
	labels := []FeedLabel{
		{"severity", a.Severity(), severity},
		{"threat-type", a.ThreatType, ThreatTypes[a.ThreatType]},
	}
	for _, c := range a.CVEs {
		labels = append(labels, FeedLabel{"cve", c.ID, c.ID})
	}
	return FeedEntry{Number: a.ThreatID, Note: "Severity: " + severity + ".", Labels: labels}
}

// ThreatTypes are what the types of threats are called.
var ThreatTypes = map[string]string{
	"attack-methodology": "Attack methodology",
	"insecure-software":  "Insecure software",
	"intelligence":       "Intelligence",
	"malware":            "Malware",
	"vulnerability":      "Vulnerability",
}

// ChangesAt is when the next time to answer has passed.
func (a *CyberAlert) ChangesAt(at time.Time) time.Time {
	var next time.Time
	for _, answer := range a.Acknowledgements {
		if answer.By.After(at) {
			next = cms.Earlier(next, answer.By)
		}
	}
	return next
}

// Severities are what the severities are called, the worst first.
var Severities = []cms.Choice{
	{Value: "critical", Label: "Critical"}, {Value: "high", Label: "High"}, {Value: "medium", Label: "Medium"},
	{Value: "low", Label: "Low"}, {Value: "information", Label: "Information only"},
}

// Check refuses severities that are not in the order of their dates: the last
// is in force.
func (a *CyberAlert) Check() (problems []cms.Problem) {
	for i := 1; i < len(a.Severities); i++ {
		if a.Severities[i].Date.In(time.UTC).Before(a.Severities[i-1].Date.In(time.UTC)) {
			problems = append(problems, cms.Problem{
				Field:   fmt.Sprintf("severities[%d].date", i),
				Message: "this is before the date of the entry above it; put the entries in order, for the last is in force",
			})
		}
	}
	return problems
}

// Severity is the severity in force, or empty.
func (a *CyberAlert) Severity() string {
	if len(a.Severities) == 0 {
		return ""
	}
	return a.Severities[len(a.Severities)-1].Severity
}
