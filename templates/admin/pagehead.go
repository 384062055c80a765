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
	if !row.Readable {
		return nil
	}
	return []tab{
		{"content", Link{"Content", base}},
		{"publish", Link{"Publish", base + "/publish"}},
		{"preview", Link{"Preview", base + "/preview"}},
		{"history", Link{"History", base + "/history"}},
	}
}

// PageCrumbs are the ways back from a page: to the tree, and to the pages above.
func PageCrumbs(above []cms.PageRow) []Link {
	crumbs := []Link{{"Pages", "/admin/pages"}}
	for _, row := range above {
		crumbs = append(crumbs, Link{row.Name(), "/admin/pages?below=" + string(row.ID)})
	}
	return crumbs
}
