package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// API is an interface that other organisations' software can use.
type API struct {
	Title           string        `rule:"required max=150"`
	ShortTitle      string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary         string        `type:"longtext" label:"Lead" rule:"required max=300"`
	Status          string        `type:"choice" options:"experimental=Experimental,alpha=Alpha,beta=Beta,release-candidate=Release candidate,live=Live,deprecated=Deprecated,retired=Retired" rule:"required" facet:"api-status"`
	Version         string        `rule:"max=40 pattern=^v?[0-9]+(\\.[0-9]+)*([-+][0-9A-Za-z.-]+)?$"`
	OtherVersion    string        `label:"Other reference of the version" rule:"max=80"`
	Released        cms.Date      `label:"Release date"`
	Effective       cms.Date      `label:"In force from"`
	ChangeSummary   string        `label:"What has changed in this version" rule:"max=300"`
	Replacement     cms.Link      `label:"What replaces it"`
	SpecificationID string        `name:"specification_id" label:"Number of the specification" rule:"max=80" search:"none"`
	Specification   cms.File      `help:"OpenAPI, as JSON"`
	Services        []cms.Ref     `kinds:"service" label:"Services behind it"`
	Topics          []cms.TermRef `vocabulary:"topic"`
	Catalogue       []cms.TermRef `vocabulary:"catalogue" label:"Place in the catalogue" help:"Leave empty to keep it out of the catalogue's filters"`
	Introduction    richtext.Doc
	Body            cms.Blocks   `label:"About this interface"`
	Guides          []GuideGroup `label:"Information for builders"`
	Endpoints       []EndpointGroup
}

// GuideGroup is a heading with links for those who build.
type GuideGroup struct {
	Title string        `rule:"required max=150"`
	Links []FurtherLink `rule:"required"`
}

// EndpointGroup is a heading with the endpoints that belong together.
type EndpointGroup struct {
	Title     string     `rule:"required max=150"`
	Endpoints []Endpoint `rule:"required"`
}

// Endpoint is one request that the interface answers.
type Endpoint struct {
	Name           string       `rule:"required max=150"`
	Summary        richtext.Doc `rule:"required"`
	Method         string       `type:"choice" options:"CONNECT=CONNECT,DELETE=DELETE,GET=GET,HEAD=HEAD,OPTIONS=OPTIONS,PATCH=PATCH,POST=POST,PUT=PUT,TRACE=TRACE" rule:"required"`
	URI            string       `label:"Path" rule:"required max=300"`
	Status         string       `type:"choice" options:"experimental=Experimental,alpha=Alpha,beta=Beta,release-candidate=Release candidate,live=Live,deprecated=Deprecated,retired=Retired" rule:"required"`
	Authentication richtext.Doc `label:"Authentication and authorisation"`
	Parameters     []Parameter
	Requests       []CodeSample         `label:"Sample requests"`
	Responses      []CodeSample         `label:"Sample responses"`
	ResponseIntro  richtext.Doc         `label:"About the responses"`
	Definitions    []ResponseDefinition `label:"What a response holds"`
	Errors         []StatusCode         `label:"Status and error codes"`
	Notes          richtext.Doc         `label:"More about it"`
}

// Parameter is something that a request may say.
type Parameter struct {
	Name      string `rule:"required max=100"`
	Type      string `rule:"max=60"`
	Mandatory bool
	Place     string       `type:"choice" options:"path=Path,query=Query,header=Header,cookie=Cookie,body=Body"`
	Text      richtext.Doc `label:"Description"`
}

// CodeSample is a text that machines exchange.
type CodeSample struct {
	Title string `rule:"required max=150"`
	Code  string `type:"verbatim" rule:"required max=20000"`
}

// ResponseDefinition is one part of a response.
type ResponseDefinition struct {
	Title    string       `rule:"required max=150"`
	Text     richtext.Doc `label:"Description" rule:"required"`
	DataType string       `rule:"max=60"`
	Example  string       `rule:"max=300"`
}

// StatusCode is what an answer may begin with.
type StatusCode struct {
	Type    string       `type:"choice" options:"http=HTTP,custom=Custom" default:"http" rule:"required"`
	Code    string       `rule:"required max=20"`
	Meaning string       `rule:"max=150"`
	Text    richtext.Doc `label:"Description"`
	Fix     richtext.Doc `label:"What to do about it"`
}

func (*API) Kind() cms.Kind {
	return cms.Kind{Name: "api", Label: "API", Help: "An interface for other organisations' software", Addressed: true, Below: []string{"api-catalogue"}}
}

func (a *API) Card() cms.Card {
	return cms.Card{Title: a.Title, ShortTitle: a.ShortTitle, Summary: a.Summary, SortAt: noon(a.Released), Label: labelOf(apiStatuses, a.Status)}
}

var apiStatuses = []cms.Choice{
	{Value: "experimental", Label: "Experimental"}, {Value: "alpha", Label: "Alpha"}, {Value: "beta", Label: "Beta"},
	{Value: "release-candidate", Label: "Release candidate"}, {Value: "live", Label: "Live"},
	{Value: "deprecated", Label: "Deprecated"}, {Value: "retired", Label: "Retired"},
}
