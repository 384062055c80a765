// Package gallery is a page that shows every component and every block in its
// states, with samples that never change. It is served in development only,
// and the browser tests look at it.
package gallery

import (
	"strconv"

	"github.com/a-h/templ"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// Gallery is the page, as a whole document. Of the view it uses what the
// server knows: addresses of assets, zone, organisation.
func Gallery(v *ui.View) templ.Component {
	s := newSample()
	return gallery(sampled(v, s), s)
}

var tones = []ui.Tone{ui.Neutral, ui.Blue, ui.Teal, ui.Plum, ui.Red, ui.Amber, ui.Green}

// sampleNotices is an update notice of every severity.
var sampleNotices = []*kinds.UpdateNotice{
	{Title: "The old certificate ends", Severity: "critical", Text: prose("Install the new one before 2 May.")},
	{Title: "Check your firewall", Severity: "important", Text: prose("Allow our servers by name.")},
	{Title: "The guide has a new chapter", Severity: "information", Text: prose("It is about testing.")},
}

var samplePagination = ui.Pages{Number: 6, Last: 92, Href: func(n int) string { return "?page=" + strconv.Itoa(n) }}
