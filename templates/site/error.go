package site

import (
	"net/http"

	"lectern/templates/ui"
)

func goneLead(v *ui.View) string {
	if v.Release.Notice != "" {
		return v.Release.Notice
	}
	return "It was taken away for good, and nothing has replaced it."
}

// down returns the view of a page that must show when nothing else does.
func down(v *ui.View, title string) *ui.View {
	t := titled(v, title)
	t.NoIndex = true
	t.Status = max(t.Status, http.StatusInternalServerError)
	return t
}

// again is the address to try again.
func again(v *ui.View) string {
	if v.Path == "" {
		return "/"
	}
	return v.Path
}
