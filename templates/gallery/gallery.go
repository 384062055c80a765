// Package gallery is a page that shows every component and every block in its
// states, with samples that never change. It is served in development only,
// and the browser tests look at it.
package gallery

import (
	"strconv"

	"github.com/a-h/templ"

	"lectern/templates/ui"
)

// Gallery is the page, as a whole document. Of the view it uses what the
// server knows: addresses of assets, zone, organisation.
func Gallery(v *ui.View) templ.Component {
	s := newSample()
	return gallery(sampled(v, s), s)
}

var tones = []ui.Tone{ui.Neutral, ui.Blue, ui.Teal, ui.Plum, ui.Red, ui.Amber, ui.Green}

var samplePagination = ui.Pages{Number: 6, Last: 92, Href: func(n int) string { return "?page=" + strconv.Itoa(n) }}
