package ui

import "lectern/internal/cms"

// Download is a file that there is, with what a reader should know of it.
type Download struct {
	Asset cms.Asset
	Title string
	Note  string
	Data  bool // it is data, whose size is told to a tenth
}

// Download returns a file in its place on a page. It is false when the file is
// not there.
func (v *View) Download(f cms.File, note string) (Download, bool) {
	asset, ok := v.Assets[f.Asset]
	if !ok {
		return Download{}, false
	}
	d := Download{Asset: asset, Title: f.Title, Note: note}
	if d.Title == "" {
		d.Title = asset.Filename
	}
	return d, true
}

// Called is the file's title with its type and size.
func (d Download) Called() string {
	if d.Data {
		return d.Title + " [" + FileType(d.Asset) + ", size: " + DataSize(d.Asset.Size) + "]"
	}
	return d.Title + " (" + FileType(d.Asset) + " " + FileSize(d.Asset.Size) + ")"
}
