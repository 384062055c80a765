package kind

import (
	"strings"

	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/ui"
)

var _ = describe(describeHome)

// describeHome tells of the website, how to search it, and whose it is.
func describeHome(v *ui.View, p *kinds.Home) schemaorg.Thing {
	return schemaorg.Of("WebSite", schemaorg.Thing{
		"@id": address(v, websiteID), "url": address(v, "/"), "name": v.Site.Title, "description": p.Summary,
		"inLanguage": language, "license": licence(v), "publisher": publisher(v),
		"potentialAction": schemaorg.Of("SearchAction", schemaorg.Thing{
			"target":      schemaorg.Of("EntryPoint", schemaorg.Thing{"urlTemplate": address(v, "/search?q={search_term_string}")}),
			"query-input": "required name=search_term_string",
		}),
	})
}

// followed are the pages of the organisation elsewhere: where the menu leads by
// which readers follow it.
func followed(v *ui.View) []string {
	var elsewhere []string
	for _, entry := range v.Menus["follow"].Entries {
		if strings.HasPrefix(entry.Href, "https://") {
			elsewhere = append(elsewhere, entry.Href)
		}
	}
	return elsewhere
}
