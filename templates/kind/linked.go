package kind

import (
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/ui"
)

// describers say what machines may know of the pages of a kind. Pages of the
// kinds that have none are web pages.
var describers = map[string]func(v *ui.View, value any) schemaorg.Thing{}

// describe makes a function the describer of its kind. The file of each calls
// it.
func describe[T any, P interface {
	*T
	Kind() cms.Kind
}](of func(*ui.View, P) schemaorg.Thing) bool {
	describers[P(new(T)).Kind().Name] = func(v *ui.View, value any) schemaorg.Thing {
		p, _ := value.(P)
		return of(v, p)
	}
	return true
}

// linked is what search engines and other machines are told of the page, no more
// than it shows. Of what is withdrawn, and of what shall not be found, they are
// told nothing.
func linked(v *ui.View) schemaorg.Graph {
	if v.BaseURL == "" || v.NoIndex || v.Release.Outcome == cms.OutcomeWithdrawn {
		return nil
	}
	of, known := describers[v.Release.Kind]
	if !known {
		return schemaorg.Graph{webPage(v), trail(v), organisation(v)}
	}
	return schemaorg.Graph{of(v, v.Value), trail(v), organisation(v)}
}

const (
	language = "en-GB" // as the layout says
	country  = "GB"
)

// address is that of a page of ours for those elsewhere.
func address(v *ui.View, path string) string { return v.BaseURL + path }

// work is what every page says as a work of a type: its address and language,
// when its first release was and when it was edited, by whom and under which
// licence it is published, what stands for it, and that it is part of the website.
func work(v *ui.View, kind string) schemaorg.Thing {
	at := address(v, v.Canonical())
	return schemaorg.Of(kind, schemaorg.Thing{
		"@id": at, "url": at, "name": v.Title, "description": v.Description, "inLanguage": language,
		"image": picture(v), "isPartOf": schemaorg.Ref(address(v, websiteID)), "license": licence(v), "publisher": publisher(v),
	}).With(outAt(v, v.Release.FirstPublishedAt))
}

// outOn says when a page came out that names the day itself, and when it was
// edited after that.
func outOn(v *ui.View, day cms.Date) schemaorg.Thing {
	if day.IsZero() {
		return outAt(v, v.Release.FirstPublishedAt)
	}
	begins := day.In(v.In(v.At).Location())
	return schemaorg.Thing{"datePublished": day.String(), "dateModified": editedAfter(v, begins)}
}

// outAt is outOn with the time of day.
func outAt(v *ui.View, at time.Time) schemaorg.Thing {
	if at.IsZero() {
		at = v.Release.FirstPublishedAt
	}
	return schemaorg.Thing{"datePublished": machine(v, at), "dateModified": editedAfter(v, at)}
}

func editedAfter(v *ui.View, at time.Time) string {
	if edited := v.Release.LastEditedAt; edited.After(at) {
		return machine(v, edited)
	}
	return ""
}

// machine writes an instant as machines read it; zero: nothing.
func machine(v *ui.View, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.In(at).Format(time.RFC3339)
}

// article is a work with a headline that somebody has written; without a name of
// anybody, the organisation has.
func article(v *ui.View, kind, title string, authors []schemaorg.Thing) schemaorg.Thing {
	if len(authors) == 0 {
		authors = append(authors, publisher(v))
	}
	return work(v, kind).With(schemaorg.Thing{"headline": title, "name": nil, "author": authors})
}

// pageTypes are those of kinds of which more can be said than that they are web
// pages.
var pageTypes = map[string]string{
	"alert-hub": "CollectionPage", "api-catalogue": "CollectionPage", "careers": "CollectionPage", "contact": "ContactPage",
	"dashboards": "CollectionPage", "data-hub": "CollectionPage", "events-hub": "CollectionPage", "landing": "CollectionPage",
	"news-hub": "CollectionPage", "publications-hub": "CollectionPage", "service-catalogue": "CollectionPage",
}

func webPage(v *ui.View) schemaorg.Thing {
	if kind, known := pageTypes[v.Release.Kind]; known {
		return work(v, kind)
	}
	return work(v, "WebPage")
}

// partOfNearest is the page above that this one is part of, or else the website.
func partOfNearest(v *ui.View, kind, as string) schemaorg.Thing {
	whole, ok := nearest(v, kind)
	if !ok {
		return schemaorg.Ref(address(v, websiteID))
	}
	at := address(v, whole.Path)
	return schemaorg.Of(as, schemaorg.Thing{"@id": at, "url": at, "name": whole.Card.Title})
}

