// Package layout is the frame of every public page: head, header, navigation,
// breadcrumbs and footer.
package layout

import (
	"net/http"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// Ground is the colour that the top of a page stands on. The breadcrumbs
// stand on it too.
type Ground string

const (
	White Ground = "white"
	Mist  Ground = "mist"
	Teal  Ground = "teal"
	Ink   Ground = "ink"
)

// mainMenu is the place of the menu in the header.
const mainMenu = "main"

// footerMenus returns the menus of the footer that have entries, in order.
func footerMenus(v *ui.View) []ui.Menu {
	var menus []ui.Menu
	for _, place := range []string{"legal", "contact", "follow"} {
		if menu := v.Menus[place]; len(menu.Entries) > 0 {
			menus = append(menus, menu)
		}
	}
	return menus
}

// footed reports whether there is anything to say in the footer.
func footed(v *ui.View) bool {
	return v.Site.Description != "" || v.Site.Copyright != "" || ui.HasText(v.Site.Licence) || len(footerMenus(v)) > 0
}

// title is what the browser calls the page.
func title(v *ui.View) string {
	switch {
	case v.Site.Title == "":
		return v.Title
	case v.Title == "":
		return v.Site.Title
	default:
		return v.Title + " - " + v.Site.Title
	}
}

// organisation is what the logo is called. When nothing is known of the site,
// it is at least the way home.
func organisation(v *ui.View) string {
	if v.Site.Title == "" {
		return "Home"
	}
	return v.Site.Title
}

// article is what networks call a page that was written of a day.
const article = "article"

// networkType is what networks call the page.
func networkType(v *ui.View) string {
	switch v.Linked.Says("@type") {
	case "Article", "BlogPosting", "NewsArticle", "TechArticle":
		return article
	default:
		return "website"
	}
}

// announces reports whether there is a banner that says something.
func announces(v *ui.View) bool {
	for _, b := range v.Banners {
		if ui.HasText(b.Text) {
			return true
		}
	}
	return false
}

// searchable reports whether a search would work. When the site is down, so is
// its search.
func searchable(v *ui.View) bool { return v.Status < http.StatusInternalServerError }

// colours is the style sheet with those of the organisation; empty: there is
// none.
func colours(v *ui.View) string {
	if file := v.Site.Theme().File(); file != "" {
		return "/static/" + file
	}
	return ""
}

func stylesheet(v *ui.View) string { return static(v, "site.css") }

// script makes things quicker that work without; empty: none may run.
func script(v *ui.View) string {
	if v.Still {
		return ""
	}
	return static(v, "site.js")
}

// icon is what stands for the site in a browser's tab: the organisation's logo
// if it fits into a square.
func icon(v *ui.View) (href, mediaType string) {
	if square(v.Logo) {
		return v.Logo.URLNear(96), v.Logo.MediaType
	}
	return static(v, "favicon.svg"), "image/svg+xml"
}

// touchIcon is what stands for the site on the screen of a phone, which takes no
// drawings. An organisation whose own logo does not fit has none.
func touchIcon(v *ui.View) string {
	switch {
	case v.Logo.ID == "":
		return "/static/" + v.Site.Theme().IconFile()
	case square(v.Logo) && len(v.Logo.Widths()) > 0:
		return v.Logo.URLNear(180)
	}
	return ""
}

// square reports whether a logo fits into a square.
func square(logo cms.Asset) bool {
	return logo.ID != "" && logo.Width*4 <= logo.Height*5 && logo.Height*4 <= logo.Width*5
}

func static(v *ui.View, name string) string {
	if v.Static == nil {
		return ""
	}
	return v.Static(name)
}

// current says whether a menu's entry is this page or one above it.
func current(v *ui.View, entry ui.MenuEntry) string {
	if entry.Href == v.Path {
		return "page"
	}
	return "true"
}

// logoHeight is that of the logo, in pixels, where there is room.
const logoHeight = 44

// logoWidth is how wide the logo is at that height.
func logoWidth(logo cms.Asset) int {
	return max(1, logoHeight*logo.Width/max(1, logo.Height))
}
