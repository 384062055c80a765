package blocks

import "lectern/internal/cms"

// Featured puts one thing before all others: a page, or something in words of
// its own. What is not live is not shown.
type Featured struct {
	Kicker  string   `label:"Label" help:"A word or two above the title, such as Case study" rule:"max=40"`
	Page    cms.Ref  `help:"Leave empty to give a title and a link"`
	Title   string   `help:"Leave empty to show the page's own name" rule:"max=150"`
	Summary string   `type:"longtext" help:"Leave empty to show the page's own summary" rule:"max=400"`
	Link    cms.Link `help:"Where it leads when it is not a page"`
	Image   cms.Image
}

func (*Featured) Block() cms.BlockType {
	return cms.BlockType{Name: "featured", Label: "Featured item", Help: "One page or link that deserves the most room"}
}

// Check wants something to lead to, and one thing only.
func (f *Featured) Check() []cms.Problem {
	switch {
	case f.Page == "" && (f.Title == "" || f.Link.IsZero()):
		return []cms.Problem{{Field: "page", Message: "nothing is featured; choose a page, or give a title and a link"}}
	case f.Page != "" && !f.Link.IsZero():
		return []cms.Problem{{Field: "link", Message: "there is a page and a link; keep one of them"}}
	}
	return nil
}