// trail are the breadcrumbs, of which the page itself is the last.
func trail(v *ui.View) schemaorg.Thing {
	if len(v.Trail) == 0 {
		return nil
	}
	var entries []schemaorg.Thing
	entry := func(name, path string) {
		entries = append(entries, schemaorg.Of("ListItem", schemaorg.Thing{"position": len(entries) + 1, "name": name, "item": schemaorg.Ref(address(v, path))}))
	}
	for _, above := range v.Trail {
		entry(above.Name(), above.Path)
	}
	entry(v.Title, v.Canonical())
	return schemaorg.Of("BreadcrumbList", schemaorg.Thing{"itemListElement": entries})
}

// What the organisation and its website are known by.
const (
	organisationID = "/#organisation"
	websiteID      = "/#website"
)

// organisation is who publishes the site, with more of it on the home page.
func organisation(v *ui.View) schemaorg.Thing {
	if v.Site.Title == "" {
		return nil
	}
	logo := "/static/" + v.Site.Theme().IconFile()
	if v.Logo.ID != "" {
		logo = v.Logo.URLNear(600)
	}
	said := schemaorg.Of("Organization", schemaorg.Thing{
		"@id": address(v, organisationID), "name": v.Site.Title, "url": address(v, "/"), "logo": address(v, logo),
	})
	if _, isHome := v.Value.(*kinds.Home); isHome {
		return said.With(schemaorg.Thing{"description": v.Site.Description, "sameAs": followed(v)})
	}
	return said
}

func publisher(v *ui.View) schemaorg.Thing {
	if v.Site.Title == "" {
		return nil
	}
	return schemaorg.Ref(address(v, organisationID))
}

// licence is where the terms are under which the site's text may be used again:
// the first link of what its settings say of them.
func licence(v *ui.View) string {
	for _, link := range v.Site.Licence.Links() {
		if at := absolute(v, link); at != "" {
			return at
		}
	}
	return ""
}

// absolute is where a link leads, for those elsewhere; empty: nowhere on the web.
func absolute(v *ui.View, l cms.Link) string {
	href, _ := v.Href(l)
	switch {
	case strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://"):
		return href
	case strings.HasPrefix(href, "/"):
		return address(v, href)
	}
	return ""
}

func picture(v *ui.View) schemaorg.Thing {
	p := v.SharePicture()
	return schemaorg.Picture(p.URL, p.Width, p.Height)
}

// personOf is somebody with a page here.
func personOf(v *ui.View, item cms.Item) schemaorg.Thing {
	return schemaorg.Of("Person", schemaorg.Thing{"name": item.Card.Title, "url": address(v, item.Path)})
}

func peopleOf(v *ui.View, refs ...cms.Ref) []schemaorg.Thing {
	var people []schemaorg.Thing
	for _, item := range v.Live(refs) {
		people = append(people, personOf(v, item))
	}
	return people
}

// downloads are files that there are, as a type of the vocabulary has them.
func downloads(v *ui.View, kind string, files []kinds.Attachment) []schemaorg.Thing {
	var all []schemaorg.Thing
	for _, file := range filesOf(v, files, true) {
		mediaType, _, _ := strings.Cut(file.Asset.MediaType, ";")
		all = append(all, schemaorg.Of(kind, schemaorg.Thing{
			"name": file.Title, "contentUrl": address(v, file.Asset.URL()),
			"encodingFormat": mediaType, "contentSize": ui.DataSize(file.Asset.Size),
		}))
	}
	return all
}

// coverageOf is what data is about: which days, and which areas.
func coverageOf(v *ui.View, from, to cms.Date, areas []cms.TermRef) schemaorg.Thing {
	return schemaorg.Thing{
		"temporalCoverage": schemaorg.Period(from, to),
		"spatialCoverage":  schemaorg.Of("Place", schemaorg.Thing{"name": ui.Coverage(v.TermNames(areas...))}),
	}
}

// identifier is a number that something is known by.
func identifier(system, number string) schemaorg.Thing {
	if number == "" {
		return nil
	}
	return schemaorg.Of("PropertyValue", schemaorg.Thing{"propertyID": system, "value": number})
}
