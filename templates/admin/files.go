package admin

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// FileList is a part of the files, and the form for another.
type FileList struct {
	Query  cms.AssetQuery
	Rows   []cms.AssetRow
	Total  int
	Pages  ui.Pages
	Href   *url.URL // of the list
	MayAdd bool
	Upload UploadForm
}

// UploadForm asks for a file.
type UploadForm struct {
	Accept      string // extensions, as a file field names them
	Picture     bool   // only a picture will do
	Description string
	Decorative  bool
	MaxPicture  int
	MaxFile     int
	Problems    []cms.Problem
}

func (f UploadForm) problem(field string) string {
	return Field{Name: field, Problems: f.Problems}.problem()
}

// hint says what may be sent.
func (f UploadForm) hint() string {
	picture := fmt.Sprintf("JPEG, PNG, GIF or WebP, at most %d MB", f.MaxPicture/1_000_000)
	if f.Picture {
		return picture + ". What a camera notes, such as the place, is never published"
	}
	return picture + fmt.Sprintf("; PDF, CSV, text, JSON, ZIP, an office document without macros, MP4, WebM or WebVTT, at most %d MB", f.MaxFile/1_000_000)
}

// fileTypes are the filters of the list.
var fileTypes = []struct {
	Type cms.AssetType
	Text string
}{
	{"", "Everything"}, {cms.Picture, "Pictures"}, {cms.Document, "Documents"}, {cms.Film, "Videos"},
}

func (l FileList) typed() cms.AssetType {
	if len(l.Query.Types) == 1 {
		return l.Query.Types[0]
	}
	return ""
}

// with is the address of the list with something else asked for.
func (l FileList) with(name, value string) string { return withQuery(l.Href, name, value) }

func withQuery(href *url.URL, name, value string) string {
	query := href.Query()
	query.Del("done")
	query.Del("part")
	if name != "page" {
		query.Del("page")
	}
	if query.Set(name, value); value == "" {
		query.Del(name)
	}
	if len(query) == 0 {
		return href.Path
	}
	return href.Path + "?" + query.Encode()
}

// found says how many files there are.
func (l FileList) found() string {
	if l.Total == 1 {
		return "1 file"
	}
	return strconv.Itoa(l.Total) + " files"
}

// FileDetails is what is known of a file.
type FileDetails struct {
	Row       cms.AssetRow
	Typed     cms.AssetAbout // what stands in the form
	Problems  []cms.Problem
	MayAdd    bool
	MayDelete bool
}

// smallPicture is the address of the picture that stands for a file; empty:
// there is none.
func smallPicture(a cms.Asset) string {
	if a.Type() != cms.Picture {
		return ""
	}
	return "/admin/media/" + string(a.ID) + "/small"
}

// fileExtension is what stands for a file that has no picture.
func fileExtension(a cms.Asset) string {
	extension := strings.ToUpper(strings.TrimPrefix(path.Ext(a.Filename), "."))
	if extension == "" || len(extension) > 5 {
		return "File"
	}
	return extension
}

// fileFacts says of what type and how large a file is.
func fileFacts(a cms.Asset) string {
	facts := fileExtension(a) + ", " + fileSize(a.Size)
	if a.Width > 0 {
		facts += fmt.Sprintf(", %d × %d pixels", a.Width, a.Height)
	}
	return facts
}

// fileSize writes a size as 812 bytes, 42 KB or 1.2 MB. A KB is 1,000 bytes.
func fileSize(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 999_500:
		return fmt.Sprintf("%d KB", (bytes+500)/1000)
	}
	return strconv.FormatFloat(float64(bytes)/1_000_000, 'f', 1, 64) + " MB"
}

// fullPicture is the address of a picture as large as visitors get it.
func fullPicture(a cms.Asset) string { return "/admin" + a.URL() }

// unseen says on how many more pages a file is used.
func unseen(u cms.AssetUses) string {
	n := u.Total - len(u.Pages)
	if n == 1 {
		return "1 other page"
	}
	return strconv.Itoa(n) + " other pages"
}

func descriptionProblem(f FileDetails) string {
	return Field{Name: "description", Problems: f.Problems}.problem()
}
