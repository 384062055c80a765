package blocks

import "lectern/internal/cms"

// Dashboard is an interactive display elsewhere, with its data in a form that
// everybody can use.
type Dashboard struct {
	Title    string   `rule:"required max=150"`
	URL      string   `label:"Address of the dashboard" help:"It opens when a visitor asks for it, and nothing of it is loaded before" rule:"required max=1000 url"`
	Summary  string   `type:"longtext" label:"What it shows" rule:"required max=900"`
	Data     cms.Link `label:"Link to the data" help:"A page or address where the same figures can be read or had as a file"`
	DataFile cms.File `label:"File with the data" help:"Instead of a link"`
	Height   int      `label:"Height in pixels" help:"How tall the dashboard is where it is shown within the page" rule:"min=200 max=3000" default:"600"`
}

func (*Dashboard) Block() cms.BlockType {
	return cms.BlockType{Name: "dashboard", Label: "Dashboard", Help: "An interactive display elsewhere, with its data beside it"}
}

// Check wants the data for those who cannot use the dashboard.
func (d *Dashboard) Check() []cms.Problem {
	problems := checkHTTPS("url", d.URL)
	switch {
	case d.Data.IsZero() && d.DataFile.Asset == "":
		problems = append(problems, cms.Problem{Field: "data", Message: "whoever cannot use the dashboard needs its data; give a link to the data or choose a file"})
	case !d.Data.IsZero() && d.DataFile.Asset != "":
		problems = append(problems, cms.Problem{Field: "data_file", Message: "there is a link to the data and a file; keep one of them"})
	}
	return problems
}

// Anchors declares the title, which a link may lead to.
func (d *Dashboard) Anchors() []string { return []string{d.Title} }
