package admin

import (
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// BinURL is where everything is that was deleted.
const BinURL = "/admin/bin"

// DeleteForm asks whether a page and all below it are to be deleted, or says what
// keeps them.
type DeleteForm struct {
	cms.Deletion
	Title    string // as it was typed
	Problems []cms.Problem
}

// others is how many pages are not named.
func others(told []cms.Standpoint, pages int) int { return max(0, pages-len(told)) }

// holdHref is where something can be done about what holds a page.
func holdHref(h cms.Hold) string {
	if h.Public || h.Planned {
		return "/admin/pages/" + string(h.Page) + "/publish"
	}
	return "/admin/lists/search/bets"
}

// Bin is a part of what was deleted.
type Bin struct {
	Text  string // that it is searched for
	List  []cms.Binned
	Total int
	Pages ui.Pages
}

// binHref is where somebody decides about a branch.
func binHref(b cms.Binned) string { return BinURL + "/" + string(b.ID) }

// mayUseBin reports whether somebody may restore anything.
func mayUseBin(v *View) bool { return cms.CanSomewhere(v.User, cms.ActionDelete) }

// BinnedForm is a branch that was deleted, and where it may be put again.
type BinnedForm struct {
	cms.BinBranch
	Search   string // what the page above is looked for by
	Found    []cms.PageRow
	Parent   *cms.PageRow // the page that is chosen to stand below; nil: none is yet
	Slug     string
	Address  string        // that it would get; empty: it is not known, or it has none
	Told     []cms.Problem // what has to be chosen before it can stand there
	Problems []cms.Problem // of what was sent
}

// EraseForm asks whether a branch of the bin is to be deleted for good.
type EraseForm struct {
	cms.BinBranch
	Title    string // as it was typed
	Problems []cms.Problem
}

// keeps says why a branch is not deleted for good; empty: it can be.
func keeps(b cms.BinBranch) string {
	switch {
	case b.Kept.Public:
		return "Some of it has been public, or something public stood below it. What has been public is kept, so it stays here, and costs nothing."
	case b.Kept.Redirects > 0:
		return counted(b.Kept.Redirects, "old address leads", "old addresses lead") + " to it. Lead them elsewhere in the list of redirects first."
	}
	return ""
}
