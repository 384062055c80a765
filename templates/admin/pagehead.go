package admin

import "lectern/internal/cms"

// tab is one of the ways to look at a page.
type tab struct {
	Name string
	Link
}

// pageTabs are the ways to look at a page that whoever sees the row has.
func pageTabs(row cms.PageRow) []tab {
	base := "/admin/pages/" + string(row.ID)
	var tabs []tab
	if row.Readable {
		tabs = []tab{
			{"content", Link{"Content", base}},
			{"publish", Link{"Publish", base + "/publish"}},
			{"preview", Link{"Preview", base + "/preview"}},
			{"history", Link{"History", base + "/history"}},
			{"revisions", Link{"Revisions", base + "/revisions"}},
		}
	}
	if row.Path != "" {
		tabs = append(tabs, tab{"below", Link{"Pages below", branchHref(row)}})
	}
	return tabs
}

// moreOf is what else can be done with a page, by those who may.
func moreOf(row cms.PageRow) []Link {
	base := "/admin/pages/" + string(row.ID)
	var list []Link
	add := func(when bool, text, href string) {
		if when {
			list = append(list, Link{text, href})
		}
	}
	add(row.Public() && row.Path != "", "View on the site", row.Path)
	if row.Path != "" {
		add(row.May(cms.ActionCreate), "Make a page below", base+"/new")
		add(row.May(cms.ActionMove) && row.Parent != "", "Move", base+"/move")
		add(row.May(cms.ActionRead) && row.Parent != "", "Copy", base+"/copy")
		add(row.May(cms.ActionSave) && row.Children > 1, "Change the order below", base+"/order")
	}
	add(row.May(cms.ActionDeleteDraft) && row.Draft != nil, "Throw the draft away", base+"/discard")
	add(row.May(cms.ActionDelete), "Delete", base+"/delete")
	return list
}

// headCrumbs are the ways back from a page: of one without an address, to the
// list of its kind.
func headCrumbs(v *View, row cms.PageRow) []Link {
	if row.Path != "" || !row.Readable {
		return v.Crumbs
	}
	return []Link{{"Lists", "/admin/lists"}, {row.KindLabel, "/admin/lists/kind/" + row.Kind}}
}

// PageCrumbs are the ways back from a page: to the tree, and to the pages above.
func PageCrumbs(above []cms.PageRow) []Link {
	crumbs := []Link{{"Pages", "/admin/pages"}}
	for _, row := range above {
		crumbs = append(crumbs, Link{row.Name(), "/admin/pages?below=" + string(row.ID)})
	}
	return crumbs
}
