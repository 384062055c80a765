package kind

import (
	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

type release struct {
	tone ui.Tone
	word string
}

// releaseStatus says how far an interface or one of its endpoints is.
var releaseStatus = map[string]release{
	"experimental":      {ui.Plum, "Experimental"},
	"alpha":             {ui.Plum, "Alpha"},
	"beta":              {ui.Blue, "Beta"},
	"release-candidate": {ui.Blue, "Release candidate"},
	"live":              {ui.Green, "Live"},
	"deprecated":        {ui.Amber, "Deprecated"},
	"retired":           {ui.Red, "Retired"},
}

var parameterPlaces = map[string]string{
	"path":   "Path",
	"query":  "Query",
	"header": "Header",
	"cookie": "Cookie",
	"body":   "Body",
}

// apiFacts say which version this is and what belongs to it.
func apiFacts(v *ui.View, p *kinds.API) []ui.Fact {
	return []ui.Fact{
		ui.Said("Version", joined(p.Version, p.OtherVersion)),
		ui.Dated("Released", p.Released),
		ui.Dated("In force from", p.Effective),
		people(v, "Services behind it", p.Services...),
		ui.Said("Topics", v.TermNames(p.Topics...)...),
		ui.Said("Number of the specification", p.SpecificationID),
	}
}

// apiSections are what builders read, and a section for each group of
// endpoints.
func apiSections(v *ui.View, p *kinds.API) []block.Section {
	all := []block.Section{
		block.Part("", leaving(v, p)),
		block.Prose(v, "Introduction", p.Introduction),
		block.Body(p.Body),
		block.Part("What has changed in this version", changed(v, p)),
		{Heading: "Information for builders", Show: func(at *block.Place) templ.Component { return guides(v, at, p.Guides) }},
		block.Part("Specification", specification(v, p)),
	}
	for i, group := range p.Endpoints {
		all = append(all, block.Section{ID: endpointsID(i), Heading: group.Title, Show: func(at *block.Place) templ.Component {
			return endpoints(v, at, group.Endpoints)
		}})
	}
	return all
}

// endpointsID is that of the first group of endpoints, to which the head leads.
func endpointsID(group int) string {
	if group == 0 {
		return ui.EndpointsID
	}
	return ""
}

// toEndpoints leads to what the interface answers, if the page tells it.
func toEndpoints(p *kinds.API) cms.Link {
	if len(p.Endpoints) == 0 || len(p.Endpoints[0].Endpoints) == 0 {
		return cms.Link{}
	}
	return cms.Link{Text: "See the endpoints", URL: "#" + ui.EndpointsID}
}

// codeName tells the codes of HTTP from those of the interface itself.
func codeName(code kinds.StatusCode) string {
	if code.Type == "custom" {
		return code.Code
	}
	return "HTTP " + code.Code
}

var _ = describe(describeAPI)

func describeAPI(v *ui.View, p *kinds.API) schemaorg.Thing {
	return article(v, "APIReference", p.Title, nil).With(schemaorg.Thing{
		"version": p.Version, "creativeWorkStatus": releaseStatus[p.Status].word, "keywords": v.TermNames(p.Topics...),
	})
}
