package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Series is a run of publications that come regularly. What it says of itself
// holds for every publication below it that does not say otherwise.
type Series struct {
	Title                 string       `rule:"required max=250"`
	ShortTitle            string       `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=80"`
	Subtitle              string       `rule:"max=80"`
	Summary               richtext.Doc `rule:"required"`
	ShowLatest            bool         `label:"Show the latest publication by itself" default:"true"`
	About                 richtext.Doc `label:"About this publication"`
	Methodology           richtext.Doc
	Statistician          cms.Ref       `kinds:"person" label:"Lead analyst"`
	Team                  cms.Link      `label:"Responsible team"`
	DateNaming            string        `type:"choice" label:"How publications are named by date" options:"day=Day,week=Week,month=Month,quarter=Quarter,half-year=Half year,calendar-year=Calendar year,financial-year=Financial year,academic-year=Academic year,range=From one date to another,edition=Number of the edition,none=Without a date" default:"none" rule:"required"`
	Frequency             string        `type:"choice" options:"daily=Daily,weekly=Weekly,monthly=Monthly,quarterly=Quarterly,twice-yearly=Twice a year,yearly=Yearly,snapshot=Snapshot,ad-hoc=Ad hoc"`
	Tier                  string        `type:"choice" label:"Tier of its publications" options:"1=Tier 1,2=Tier 2,3=Tier 3" default:"2" rule:"required"`
	InformationTypes      []cms.TermRef `vocabulary:"information-type"`
	Topics                []cms.TermRef `vocabulary:"topic"`
	Coverage              []cms.TermRef `vocabulary:"coverage" label:"Geographical coverage"`
	Granularity           []cms.TermRef `vocabulary:"granularity" label:"Geographical granularity"`
	AdministrativeSources string        `type:"longtext" rule:"max=2000"`
	Files                 []Attachment  `label:"Resources: files"`
	Links                 []FurtherLink `label:"Resources: links"`
	Replaces              Replacement   `label:"Replaced series"`
	Access                []AccessList  `label:"Pre-release access"`
	ReferenceNumber       int           `rule:"min=0"`
	ISSN                  string        `label:"ISSN" help:"Such as 1234-5679" rule:"pattern=^[0-9]{4}-[0-9]{3}[0-9X]$"`
}

// Replacement says which series came in the place of another, and why.
type Replacement struct {
	Series  cms.Ref `kinds:"series"`
	Why     richtext.Doc
	Changed cms.Date `label:"Date of the change"`
}

// AccessList says who sees a publication before its release.
type AccessList struct {
	Organisation string      `rule:"required max=150"`
	Recipients   []Recipient `rule:"required"`
	Detail       string      `rule:"max=300"`
}

// Recipient is a post whose holder has access.
type Recipient struct {
	Role string `rule:"required max=150"`
}

func (*Series) Kind() cms.Kind {
	return cms.Kind{Name: "series", Label: "Series", Help: "A run of publications that come regularly", Addressed: true}
}

func (s *Series) Card() cms.Card {
	return cms.Card{Title: s.Title, ShortTitle: s.ShortTitle, Summary: brief(s.Summary)}
}

// Lists declares the publications of the series, the newest first, and those
// that are announced, the next first.
func (s *Series) Lists(at time.Time) []cms.ListQuery {
	past := released(cms.This, 20)
	past.Paged = true
	return []cms.ListQuery{past, upcoming(cms.This, at, 4)}
}

// Follows declares the feed of the publications of the series.
func (*Series) Follows() Following {
	return Following{Prefix: SeriesFeed, Kinds: []string{"publication", "published-work"}}
}
