package admin

import (
	"net/url"

	"lectern/internal/cms"
)

// Preview is a page of the site as visitors would get it.
type Preview struct {
	Row      cms.PageRow
	Frame    string // address of what is in the frame
	Width    string // of PreviewWidths
	At       When
	Live     bool // what is public or planned, not the draft
	Looked   bool // what keeps readers out is told
	Drafted  bool // there is a draft
	Revision int  // number of the revision that is shown in place of the draft; 0: none

	RevisionID cms.ID
	Problems   []cms.Problem
}

// PreviewWidth is a width that a page can be looked at in.
type PreviewWidth struct{ Name, Text string }

// PreviewWidths are those, the narrowest first.
var PreviewWidths = []PreviewWidth{{"320", "320"}, {"768", "768"}, {"1280", "1280"}, {"full", "Full"}}

// PreviewAt is the address of the same preview at another width.
func (p *Preview) PreviewAt(width string) string {
	query := url.Values{"width": {width}}
	if p.Live {
		query.Set("show", "live")
	}
	if p.Revision > 0 {
		query.Set("revision", string(p.RevisionID))
	}
	if p.At.Value != "" {
		query.Set("at", p.At.Value)
	}
	if p.At.Which != "" {
		query.Set("at-which", p.At.Which)
	}
	return "/admin/pages/" + string(p.Row.ID) + "/preview?" + query.Encode()
}

// editPreview is the preview beside the edit page: of the draft, now, as on a
// phone.
func editPreview(row cms.PageRow) *Preview {
	return &Preview{Row: row, Width: PreviewWidths[0].Name, Frame: "/admin/pages/" + string(row.ID) + "/preview/frame"}
}
